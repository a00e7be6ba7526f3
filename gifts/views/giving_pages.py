"""The giving page, kept ready: looked after once a second, and drawn again where something changed.

What differs from visitor to visitor (tokens, marks in the address) and what money changes are left open in
the drawn page and put in for each. So cookies and campaign parameters cost nothing, a new gift costs one
bar, and it shows within a second.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _t

from campaigns.models import Campaign
from core.money import CENT, ZERO
from gifts import proofs
from gifts.forms.giving import NEEDED_MOST, OTHER, GiveForm, marks_of
from gifts.models import Frequency
from gifts.reports.giving_page import Facts, GivingPage, page_of, read_facts
from gifts.reports.pots import pots

TEMPLATE = "gifts/give.html"
LOOKED_AFTER = timedelta(seconds=1)
DRAWN_AGAIN = timedelta(minutes=1)  # the page says when it was counted
OPEN = uuid4().hex  # no text of ours or of staff holds it
CSRF, FORM, MARKS, PROGRESS, QUERY = (f"{name}-{OPEN}" for name in ("csrf", "form", "marks", "bar", "query"))
OPENINGS = re.compile(rf"({CSRF}|{FORM}|{MARKS}|{PROGRESS}|\?{QUERY})")


@dataclass
class ReadyPage:
    """A drawn page: text and openings in turn, and the part that money changes."""

    facts: Facts
    pieces: list[str]
    day: date
    progress: str
    drawn_at: datetime
    looked_at: datetime


READY: dict[tuple[str, str], ReadyPage] = {}


@dataclass(frozen=True)
class Choice:
    """One of several buttons."""

    value: str
    label: str | Promise | Decimal
    note: str
    is_chosen: bool


def ready_page(slug: str, *, now: datetime) -> ReadyPage | None:
    """Return the page of a campaign that strangers may see, in the active language; None if there is none."""
    key = (slug, get_language() or "en")
    ready = READY.get(key)
    if ready is not None and timedelta() <= now - ready.looked_at < LOOKED_AFTER:
        return ready
    facts = read_facts(slug)
    if facts is None or (page := page_of(facts)).campaign.state == Campaign.State.DRAFT:
        READY.pop(key, None)
        return None
    today = page.today(now)
    if ready is None or ready.facts.text != facts.text or ready.day != today:  # it may open today, or end
        pieces, is_new = draw(page, now=now), True
    else:
        pieces, is_new = ready.pieces, ready.facts.money != facts.money
    if ready is not None and not is_new and timedelta() <= now - ready.drawn_at < DRAWN_AGAIN:
        ready.looked_at = now
        return ready
    progress = render_to_string("gifts/_give_progress.html", progress_context(page, now=now))
    READY[key] = ReadyPage(facts, pieces, today, progress, drawn_at=now, looked_at=now)
    return READY[key]


def draw(page: GivingPage, *, now: datetime) -> list[str]:
    """Return the page as text and openings in turn, drawn for a visitor about whom nothing is known."""
    nobody = HttpRequest()
    nobody.path = nobody.path_info = page.campaign.get_absolute_url()
    nobody.META["QUERY_STRING"] = QUERY
    context = {
        **context_of(page, GiveForm(page, initial=initial_of(page, {})), now=now),
        "csrf_token": CSRF,
        "form_mark": FORM,
        "marks": mark_safe(MARKS),  # noqa: S308 - a name of ours, put in above and taken out below
        "progress": PROGRESS,
        "messages": (),
    }
    return OPENINGS.split(render_to_string(TEMPLATE, context, nobody))


def progress_context(page: GivingPage, *, now: datetime) -> dict[str, Any]:
    """Return what the part that money changes needs."""
    return {
        "page": page,
        "campaign": page.campaign,
        "organisation": page.organisation,
        "as_of": now,
        "pots": pots(page.challenges, today=page.today(now), currency=page.campaign.currency),
    }


def filled(ready: ReadyPage, *, csrf: str, form_mark: str, marks: Mapping[str, str], query: str) -> str:
    """Return the page for one visitor."""
    values = {
        CSRF: csrf,
        FORM: form_mark,
        MARKS: hidden(marks),
        PROGRESS: ready.progress,
        f"?{QUERY}": escape(query),
    }
    pieces = ready.pieces.copy()
    for at in range(1, len(pieces), 2):
        pieces[at] = values[pieces[at]]
    return "".join(pieces)


def hidden(values: Mapping[str, str]) -> SafeString:
    """Return hidden fields that carry values along."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', values.items())


