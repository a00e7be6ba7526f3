"""Who gives, how they are reached, what they agreed to, what staff keep in mind; files that come in."""

from donors.models.contact import NEWS_WORDING, Address, Consent
from donors.models.donor import Donor, DonorQuerySet, Household
from donors.models.duplicates import DuplicateKey, DuplicatePair, DuplicateRun
from donors.models.emails import OtherEmail
from donors.models.imports import ALONE_UP_TO, ExternalId, Import, ImportMapping, ImportPart, ImportRow
from donors.models.merge import DonorMerge, MergeRequest
from donors.models.notes import Note, Tag, Tagging, Task
from donors.models.relations import Relationship

__all__ = [
    "ALONE_UP_TO",
    "NEWS_WORDING",
    "Address",
    "Consent",
    "Donor",
    "DonorMerge",
    "DonorQuerySet",
    "DuplicateKey",
    "DuplicatePair",
    "DuplicateRun",
    "ExternalId",
    "Household",
    "Import",
    "ImportMapping",
    "ImportPart",
    "ImportRow",
    "MergeRequest",
    "Note",
    "OtherEmail",
    "Relationship",
    "Tag",
    "Tagging",
    "Task",
]
