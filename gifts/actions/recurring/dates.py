"""Another day, another rhythm, an end: when the charges come."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.recurring.calls import in_this_period
from gifts.actions.recurring.ends import CLOSED, another_end, end_after, is_ending, with_end
from gifts.actions.recurring.prices import price_of
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, Wish, ask, must_go_on
from gifts.gateway.subscriptions import another_date
from gifts.models import Frequency, RecurringGift, RecurringRequest
from gifts.schedule import (
    MONTHS,
    as_if,
    at_noon,
    charged_on,
    day_in_month,
    instalments_left,
    is_skipped,
    later_day,
    moments,
)

# a donor may put the next charge off by so much more than one period
FURTHEST = timedelta(days=31)
# Stripe takes no `trial_end` further ahead (SEMANTICS.md)
STRIPE_YEARS = 2
# no end lies further ahead: the forecast must see all of it
LONGEST_YEARS = 50
TOO_FAR = _l("Fifty years at most, please. Without an end it goes on until you stop it.")


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
    plan = partial(_another_day, day=day, first_on=first_on, now=now)
    return ask(recurring_id, plan, Asker(by, on_behalf, reason), now=now)


def _another_day(row: RecurringGift, *, day: int, first_on: date, now: datetime) -> Wish:
    zone = the_zone()
    at = at_noon(first_on, zone)
    _check_day(must_go_on(row), day, first_on, at, now=now)
    return Wish(
        kind=Kind.DATE,
        wanted={"day": day, "first_on": first_on.isoformat()},
        sent=with_end(another_date(at), row, now=now, **_moved(at, day), **CLOSED)
        | in_this_period(row)
        | {"close": True},
        done=(row.day, row.next_charge_at) == (day, at) and not row.open_invoice_id,
    )


def furthest_day(row: RecurringGift, *, now: datetime) -> date:
    """Return the last day to which the next charge may be put off: from today, or from the end of a pause."""
    today, resumes = (legal_day(moment, the_zone()) for moment in (now, row.paused_until or now))
    wanted = later_day(max(today, resumes), MONTHS[Frequency(row.frequency)]) + FURTHEST
    return min(wanted, later_day(today, 12 * STRIPE_YEARS))


def _check_day(row: RecurringGift, day: int, first_on: date, at: datetime, *, now: datetime) -> None:
    if not 1 <= day <= 31 or first_on.day != day_in_month(first_on, day):
        raise RequestRefused(_("The first charge must lie on the day that you choose."))
    if first_on <= legal_day(now, the_zone()):
        raise RequestRefused(_("Please choose a day after today."))
    if first_on > furthest_day(row, now=now):
        raise RequestRefused(_("Please choose an earlier day, or a pause."))
    if is_skipped(row, at):
        raise RequestRefused(_("This gift is paused on that day. Please choose a later month."))
    if (row.ends_at and not row.has_end and at >= row.ends_at) or (row.end_on and first_on > row.end_on):
        raise RequestRefused(_("This gift ends before that day."))
    if instalments_left(as_if(row, **CLOSED)) == 0:
        raise RequestRefused(_("No charge comes any more."))


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
    if frequency not in MONTHS:
        raise RequestRefused(_("Please choose how often you want to give."))
    plan = partial(_another_frequency, frequency=frequency, now=now)
    return ask(recurring_id, plan, Asker(by, on_behalf, reason), now=now)


def _another_frequency(row: RecurringGift, *, frequency: str, now: datetime) -> Wish:
    zone, at = the_zone(), _next_promised(must_go_on(row))
    if row.open_invoice_id:
        raise RequestRefused(
            _("A charge of this gift is open. Please change how often you give once it is through.")
        )
    if at is None or at <= now:
        raise RequestRefused(_("No charge comes after this one."))
    day = row.day or charged_on(row.anchor_at, zone).day
    sent = price_of(row, frequency=frequency)
    change = sent["update"] | another_date(at)
    return Wish(
        kind=Kind.FREQUENCY,
        wanted={"frequency": frequency, "before": row.frequency, "day": day},
        sent=sent | with_end(change, row, now=now, frequency=frequency, **_moved(at, day)),
        done=row.frequency == frequency,
    )


def _next_promised(row: RecurringGift) -> datetime | None:
    """The next charge that no pause takes away; a pause without an end takes none away for good."""
    coming = moments(row, the_zone())
    if row.is_paused and row.paused_until is None:
        return next(coming, None)
    return next((moment for moment in coming if not is_skipped(row, moment)), None)


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
    if end_on is not None and instalments is not None:
        raise RequestRefused(_("Please choose either a last day or a number of charges."))
    if instalments is not None and instalments < 1:
        raise RequestRefused(_("Please choose a number of charges, one at least."))
    plan = partial(_an_end, end_on=end_on, instalments=instalments, now=now)
    return ask(recurring_id, plan, Asker(by, on_behalf, reason), now=now)


def most_instalments(frequency: str) -> int:
    """Return how many charges may be promised: those of fifty years."""
    return 12 * LONGEST_YEARS // MONTHS[Frequency(frequency)]


def _an_end(row: RecurringGift, *, end_on: date | None, instalments: int | None, now: datetime) -> Wish:
    zone, at = the_zone(), None
    promised = as_if(must_go_on(row), end_on=end_on, instalments=instalments, instalments_from=now)
    if is_ending(row) and row.open_invoice_id:
        raise RequestRefused(_("A charge of this gift is open. Please change its end once it is through."))
    furthest = later_day(legal_day(now, zone), 12 * LONGEST_YEARS)
    if (instalments or 0) > most_instalments(row.frequency) or (end_on and end_on > furthest):
        raise RequestRefused(str(TOO_FAR))
    if end_on is not None or instalments is not None:
        at = end_after(promised, now=now)
        if at is None:
            raise RequestRefused(_refuse_end(row, zone))
    return Wish(
        kind=Kind.END,
        wanted={"end_on": end_on.isoformat() if end_on else None, "instalments": instalments},
        sent=another_end({}, row, promised, at, now=now),
        done=_ends_so(row, end_on, instalments, at),
    )


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
