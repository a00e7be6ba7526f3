"""What staff type about a gift, before any row exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from core.clock import legal_day
from donors.models import Donor
from gifts.models import Benefit, Gift, GiftKind, Payer, Property

BASES = {
    Gift.Source.PAYROLL: Gift.Basis.WITHHELD,
    Gift.Source.TEXT: Gift.Basis.SENT,
    Gift.Source.DELIVERY: Gift.Basis.DELIVERED,
}


class OfflineRefused(Exception):
    """A sentence for the person who asked; of several gifts `place` says which."""

    def __init__(self, sentence: str, place: int = 0) -> None:
        super().__init__(sentence)
        self.place = place


@contextmanager
def of_place(place: int) -> Iterator[None]:
    """Let what is refused within say of which gift it is."""
    try:
        yield
    except OfflineRefused as refusal:
        raise OfflineRefused(str(refusal), place) from refusal


@dataclass(frozen=True)
class Party:
    """Somebody in our book, or who is new there; an address of mail that we know is who has it."""

    donor_id: int | None = None
    name: str = ""
    email: str = ""
    kind: str = Donor.Kind.PERSON
    language: str = "en"


@dataclass(frozen=True)
class Days:
    """The legal day, what made it that, and the days beside it."""

    given_on: date
    basis: str
    postmarked_on: date | None = None
    received_on: date | None = None


@dataclass(frozen=True)
class TypedBenefit:
    """Something that the donor got; columns as in `Benefit`."""

    description: str
    fair_value: Decimal
    basis: str = ""
    kind: str = Benefit.Kind.ORDINARY
    cost: Decimal | None = None
    sold_from: Decimal | None = None


@dataclass(frozen=True)
class TypedThing:
    """What a gift that is not money was; columns as in `Property`."""

    description: str
    place: str = ""
    issuer: str = ""
    shares: Decimal | None = None
    vin: str = ""
    is_claimed_over_500: bool = False
    use: str = Property.Use.NONE
    use_note: str = ""
    use_months: int | None = None
    sold_on: date | None = None
    proceeds: Decimal | None = None


@dataclass(frozen=True)
class TypedCredit:
    """Somebody else who is thanked."""

    party: Party
    role: str
    amount: Decimal


@dataclass(frozen=True)
class OfflineGift:
    """One gift as typed. `shares` are (fund id, amount), together the amount; of property, its book value."""

    form_key: UUID
    source: str
    amount: Decimal
    donor: Party
    days: Days
    shares: tuple[tuple[int, Decimal], ...]
    kind: str = GiftKind.MONEY
    payer: str = Payer.DONOR
    payer_name: str = ""
    co_payer: Party | None = None
    campaign_id: int | None = None
    appeal_id: int | None = None
    check_number: str = ""
    batch_id: int | None = None
    pledge_id: int | None = None
    benefits: tuple[TypedBenefit, ...] = ()
    thing: TypedThing | None = None
    credits: tuple[TypedCredit, ...] = ()
    is_anonymous: bool = False
    tribute_kind: str = ""
    tribute_name: str = ""
    tribute_message: str = ""


def days_of(source: str, *, arrived_on: date, postmarked_on: date | None = None) -> Days:
    """Return the legal day of a gift by how it came; `arrived_on` is when it came, was withheld or sent.

    A letter counts from the day it was posted, what is handed over from the day of delivery. Source: Reg.
    1.170A-1(b); IRS Publication 526, Time of making contribution (read 2026-11).
    """
    if source == Gift.Source.CHECK and postmarked_on is not None:
        reached_on = arrived_on if arrived_on != postmarked_on else None
        return Days(postmarked_on, Gift.Basis.POSTMARK, postmarked_on, reached_on)
    return Days(arrived_on, BASES.get(Gift.Source(source), Gift.Basis.RECEIVED))


def moment_of(day: date, *, now: datetime, zone: str) -> datetime:
    """Return a moment of a legal day: now if it is today, else its noon."""
    return now if day == legal_day(now, zone) else datetime.combine(day, time(12), ZoneInfo(zone))
