"""What letters about recurring gifts have in common: their words for amounts, days and rhythms."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import translation
from django.utils.functional import Promise

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import format_money
from gifts.models import RecurringGift
from gifts.reports.recurring_words import day_of, short_day
from gifts.schedule import Charge, charges
from letters.actions import queue_letter
from letters.kinds import LetterKind

ABOUT = "recurring_gift"
# a pause lasts a year at most, and a year lies between two annual charges
AHEAD = timedelta(days=800)


def day_or_nothing(day: date | None) -> str:
    """Return a day as the active language writes it; nothing for none."""
    return short_day(day) if day else ""


def moment_or_nothing(at: datetime | None) -> str:
    """Return the legal day of a moment as the active language writes it; nothing for none."""
    return day_of(at) if at else ""


def amount_words(row: RecurringGift) -> str:
    """Return what each charge is, as the active language writes it."""
    return format_money(row.amount, row.currency)


def next_charge(row: RecurringGift, *, now: datetime) -> Charge | None:
    """Return the charge that comes next, as its donor is promised it."""
    zone = the_zone()
    return next(charges(row, until=legal_day(now, zone) + AHEAD, zone=zone), None)


def has_reader(row: RecurringGift) -> bool:
    """Whether we know somebody to write to about a recurring gift."""
    return row.donor is not None and bool(row.donor.email)


def in_their_language(row: RecurringGift) -> "translation.override":
    """Return the context in which the words of a letter to its donor are made."""
    return translation.override(row.donor.language if row.donor else "en")


def name_of(row: RecurringGift) -> str:
    """Return how its donor is addressed."""
    return row.donor.name if row.donor else ""


def queue(
    row: RecurringGift, kind: LetterKind, *, key: str, facts: Mapping[str, str | Promise], now: datetime
) -> None:
    """Write a letter to the donor of a recurring gift; name and page are added. A key is one letter."""
    if row.donor is None or not row.donor.email:
        return
    queue_letter(
        kind=kind.name,
        key=key,
        to_email=row.donor.email,
        language=row.donor.language,
        facts={"name": name_of(row), "gift_id": str(row.pk), **facts},
        about=(ABOUT, str(row.pk)),
        now=now,
    )
