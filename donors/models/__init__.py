"""Who gives, how they are reached, what they agreed to."""

from donors.models.contact import Address, Consent
from donors.models.donor import Donor, DonorQuerySet, Household

__all__ = ["Address", "Consent", "Donor", "DonorQuerySet", "Household"]
