"""What staff type about a batch and its rows, before it is a gift."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from donors.models import Donor
from gifts.actions.offline import Part
from gifts.models import Payer


class BatchRefused(Exception):
    """A sentence for the person who asked."""


@dataclass(frozen=True)
class Heading:
    """What is counted before anything is typed, and what holds for each row that says nothing else."""

    source: str
    expected_count: int
    expected_total: Decimal
    received_on: date
    parts: tuple[Part, ...]
    deposited_on: date | None = None
    campaign_id: int | None = None
    appeal_id: int | None = None


@dataclass(frozen=True)
class TypedRow:
    """One line as typed and as far as it is understood; columns as in `BatchRow`."""

    donor_id: int | None = None
    who: str = ""
    is_new: bool = False
    new_kind: str = Donor.Kind.PERSON
    new_email: str = ""
    amount: Decimal | None = None
    amount_words: str = ""
    check_number: str = ""
    postmarked_on: date | None = None
    postmark_words: str = ""
    source: str = ""
    payer: str = Payer.DONOR
    fund_id: int | None = None
    appeal_id: int | None = None
    pledge_id: int | None = None
