"""Another day, another rhythm, an end: when the charges come."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.recurring.ends import with_end
from gifts.actions.recurring.prices import price_of
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, Wish, ask, gift_of
from gifts.gateway.subscriptions import an_end, another_date
from gifts.models import Frequency, RecurringGift, RecurringRequest
from gifts.schedule import (
    MONTHS,
    as_if,
    at_noon,
    charged_on,
    day_in_month,
    end_after,
    later,
    moments,
    next_on_day,
)

# a donor may put the next charge off by so much more than one period
FURTHEST = timedelta(days=31)


def change_day(
    *,
    recurring_id: UUID,
    day: int,
    first_on: date,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Let the next charge be on a date and all after it on a day of the month. Twice is once.

    A short month has its last day instead. What is being collected or failed is not tried again: it is what
    moves. `reports.forecast.is_soon` says whether the donor should be warned first.

    Raises: RequestRefused.
    """
    row, zone = gift_of(recurring_id), the_zone()
    if not 1 <= day <= 31 or first_on.day != day_in_month(first_on, day):
        raise RequestRefused(_("The first charge must lie on the day that you choose."))
    at = at_noon(first_on, zone)
    if first_on <= legal_day(now, zone):
        raise RequestRefused(_("Please choose a day after today."))
    if at > later(now, MONTHS[Frequency(row.frequency)]) + FURTHEST:
        raise RequestRefused(_("Please choose an earlier day, or a pause."))
    if row.ends_at and not row.has_end and at >= row.ends_at:
        raise RequestRefused(_("This gift ends before that day."))
    if row.end_on and first_on > row.end_on:
        raise RequestRefused(_("This gift ends before that day."))
    wish = Wish(
        kind=Kind.DATE,
        wanted={"day": day, "first_on": first_on.isoformat()},
        sent={"update": with_end(another_date(at), row, now=now, **_moved(at, day)), "close": True},
        done=(row.day, row.next_charge_at) == (day, at) and not row.failed_attempts,
    )
    return ask(row, wish, Asker(by, on_behalf, reason), now=now)


def change_frequency(
    *,
    recurring_id: UUID,
    frequency: str,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Keep the next date and let the rhythm after it be another. Nothing is charged now. Twice is once.

    Raises: RequestRefused.
    """
    row = gift_of(recurring_id)
    if frequency not in MONTHS:
        raise RequestRefused(_("Please choose how often you want to give."))
    if row.open_invoice_id:
        raise RequestRefused(
            _("A charge of this gift is open. Please change how often you give once it is through.")
        )
    if row.next_charge_at is None:
        raise RequestRefused(_("No charge comes after this one."))
    if row.next_charge_at <= now:
        raise RequestRefused(_("A charge is on its way at this moment. Please try again in an hour."))
    day = row.day or charged_on(row.anchor_at, the_zone()).day
    at = next_on_day(row, the_zone()) or row.next_charge_at
    change = price_of(row, frequency=frequency) | another_date(at)
    wish = Wish(
        kind=Kind.FREQUENCY,
        wanted={"frequency": frequency, "before": row.frequency, "day": day},
        sent={"update": with_end(change, row, now=now, frequency=frequency, **_moved(at, day))},
        done=row.frequency == frequency,
    )
    return ask(row, wish, Asker(by, on_behalf, reason), now=now)


def set_end(
    *,
    recurring_id: UUID,
    end_on: date | None = None,
    instalments: int | None = None,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Let no charge come after a day, or after a number of charges from now on; neither: without an end.

    Raises: RequestRefused.
    """
    row, zone = gift_of(recurring_id), the_zone()
    if end_on is not None and instalments is not None:
        raise RequestRefused(_("Please choose either a last day or a number of charges."))
    if instalments is not None and not 1 <= instalments <= 600:
        raise RequestRefused(_("Please choose a number of charges, one at least."))
    at = None
    if end_on is not None or instalments is not None:
        promised = as_if(row, end_on=end_on, instalments=instalments, instalments_from=now)
        at = end_after(promised, now=now, zone=zone)
        if at is None:
            raise RequestRefused(_refuse_end(row, zone))
    wish = Wish(
        kind=Kind.END,
        wanted={"end_on": end_on.isoformat() if end_on else None, "instalments": instalments},
        sent={"update": an_end(at)},
        done=_ends_so(row, end_on, instalments, at),
    )
    return ask(row, wish, Asker(by, on_behalf, reason), now=now)


def _moved(at: datetime, day: int) -> dict[str, object]:
    """The columns of a gift whose next charge is moved."""
    return {"next_charge_at": at, "anchor_at": at, "day": day}


def _ends_so(row: RecurringGift, end_on: date | None, instalments: int | None, at: datetime | None) -> bool:
    is_fresh = instalments is None or row.instalments_paid == 0
    return (row.end_on, row.instalments, row.ends_at) == (end_on, instalments, at) and is_fresh


def _refuse_end(row: RecurringGift, zone: str) -> str:
    coming = next(moments(as_if(row), zone), None)
    if coming is None:
        return _("No charge comes any more.")
    return _("The next charge is on %(day)s. To give nothing more, cancel the gift.") % {
        "day": formats.date_format(charged_on(coming, zone))
    }
