"""A pause with an end, one charge skipped, and going on again."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.recurring.calls import in_this_period
from gifts.actions.recurring.ends import CLOSED, with_end
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, Wish, ask, must_go_on
from gifts.gateway.subscriptions import a_pause, no_pause
from gifts.models import RecurringGift, RecurringRequest
from gifts.schedule import as_if, charged_on, later_day, moments, resumes_at

LONGEST_MONTHS = 12
AFTER_SKIPPED = timedelta(days=1)


def pause(
    *,
    recurring_id: UUID,
    until: date,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Let every charge before a day fall out, also one that is open now. Always with an end. Twice is once.

    Raises: RequestRefused.
    """
    plan = partial(_a_pause, until=until, now=now)
    return ask(recurring_id, plan, Asker(by, on_behalf, reason), now=now)


def _a_pause(row: RecurringGift, *, until: date, now: datetime) -> Wish:
    zone, free = the_zone(), as_if(must_go_on(row))
    today = legal_day(now, zone)
    if until <= today:
        raise RequestRefused(_("Please choose a day after today."))
    first = charged_on(next(moments(free, zone)), zone)
    if until > latest_end(today, first):
        raise RequestRefused(_("A pause may last twelve months at most."))
    if not row.open_invoice_id and first >= until:
        day = formats.date_format(first)
        raise RequestRefused(_("No charge lies before that day: the next one is on %(day)s.") % {"day": day})
    ends = resumes_at(free, until, zone)
    return Wish(
        kind=Kind.PAUSE,
        wanted={"until": until.isoformat()},
        sent=_pause_until(row, ends, now=now),
        done=row.is_paused and row.paused_until == ends,
    )


def latest_end(today: date, first: date) -> date:
    """Return until when a pause may last, counted from the next charge, which may lie a year off."""
    return later_day(max(today, first), LONGEST_MONTHS)


def skip_next(
    *,
    recurring_id: UUID,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Let the next charge fall out and no other. Twice is once.

    Raises: RequestRefused.
    """
    return ask(recurring_id, partial(_a_skip, now=now), Asker(by, on_behalf, reason), now=now)


def _a_skip(row: RecurringGift, *, now: datetime) -> Wish:
    zone = the_zone()
    coming = next(moments(must_go_on(row), zone), None)
    if coming is None:
        raise RequestRefused(_("No charge comes any more."))
    return Wish(
        kind=Kind.SKIP,
        wanted={"on": charged_on(coming, zone).isoformat()},
        sent=_pause_until(row, coming + AFTER_SKIPPED, now=now) | in_this_period(row),
        done=row.is_paused,
    )


def resume(
    *,
    recurring_id: UUID,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """End a pause now: the next charge comes on its day. Twice is once.

    Raises: RequestRefused.
    """
    return ask(recurring_id, partial(_no_pause, now=now), Asker(by, on_behalf, reason), now=now)


def _no_pause(row: RecurringGift, *, now: datetime) -> Wish:
    sent = with_end(no_pause(), must_go_on(row), now=now, is_paused=False, paused_until=None)
    return Wish(kind=Kind.RESUME, sent=sent, done=not row.is_paused)


def _pause_until(row: RecurringGift, until: datetime, *, now: datetime) -> dict[str, object]:
    """What is open is ended along with it."""
    paused = {"is_paused": True, "paused_until": until}
    return with_end(a_pause(until), row, now=now, **paused, **CLOSED) | {"close": True}