def initial_of(page: GivingPage, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows at first: the page's proposals, or what the address asks for."""
    amount = _amount(wanted.get("amount")) or page.proposed
    proposed = {preset.amount for preset in page.presets}
    frequency = wanted.get("frequency")
    initial: dict[str, Any] = {
        "amount": f"{amount}" if amount in proposed else OTHER,
        "other_amount": "" if amount is None or amount in proposed else f"{amount}",
        "frequency": frequency if frequency in Frequency.values else Frequency.ONCE.value,
        "fund": wanted.get("fund", ""),
        "language": (get_language() or "en")[:2],
    }
    return initial


def context_of(page: GivingPage, form: GiveForm, *, now: datetime) -> dict[str, Any]:
    """Return what the template needs besides tokens and marks."""
    chosen = form["amount"].value() or ""
    is_proposed = chosen == OTHER or _amount(chosen) in {preset.amount for preset in page.presets}
    # a client without buttons writes any amount there, and finds it again
    typed = form["other_amount"].value() or ("" if is_proposed else chosen)
    shown = _amount(typed) or _amount(chosen) or page.proposed or page.policy.minimum
    frequency, fund = form["frequency"].value(), form["fund"].value()
    return {
        **progress_context(page, now=now),
        "form": form,
        "amounts": [
            Choice(
                f"{each.amount}", each.amount, each.local_impact, not typed and each.amount == _amount(chosen)
            )
            for each in page.presets
        ],
        "typed_amount": typed,
        "other_chosen": bool(typed) or chosen == OTHER,
        "frequencies": [
            Choice(value, label, "", value == (frequency or Frequency.ONCE))
            for value, label in Frequency.choices
        ],
        "funds": _funds(page, fund),
        "split": page.split,
        "left_to_us": bool(page.split) and fund in ("", None, NEEDED_MOST),
        "is_covered": bool(form["cover_fee"].value()),
        "shown_amount": shown,
        "shown_fee": page.policy.fee_cover_for(shown),
        "has_more": any(form[name].value() or form[name].errors for name in ("tribute_kind", "tribute_name")),
        "takes_gifts": takes_gifts(page, now=now),
        "opens_on": page.campaign.starts_on if page.today(now) < page.campaign.starts_on else None,
        "is_over": page.campaign.is_over(page.today(now)),
    }


def takes_gifts(page: GivingPage, *, now: datetime) -> bool:
    """Whether a gift can be given here now: not before the first day, nor after the last."""
    is_running = page.campaign.takes_gifts_on(page.today(now))
    return is_running and bool(page.funds) and page.policy.paused_at is None


def _funds(page: GivingPage, chosen: object) -> list[Choice]:
    """Where it can go; to leave that to us comes first, where we have said how we share."""
    funds = [Choice(each.code, str(each), each.local_purpose, each.code == chosen) for each in page.funds]
    if page.split:
        is_ours = chosen in ("", None, NEEDED_MOST)
        funds.insert(0, Choice(NEEDED_MOST, _t("Where it is needed most"), "", is_ours))
    return funds


def form_mark(now: datetime) -> str:
    """Return the mark of a form that is shown for the first time."""
    return proofs.mark(proofs.FORM, proofs.form_of("", now)[0], now)


def drawn(
    request: HttpRequest,
    page: GivingPage,
    form: GiveForm,
    now: datetime,
    *,
    notice: str = "",
    tone: str = "calm",
    status: int = 200,
    marks: dict[str, str] | None = None,
    mark_of_form: str = "",
) -> HttpResponse:
    """The page for this visitor alone."""
    context = {
        **context_of(page, form, now=now),
        "notice": notice,
        "tone": tone,
        "form_mark": mark_of_form or request.POST.get("form") or form_mark(now),
        "marks": hidden(marks if marks is not None else marks_of(request.POST or request.GET)),
    }
    return render(request, TEMPLATE, context, status=status)


def _amount(text: object) -> Decimal | None:
    """A plain amount in an address or a field; None for anything else: the form says what is wrong."""
    try:
        amount = Decimal(str(text or ""))
        return amount.quantize(CENT) if ZERO < amount < 10**9 and amount == amount.quantize(CENT) else None
    except InvalidOperation:
        return None
