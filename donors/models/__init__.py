"""Who gives, how they are reached, what they agreed to, and what staff keep in mind about them."""

from donors.models.contact import NEWS_WORDING, Address, Consent
from donors.models.donor import Donor, DonorQuerySet, Household
from donors.models.duplicates import DuplicateKey, DuplicatePair, DuplicateRun
from donors.models.emails import OtherEmail
from donors.models.merge import DonorMerge, MergeRequest
from donors.models.notes import Note, Tag, Tagging, Task
from donors.models.relations import Relationship

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
    "Note",
    "OtherEmail",
    "Relationship",
    "Tag",
    "Tagging",
    "Task",
]
