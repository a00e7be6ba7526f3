"""The history of a recurring gift in sentences: what, when, and who."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.organisation import the_zone
from campaigns.models import Fund
from core.clock import legal_day
from core.money import format_money
from gifts.models import RecurringChange, RecurringGift, RecurringRequest
from gifts.reports.recurring_words import each, method_words, month_day, short_day

Kind = RecurringRequest.Kind
Changed = RecurringChange.Kind
# told whoever asked for something at the time: they happen by themselves
BY_THEMSELVES = {
    Changed.PAST_DUE: gettext_lazy("A charge did not go through."),
    Changed.RECOVERED: gettext_lazy("The open charge was paid."),
    Changed.LOST_TO_FAILURE: gettext_lazy("The gift ended, because its charges did not go through."),
    Changed.COMPLETED: gettext_lazy("The gift came to its planned end."),
}
AT_THE_SERVICE = {
    Changed.LOST: gettext_lazy("The gift was ended at the payment service."),
    Changed.PAUSED: gettext_lazy("The gift was paused at the payment service."),
    Changed.RESUMED: gettext_lazy("The pause was over."),
}


@dataclass(frozen=True)
class Told:
    """One sentence of the history, and why where somebody said it."""

    on: date
    sentence: str
    reason: str = ""


def story_of(gift: RecurringGift, *, is_own: bool) -> list[Told]:
    """Return the history, the newest first, told to its donor or of its donor. Three queries."""
    zone = the_zone()
    asked = list(gift.requests.exclude(state=RecurringRequest.State.ASKED).exclude(kind=Kind.CARD, sent={}))
    funds = {fund.code: fund for fund in Fund.objects.all()}
    changes = list(gift.changes.select_related("request").order_by("at", "pk"))
    told = [(gift.started_at, Told(legal_day(gift.started_at, zone), _began(gift, changes)))]
    for request in asked:
        own = [change for change in changes if change.request_id == request.pk]
        sentence = _request_words(gift, request, funds, own, is_own=is_own)
        told.append((request.asked_at, Told(legal_day(request.asked_at, zone), sentence, request.reason)))
    known = {request.pk for request in asked}
    for change in changes:
        words = _change_words(gift, change, is_asked_for=change.request_id in known)
        if words:
            told.append((change.at, Told(legal_day(change.at, zone), words)))
    return [entry for _at, entry in sorted(told, key=_moment, reverse=True)]


def _moment(entry: tuple[datetime, Told]) -> datetime:
    return entry[0]


def _began(gift: RecurringGift, changes: list[RecurringChange]) -> str:
    """The first reading knows how it began; one we met later is told as it is."""
    first: dict[str, Any] = next((change.after for change in changes if not change.before), {})
    return _("The gift began: %(sum)s %(each)s.") % {
        "sum": format_money(Decimal(first.get("amount", gift.amount)), gift.currency),
        "each": each(first.get("frequency", gift.frequency)),
    }


def asked_words(gift: RecurringGift, request: RecurringRequest) -> str:
    """Return what a request asks that is not carried out yet."""
    codes = [request.wanted.get("fund"), request.wanted.get("before")]
    funds = {fund.code: fund for fund in Fund.objects.filter(code__in=[code for code in codes if code])}
    return " ".join(_wanted(gift, request, funds, []))


def _request_words(
    gift: RecurringGift,
    request: RecurringRequest,
    funds: Mapping[str, Fund],
    changes: list[RecurringChange],
    *,
    is_own: bool,
) -> str:
    """Return what was asked and who asked, in a sentence."""
    what = " ".join(_wanted(gift, request, funds, changes))
    if request.state == RecurringRequest.State.REFUSED:
        words = _("%(what)s: the payment service refused it, and nothing was changed.")
        return words % {"what": request.get_kind_display()}
    if request.state == RecurringRequest.State.OVERTAKEN:
        return _("%(what)s: asked for, then overtaken.") % {"what": request.get_kind_display()}
    if request.on_behalf:
        return _("Our staff: %(what)s") % {"what": what}
    if request.by_link:
        mailed = (
            _("By the link mailed to you: %(what)s")
            if is_own
            else _("By the link mailed to the donor: %(what)s")
        )
        return mailed % {"what": what}
    if request.asked_by_id is None:
        return what
    return (_("You: %(what)s") if is_own else _("The donor: %(what)s")) % {"what": what}


def _wanted(
    gift: RecurringGift,
    request: RecurringRequest,
    funds: Mapping[str, Fund],
    changes: list[RecurringChange],
) -> Iterator[str]:
    """What was asked for, to stand after the name of whoever asked."""
    wanted = request.wanted
    match request.kind:
        case Kind.AMOUNT:
            yield _("amount %(new)s instead of %(old)s.") % {
                "new": format_money(Decimal(wanted["charge"]), gift.currency),
                "old": format_money(Decimal(wanted["before"]), gift.currency),
            }
        case Kind.DATE:
            yield _("charged on the %(day)s, first on %(first)s.") % {
                "day": month_day(wanted["day"]),
                "first": _day(wanted["first_on"]),
            }
        case Kind.FUND:
            yield _fund_words(funds.get(wanted["fund"]), funds.get(wanted["before"] or ""))
        case Kind.FREQUENCY:
            yield _("%(new)s instead of %(old)s.") % {
                "new": each(wanted["frequency"]),
                "old": each(wanted["before"]),
            }
        case Kind.END:
            yield _end_words(wanted)
        case Kind.PAUSE:
            yield _("paused until %(day)s.") % {"day": _day(wanted["until"])}
        case Kind.SKIP:
            yield _("the charge of %(day)s skipped.") % {"day": _day(wanted["on"])}
        case Kind.CARD:
            yield _card_words(changes)
        case _:
            yield _other(request)


def _fund_words(new: Fund | None, old: Fund | None) -> str:
    if old is None:
        return _("fund %(new)s.") % {"new": new}
    return _("fund %(new)s instead of %(old)s.") % {"new": new, "old": old}


def _other(request: RecurringRequest) -> str:
    match request.kind:
        case Kind.RESUME:
            return _("the pause ended, the gift goes on.")
        case Kind.RETRY:
            return _("the open charge tried again.")
        case Kind.CANCEL:
            return _("the gift ended. Nothing is charged after it.")
        case _:
            return _keep_words(request.wanted)


def _keep_words(wanted: Mapping[str, Any]) -> str:
    if "next_on" in wanted:
        return _("The next charge was set to %(day)s, as promised.") % {"day": _day(wanted["next_on"])}
    if "ended" in wanted:
        return _("An older open charge was given up, so that only one is open.")
    return _("The end was kept where it was promised.")


def _end_words(wanted: Mapping[str, Any]) -> str:
    if wanted["end_on"]:
        return _("last day %(day)s.") % {"day": _day(wanted["end_on"])}
    count = wanted["instalments"]
    if count:
        return ngettext("%(count)s more charge.", "%(count)s more charges.", count) % {"count": count}
    return _("without an end.")


def _card_words(changes: list[RecurringChange]) -> str:
    last4 = next((change.after["method_last4"] for change in changes if "method_last4" in change.after), "")
    return _("a new card, ending %(digits)s.") % {"digits": last4} if last4 else _("a new card.")


def _change_words(gift: RecurringGift, change: RecurringChange, *, is_asked_for: bool) -> str:
    """A sentence on what nobody here asked for; nothing for what a request tells already."""
    if change.kind in BY_THEMSELVES:
        return str(BY_THEMSELVES[Changed(change.kind)])
    if is_asked_for or not change.before:
        return ""
    if change.kind in AT_THE_SERVICE:
        return str(AT_THE_SERVICE[Changed(change.kind)])
    return " ".join(_differences(gift, change.before, change.after))


def _differences(gift: RecurringGift, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What changed at the payment service's own desk, or by the bank."""
    if "amount" in after:
        yield _("The amount was changed at the payment service: %(new)s instead of %(old)s.") % {
            "new": format_money(Decimal(after["amount"]), gift.currency),
            "old": format_money(Decimal(before["amount"]), gift.currency),
        }
    if "frequency" in after:
        yield _("The rhythm was changed at the payment service: %(new)s.") % {"new": each(after["frequency"])}
    if "method_last4" in after:
        card = method_words("card", after.get("method_brand", gift.method_brand), after["method_last4"])
        if card:
            yield _("The bank or the payment service tells of another card: %(card)s.") % {"card": card}
    if "anchor_at" in after and "frequency" not in after:
        yield _("The day of the charge was changed at the payment service.")
    if "fund_id" in after:
        yield _("The fund was changed at the payment service.")
    if "ends_at" in after:
        yield _("The end was changed at the payment service.")


def _day(text: str) -> str:
    return short_day(date.fromisoformat(text))
