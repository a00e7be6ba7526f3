"""Another amount, fund or rhythm, or an end."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organisation import the_zone
from campaigns.models import Fund
from core.money import ZERO
from gifts.models import Frequency, RecurringGift
from gifts.reports.previews.preview import Preview, far, first_new, going_on, money, next_charge
from gifts.reports.recurring_words import each, long_day
from gifts.schedule import MONTHS, charged_on, charges


def preview_amount(gift: RecurringGift, *, amount: Decimal, fee_cover: Decimal, now: datetime) -> Preview:
    """Tell of another amount."""
    after = going_on(gift, amount=amount + fee_cover, fee_cover=fee_cover)
    notes = []
    if fee_cover:
        notes.append(
            _("%(gift)s is your gift, %(fee)s covers the card fee.")
            % {"gift": money(gift, amount), "fee": money(gift, fee_cover)}
        )
    if gift.open_amount is not None:
        notes.append(
            _("The charge of %(amount)s that is open now keeps its amount.")
            % {"amount": money(gift, gift.open_amount)}
        )
    is_other = after.amount != gift.amount
    instead = _("From %(day)s on, %(sum)s %(each)s instead of %(old)s.")
    words = instead if is_other else _("From %(day)s on, %(sum)s %(each)s.")
    sentence = words % {
        "day": first_new(after, now),
        "sum": money(gift, after.amount),
        "each": each(gift.frequency),
        "old": money(gift, gift.amount),
    }
    return Preview(sentence, gift, after, now, tuple(notes))


def preview_fund(gift: RecurringGift, *, fund: Fund, now: datetime) -> Preview:
    """Tell of another fund."""
    after = going_on(gift, fund=fund, fund_id=fund.pk)
    words = _("From %(day)s on, %(sum)s %(each)s goes to %(fund)s.")
    sentence = words % {
        "day": first_new(after, now),
        "sum": money(gift, gift.amount),
        "each": each(gift.frequency),
        "fund": fund,
    }
    notes = (_("What you gave until now stays with %(fund)s.") % {"fund": gift.fund},) if gift.fund else ()
    return Preview(sentence, gift, after, now, notes)


def preview_frequency(gift: RecurringGift, *, frequency: str, now: datetime) -> Preview:
    """Tell of another rhythm: the next date stays."""
    zone = the_zone()
    coming = next_charge(gift, now=now)
    at = coming.at if coming else gift.next_charge_at
    anchor = {"next_charge_at": at, "anchor_at": at} if at else {}
    day = gift.day or charged_on(gift.anchor_at, zone).day
    after = going_on(gift, frequency=frequency, day=day, **anchor)
    words = _("From %(day)s on, %(sum)s %(each)s: %(year)s in a year.")
    a_year = gift.amount * 12 / MONTHS[Frequency(frequency)]
    sentence = words % {
        "day": first_new(after, now),
        "sum": money(gift, gift.amount),
        "each": each(frequency),
        "year": money(gift, a_year),
    }
    return Preview(sentence, gift, after, now, (_("Nothing is charged today."),))


def preview_end(
    gift: RecurringGift, *, end_on: date | None = None, instalments: int | None = None, now: datetime
) -> Preview:
    """Tell of an end, or of none."""
    after = going_on(
        gift,
        end_on=end_on,
        instalments=instalments,
        instalments_from=now if instalments else None,
        ends_at=None,
    )
    if end_on is None and instalments is None:
        words = _("It goes on without an end: %(sum)s %(each)s. You can stop it whenever you like.")
        sum_ = {"sum": money(gift, gift.amount), "each": each(gift.frequency)}
        return Preview(words % sum_, gift, after, now)
    coming = list(charges(after, until=far(now), zone=the_zone()))
    if not coming:
        return Preview(_("No charge comes any more."), gift, after, now)
    count = ngettext("%(count)s more charge", "%(count)s more charges", len(coming)) % {"count": len(coming)}
    words = _("The last charge is on %(day)s: %(count)s, %(sum)s in all. Then it ends by itself.")
    sum_ = {
        "day": long_day(coming[-1].on),
        "count": count,
        "sum": money(gift, sum((charge.amount for charge in coming), ZERO)),
    }
    return Preview(words % sum_, gift, after, now)
