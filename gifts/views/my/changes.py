"""Changing one's own recurring gift: ask, show what it would do, then do it; each without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.access import READ, own, person
from accounts.models import User
from accounts.organisation import the_organisation
from gifts.actions.recurring.dates import change_day, change_frequency, set_end
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.pauses import pause, resume, skip_next
from gifts.actions.recurring.prices import change_amount, change_fund
from gifts.actions.recurring.requests import RequestRefused
from gifts.forms.recurring import AmountForm, ChangeForm, FrequencyForm, FundForm
from gifts.forms.recurring_dates import DayForm, EndForm
from gifts.forms.recurring_pause import PauseForm
from gifts.models import RecurringGift, RecurringRequest
from gifts.reports.previews.dates import preview_day, preview_pause, preview_resume, preview_skip
from gifts.reports.previews.preview import Preview
from gifts.reports.previews.terms import preview_amount, preview_end, preview_frequency, preview_fund
from gifts.reports.recurring_page import glance_at
from gifts.views.my.own import obstacle_of, own_recurring


@dataclass(frozen=True)
class Change:
    """A way to change a gift: what is asked, on which field an error stands, what it does."""

    title: Promise
    button: Promise
    form: type[ChangeForm]
    preview: Callable[..., Preview]
    action: Callable[..., RecurringRequest]
    field: str | None = None


CHANGES = {
    "amount": Change(
        _l("Another amount"), _l("Change the amount"), AmountForm, preview_amount, change_amount, "amount"
    ),
    "day": Change(_l("Another day"), _l("Change the day"), DayForm, preview_day, change_day, "month"),
    "fund": Change(_l("Another fund"), _l("Change the fund"), FundForm, preview_fund, change_fund, "fund"),
    "frequency": Change(
        _l("How often"),
        _l("Change how often"),
        FrequencyForm,
        preview_frequency,
        change_frequency,
        "frequency",
    ),
    "end": Change(_l("An end"), _l("Set this end"), EndForm, preview_end, set_end, "how"),
    "pause": Change(_l("Pause"), _l("Pause the gift"), PauseForm, preview_pause, pause, "length"),
    "skip": Change(_l("Skip the next charge"), _l("Skip it"), ChangeForm, preview_skip, skip_next),
    "resume": Change(_l("Go on"), _l("Let it go on"), ChangeForm, preview_resume, resume),
}
ALREADY = _l("That is how it stands already: nothing would change.")
NOTED = _l("Noted. It is carried out as soon as the payment service answers; you need not do anything.")


def _own_change(user: User, recurring_id: UUID, what: str) -> tuple[RecurringGift, str]:
    """One's own gift and what to change of it. Raises: Http404 for another's, or what cannot be changed."""
    if what not in CHANGES:
        raise Http404
    return own_recurring(user, recurring_id), what


@own(_own_change, *READ, "POST")
def my_recurring_change(request: HttpRequest, asked: tuple[RecurringGift, str]) -> HttpResponse:
    """Ask for a change, show its effect, and make it once that is confirmed."""
    (gift, what), now = asked, timezone.now()
    change = CHANGES[what]
    is_sent = request.method == "POST"
    obstacle = obstacle_of(gift) or ("" if is_sent else _so_already(gift, what))
    if obstacle:
        messages.info(request, obstacle)
        return redirect("gifts:my_recurring", gift.pk)
    form = change.form(request.POST if is_sent or not change.form.base_fields else None, gift=gift, now=now)
    if (change.form.base_fields and not is_sent) or "back" in request.POST or not form.is_valid():
        return _ask(request, change, what, form, gift)
    if is_sent and not request.POST.get("sure") and form.stands():
        form.add_error(change.field, ALREADY)
        return _ask(request, change, what, form, gift)
    preview = change.preview(gift, now=now, **form.wanted())
    if not is_sent or request.POST.get("sure") != preview.seal:
        return _confirm(request, change, what, form, preview)
    return _carry_out(request, change, what, form, preview)


@own(own_recurring, *READ, "POST")
def my_recurring_cancel(request: HttpRequest, gift: RecurringGift) -> HttpResponse:
    """The second click of two: a pause and a smaller amount are offered once, nothing is asked."""
    if gift.state == RecurringGift.State.CANCELLED:
        return redirect("gifts:my_recurring", gift.pk)
    now = timezone.now()
    if request.method != "POST":
        context = {
            "gift": gift,
            "glance": glance_at(gift, now=now),
            "can_change": not obstacle_of(gift),
            "organisation": the_organisation(),
        }
        return render(request, "gifts/my_recurring_cancel.html", context)
    try:
        asked = cancel(recurring_id=gift.pk, by=person(request), now=now)
    except RequestRefused as refused:
        messages.error(request, str(refused))
    else:
        stopped = _("Your gift is stopped. Nothing more will be charged. Thank you for all it did.")
        _tell(request, asked, stopped)
    return redirect("gifts:my_recurring", gift.pk)


def _so_already(gift: RecurringGift, what: str) -> str:
    """Return why a page need not be shown; a second press still gets the answer of the first."""
    is_so = {"skip": gift.is_paused, "resume": not gift.is_paused}.get(what, False)
    return str(ALREADY) if is_so else ""


def _ask(
    request: HttpRequest, change: Change, what: str, form: ChangeForm, gift: RecurringGift
) -> HttpResponse:
    context = _context(change, what, form) | {"glance": glance_at(gift, now=form.now)}
    return render(request, "gifts/my_recurring_change.html", context)


def _confirm(
    request: HttpRequest, change: Change, what: str, form: ChangeForm, preview: Preview
) -> HttpResponse:
    """Show the effect; what was shown and is no longer so is shown anew."""
    context = _context(change, what, form) | {"preview": preview, "is_stale": bool(request.POST.get("sure"))}
    return render(request, "gifts/my_recurring_confirm.html", context)


def _carry_out(
    request: HttpRequest, change: Change, what: str, form: ChangeForm, preview: Preview
) -> HttpResponse:
    gift = form.gift
    try:
        asked = change.action(recurring_id=gift.pk, by=person(request), now=form.now, **form.wanted())
    except RequestRefused as refused:
        if not change.form.base_fields:
            messages.error(request, str(refused))
            return redirect("gifts:my_recurring", gift.pk)
        form.add_error(change.field, str(refused))
        return _ask(request, change, what, form, gift)
    _tell(request, asked, preview.sentence)
    return redirect("gifts:my_recurring", gift.pk)


def _tell(request: HttpRequest, asked: RecurringRequest, done: str) -> None:
    is_done = asked.state == RecurringRequest.State.DONE
    messages.add_message(request, messages.SUCCESS if is_done else messages.INFO, done if is_done else NOTED)


def _context(change: Change, what: str, form: ChangeForm) -> dict[str, object]:
    return {
        "change": change,
        "what": what,
        "form": form,
        "gift": form.gift,
        "organisation": the_organisation(),
    }
