"""The letter that confirms a change of a recurring gift: what is otherwise now, and who asked for it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Fund
from core.money import format_money
from gifts.letters.endings import BY_STAFF, staff_words
from gifts.letters.failures import GIFT_ID
from gifts.letters.words import (
    amount_words,
    day_or_nothing,
    has_reader,
    in_their_language,
    moment_or_nothing,
    next_charge,
    queue,
)
from gifts.models import RecurringGift, RecurringRequest
from gifts.reports.recurring_words import day_words, each, short_day
from letters.kinds import LetterKind, register

Kind = RecurringRequest.Kind
CHANGED = register(
    LetterKind(
        name="recurring_changed",
        title=gettext_lazy("A recurring gift was changed"),
        facts={
            "name": "Maria Lopez",
            "gift_id": GIFT_ID,
            "change": gettext_lazy("Each charge is now $30.00; before, it was $20.00."),
            "amount": "$30.00",
            "rhythm": gettext_lazy("each month"),
            "next_day": "Dec. 25, 2026",
            **BY_STAFF,
        },
    )
)

NOT_CHANGED = register(
    LetterKind(
        name="recurring_not_changed",
        title=gettext_lazy("A change of a recurring gift could not be made"),
        facts={
            "name": "Maria Lopez",
            "gift_id": GIFT_ID,
            "change": gettext_lazy("Another amount"),
            "day": "Nov. 25, 2026",
            "amount": "$20.00",
            "rhythm": gettext_lazy("each month"),
            "next_day": "Dec. 25, 2026",
        },
    )
)


def confirm(request: RecurringRequest, *, now: datetime) -> None:
    """Tell the donor what a request changed, once it is carried out. Twice is once.

    An end has a letter of its own, a charge that was tried again its thanks, and keeping a promise changes
    nothing for the donor.
    """
    say = SAID.get(Kind(request.kind))
    if say is None:
        return
    row = RecurringGift.objects.select_related("donor", "fund").get(pk=request.recurring_id)
    if has_reader(row):
        with in_their_language(row):
            facts = {**_stands(row, now), "change": say(request, row), **staff_words(request)}
        queue(row, CHANGED, key=f"{CHANGED.name}:{request.pk}", facts=facts, now=now)


def tell_of_refusal(request: RecurringRequest, *, now: datetime) -> None:
    """Tell the donor that a change they left as noted could not be made. Twice is once.

    What staff asked for a donor, staff see; a charge that was tried again and a card have their own letters.
    """
    row = RecurringGift.objects.select_related("donor").get(pk=request.recurring_id)
    if request.kind not in SAID or request.kind == Kind.CARD or request.on_behalf or not has_reader(row):
        return
    with in_their_language(row):
        asked = {"change": str(Kind(request.kind).label), "day": moment_or_nothing(request.asked_at)}
        facts = {**_stands(row, now), **asked}
    queue(row, NOT_CHANGED, key=f"{NOT_CHANGED.name}:{request.pk}", facts=facts, now=now)


def tell_of_change(row: RecurringGift, *, before: Mapping[str, Any], now: datetime) -> None:
    """Tell the donor that amount or rhythm was changed at the payment service, and not by a request of ours.

    `before` holds the columns as they were; what a request changes is confirmed with the request.
    """
    changed = [name for name in ("amount", "frequency") if before[name] != getattr(row, name)]
    if not changed or not has_reader(row) or row.requests.under_way().exists():
        return
    with in_their_language(row):
        words = [_now(row, before["amount"])] if "amount" in changed else []
        words += [_rhythm(row)] if "frequency" in changed else []
        facts = {**_stands(row, now), "change": " ".join(words), **staff_words(None)}
    queue(row, CHANGED, key=f"{CHANGED.name}:{row.pk}:{now.isoformat()}", facts=facts, now=now)


def _stands(row: RecurringGift, now: datetime) -> dict[str, str]:
    """How it is from now on."""
    coming = next_charge(row, now=now)
    return {
        "amount": amount_words(row),
        "rhythm": each(row.frequency),
        "next_day": day_or_nothing(coming.on if coming else None),
    }


def _amount(request: RecurringRequest, row: RecurringGift) -> str:
    said = _now(row, Decimal(request.wanted["before"]))
    if not row.fee_cover:
        return said
    fee = format_money(row.fee_cover, row.currency)
    covered = _("Of that, %(fee)s goes toward the card fee.") % {"fee": fee}
    return f"{said} {covered}"


def _now(row: RecurringGift, before: Decimal) -> str:
    words = {"charge": amount_words(row), "before": format_money(before, row.currency)}
    return _("Each charge is now %(charge)s; before, it was %(before)s.") % words


def _date(request: RecurringRequest, row: RecurringGift) -> str:
    when = day_words(int(request.wanted["day"]), row.frequency)
    return _("From now on your gift is charged %(when)s.") % {"when": when}


def _fund(request: RecurringRequest, row: RecurringGift) -> str:
    fund = Fund.objects.filter(code=request.wanted["fund"]).first() or row.fund
    return _("From the next charge on your gift goes to: %(fund)s.") % {"fund": fund}


def _frequency(_request: RecurringRequest, row: RecurringGift) -> str:
    return _rhythm(row)


def _rhythm(row: RecurringGift) -> str:
    return _("From now on your gift is charged %(when)s.") % {"when": each(row.frequency)}


def _end(request: RecurringRequest, _row: RecurringGift) -> str:
    end_on, count = request.wanted["end_on"], request.wanted["instalments"]
    if end_on:
        return _("Nothing is charged after %(day)s.") % {"day": short_day(date.fromisoformat(end_on))}
    if count is None:
        return _("Your gift goes on without an end.")
    said = ngettext(
        "One more charge comes, and then your gift ends.",
        "%(n)s more charges come, and then your gift ends.",
        count,
    )
    return said % {"n": count}


def _pause(request: RecurringRequest, _row: RecurringGift) -> str:
    until = short_day(date.fromisoformat(request.wanted["until"]))
    return _("Your gift pauses: nothing is charged before %(day)s.") % {"day": until}


def _skip(request: RecurringRequest, _row: RecurringGift) -> str:
    day = short_day(date.fromisoformat(request.wanted["on"]))
    return _("The charge of %(day)s is skipped. After it your gift goes on as before.") % {"day": day}


def _resume(_request: RecurringRequest, _row: RecurringGift) -> str:
    return _("The pause is over: your gift goes on.")


def _card(_request: RecurringRequest, _row: RecurringGift) -> str:
    return _("Your gift is now charged to the card or account that was given last.")


SAID: dict[RecurringRequest.Kind, Callable[[RecurringRequest, RecurringGift], str]] = {
    Kind.AMOUNT: _amount,
    Kind.DATE: _date,
    Kind.FUND: _fund,
    Kind.FREQUENCY: _frequency,
    Kind.END: _end,
    Kind.PAUSE: _pause,
    Kind.SKIP: _skip,
    Kind.RESUME: _resume,
    Kind.CARD: _card,
}
