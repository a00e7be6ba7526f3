"""A change as it would be: a sentence, the gift after it, and what tells one preview from another."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from core.money import ZERO, format_money
from gifts.models import RecurringGift
from gifts.reports.forecast import Year, by_year
from gifts.reports.recurring_words import long_day
from gifts.schedule import YEARS_AHEAD, Charge, as_if, charges, later_day, moments


@dataclass(frozen=True)
class Preview:
    """A sentence on the effect, what else to know, what to think over, and the gift as it would be."""

    sentence: str
    before: RecurringGift
    after: RecurringGift
    now: datetime
    notes: tuple[str, ...] = ()
    warning: str = ""

    @cached_property
    def seal(self) -> str:
        """What was shown in short: a change is made only as it was last seen, or it is shown again."""
        coming = islice(charges(self.after, until=far(self.now), zone=the_zone()), 24)
        told = [f"{charge.on} {charge.amount}" for charge in coming]
        return sha256("|".join([*told, f"{self.after.fund_id} {self.after.fee_cover}"]).encode()).hexdigest()[
            :16
        ]

    @cached_property
    def years(self) -> list[tuple[Year, Year]]:
        """Return this year and the next, as they stand and would be; nothing where both are the same."""
        stands, would = by_year(self.before, now=self.now), by_year(self.after, now=self.now)
        pairs = list(zip(stands, would, strict=True))
        return pairs if any(one != other for one, other in pairs) else []

    @cached_property
    def charges_more(self) -> bool:
        """Whether more would be charged than is promised now, this year, the next, or in the end."""
        stands, would = (_all_charged(gift, self.now) for gift in (self.before, self.after))
        return would > stands or any(after.amount > before.amount for before, after in self.years)


def _all_charged(gift: RecurringGift, now: datetime) -> Decimal:
    return sum((charge.amount for charge in charges(gift, until=far(now), zone=the_zone())), ZERO)


def next_charge(gift: RecurringGift, *, now: datetime) -> Charge | None:
    """Return the charge that comes next, however far away; None where none does."""
    return next(charges(gift, until=far(now), zone=the_zone()), None)


def has_charges(gift: RecurringGift) -> bool:
    """Whether any charge could come, pauses and ends aside: else there is nothing to change."""
    return next(moments(as_if(gift), the_zone()), None) is not None


def going_on(gift: RecurringGift, **columns: object) -> RecurringGift:
    """Return a copy as if some columns were others; an end set at the payment service's own desk stays."""
    ends_at = None if gift.has_end else gift.ends_at
    return as_if(gift, **{"ends_at": ends_at, **columns})


def first_new(after: RecurringGift, now: datetime) -> str:
    """The day of the first charge that a change touches: what is being collected is as it was."""
    coming = charges(after, until=far(now), zone=the_zone())
    first = next((charge for charge in coming if charge.at != after.period_began_at), None)
    return long_day(first.on) if first else _("the next charge")


def far(now: datetime) -> date:
    """Return the day until which promises are looked at."""
    return later_day(now.date(), 12 * YEARS_AHEAD)


def money(gift: RecurringGift, amount: Decimal) -> str:
    """Return an amount in the currency of a gift."""
    return format_money(amount, gift.currency)
