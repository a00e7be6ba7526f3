"""Who gives, how they are reached, what they agreed to."""

from donors.models.contact import NEWS_WORDING, Address, Consent
from donors.models.donor import Donor, DonorQuerySet, Household
from donors.models.duplicates import DuplicateKey, DuplicatePair, DuplicateRun
from donors.models.merge import DonorMerge, MergeRequest

__all__ = [
    "NEWS_WORDING",
    "Address",
    "Consent",
    "Donor",
    "DonorMerge",
    "DonorQuerySet",
    "DuplicateKey",
    "DuplicatePair",
    "DuplicateRun",
    "Household",
    "MergeRequest",
]
