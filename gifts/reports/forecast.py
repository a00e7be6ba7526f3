"""What a recurring gift will bring: its charges to come, and their sum in this and the next year."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.models import RecurringGift
from gifts.schedule import REST, Charge, charges


@dataclass(frozen=True)
class Year:
    """What is still to come in a calendar year."""

    year: int
    count: int
    amount: Decimal


def coming(row: RecurringGift, *, now: datetime, years: int = 2) -> list[Charge]:
    """Return the charges of a gift to come until the end of next year, as the donor is promised them."""
    zone = the_zone()
    until = date(legal_day(now, zone).year + years - 1, 12, 31)
    return list(charges(row, until=until, zone=zone))


def by_year(row: RecurringGift, *, now: datetime) -> list[Year]:
    """Return what a gift still brings in this year and in the next."""
    this_year = legal_day(now, the_zone()).year
    found = coming(row, now=now)
    return [_sum_of(year, found) for year in (this_year, this_year + 1)]


def is_soon(row: RecurringGift, first_on: date) -> bool:
    """Whether a day lies so close to the last charge that a donor should be asked whether it is meant."""
    last = row.gifts.arrived().order_by("-given_at").values_list("given_at", flat=True).first()
    return last is not None and first_on - legal_day(last, the_zone()) < REST


def _sum_of(year: int, found: list[Charge]) -> Year:
    amounts = [charge.amount for charge in found if charge.on.year == year]
    return Year(year, len(amounts), sum(amounts, ZERO))
