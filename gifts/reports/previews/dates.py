"""Another day, a pause, one charge skipped, going on."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.models import RecurringGift
from gifts.reports.forecast import is_soon
from gifts.reports.previews.preview import Preview, first_new, going_on, money, next_charge
from gifts.reports.recurring_words import day_words, each, long_day, short_day
from gifts.schedule import Charge, at_noon, charges, moments, resumes_at

AFTER_SKIPPED = timedelta(days=1)
# a list longer than this says how many more there are
NAMED = 6


def preview_day(gift: RecurringGift, *, day: int, first_on: date, now: datetime) -> Preview:
    """Tell of another day, and warn where it comes soon after the last charge."""
    at = at_noon(first_on, the_zone())
    after = going_on(
        gift,
        next_charge_at=at,
        anchor_at=at,
        day=day,
        open_amount=None,
        failed_attempts=0,
        open_invoice_id="",
    )
    sentence = _("The next charge is on %(first)s; then it comes %(rhythm)s.") % {
        "first": long_day(first_on),
        "rhythm": day_words(day, gift.frequency),
    }
    notes = _open_falls_away(gift)
    return Preview(sentence, gift, after, now, notes, _soon(gift, first_on))


def preview_pause(gift: RecurringGift, *, until: date, now: datetime) -> Preview:
    """Tell of a pause: what falls away, and when it goes on."""
    free = going_on(gift, is_paused=False, paused_until=None)
    ends = resumes_at(free, until, the_zone())
    return _without(gift, ends, now)


def preview_skip(gift: RecurringGift, *, now: datetime) -> Preview:
    """Tell of one charge that falls away."""
    first = next(moments(going_on(gift), the_zone()))
    return _without(gift, first + AFTER_SKIPPED, now)


def preview_resume(gift: RecurringGift, *, now: datetime) -> Preview:
    """Tell of the end of a pause."""
    after = going_on(gift, is_paused=False, paused_until=None)
    words = _("Your gift goes on: %(sum)s on %(day)s, and then %(each)s.")
    sentence = words % {
        "sum": money(gift, gift.amount),
        "day": first_new(after, now),
        "each": each(gift.frequency),
    }
    return Preview(sentence, gift, after, now)


def fallen(gift: RecurringGift, until: datetime) -> list[Charge]:
    """Return the charges that a pause until a moment takes away."""
    free = going_on(gift, is_paused=False, paused_until=None)
    last = legal_day(until, the_zone())
    return [charge for charge in charges(free, until=last, zone=the_zone()) if charge.at < until]


def _without(gift: RecurringGift, until: datetime, now: datetime) -> Preview:
    """Tell of what falls away until a moment."""
    after = going_on(gift, is_paused=True, paused_until=until, failed_attempts=0)
    lost = fallen(gift, until)
    following = next_charge(after, now=now)
    sentence = _fall_words(gift, lost)
    if following:
        words = _("The next one is on %(day)s, by itself: you need not do anything.")
        sentence = f"{sentence} {words % {'day': long_day(following.on)}}".strip()
    notes = _open_falls_away(gift)
    if gift.instalments is not None or gift.end_on is not None:
        notes += (
            _("The number of charges that you promised stays the same: they end later.")
            if gift.instalments is not None
            else _("The last day that you chose stays the same."),
        )
    return Preview(sentence, gift, after, now, notes)


def _fall_words(gift: RecurringGift, lost: list[Charge]) -> str:
    if not lost:
        return ""
    if len(lost) == 1:
        return _("The charge of %(sum)s on %(day)s falls away.") % {
            "sum": money(gift, lost[0].amount),
            "day": short_day(lost[0].on),
        }
    days = "; ".join(short_day(charge.on) for charge in lost[:NAMED])
    if len(lost) > NAMED:
        days += " " + _("and %(count)s more") % {"count": len(lost) - NAMED}
    return _("%(count)s charges fall away: %(days)s.") % {"count": len(lost), "days": days}


def _open_falls_away(gift: RecurringGift) -> tuple[str, ...]:
    if gift.open_amount is None or not gift.failed_attempts:
        return ()
    return (
        _("The charge of %(sum)s that did not go through falls away too; it is not tried again.")
        % {"sum": money(gift, gift.open_amount)},
    )


def _soon(gift: RecurringGift, first_on: date) -> str:
    last = gift.gifts.arrived().order_by("-given_at").values_list("given_on", flat=True).first()
    if last is None or not is_soon(gift, first_on):
        return ""
    days = max((first_on - last).days, 0)
    return ngettext(
        "That is only %(days)s day after your last charge, of %(last)s.",
        "That is only %(days)s days after your last charge, of %(last)s.",
        days,
    ) % {"days": days, "last": short_day(last)}
