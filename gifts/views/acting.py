"""Staff act for a donor: the donor's own forms and previews, with a reason; the donor is told by letter.

What charges a donor more wants a second factor of this quarter-hour, as a refund does; what was typed waits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from accounts.paths import with_next
from accounts.proofs import has_fresh_factor
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.open_charges import try_again
from gifts.actions.recurring.requests import RequestRefused
from gifts.forms.desk import OnBehalfForm
from gifts.forms.recurring import ChangeForm
from gifts.letters.words import has_reader
from gifts.models import RecurringGift, RecurringRequest
from gifts.reports.previews.preview import Preview, has_charges
from gifts.views.my.changes import ALREADY, CHANGES
from gifts.views.recurring import HANDS

State = RecurringGift.State
WAITING = "acting_for_a_donor"


@dataclass(frozen=True)
class Act:
    """Something that staff can do with a gift; without a preview its words say all there is to know."""

    name: str
    title: str | Promise
    button: str | Promise
    action: Callable[..., RecurringRequest]
    form: type[ChangeForm] = ChangeForm
    preview: Callable[..., Preview] | None = None
    field: str | None = None
    words: str | Promise = ""
    kind: str = "primary"
    charges_now: bool = False
    is_told: bool = True

    @property
    def asks(self) -> bool:
        """Whether more than the reason is asked."""
        return bool(self.form.base_fields)


ACTS = {
    name: Act(name, change.title, change.button, change.action, change.form, change.preview, change.field)
    for name, change in CHANGES.items()
} | {
    "retry": Act(
        "retry",
        _l("Try the open charge again"),
        _l("Try it again now"),
        try_again,
        words=_l("The charge that failed is tried once more, now. The tries that are planned stay planned."),
        charges_now=True,
        is_told=False,
    ),
    "cancel": Act(
        "cancel",
        _l("Cancel the gift"),
        _l("Cancel it"),
        cancel,
        words=_l("The gift ends now, with every charge that is open. It cannot be taken up again."),
        kind="danger",
    ),
}


def offers(gift: RecurringGift) -> list[Act]:
    """Return what can be done with a gift as it stands."""
    if gift.state in (State.CANCELLED, State.PENDING):
        return []
    left_out = {"skip", "pause"} if gift.is_paused else {"resume"}
    if not gift.failed_attempts or not gift.open_invoice_id:
        left_out.add("retry")
    if not has_charges(gift):
        left_out |= CHANGES.keys()
    return [act for name, act in ACTS.items() if name not in left_out]


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def recurring_act(request: HttpRequest, recurring_id: UUID, what: str) -> HttpResponse:
    """Ask what and why, show what it would do, and do it once that is confirmed."""
    gifts = RecurringGift.objects.select_related("donor", "campaign", "fund")
    gift = get_object_or_404(gifts, pk=recurring_id)
    if what not in ACTS:
        raise Http404
    act = next((each for each in offers(gift) if each.name == what), None)
    if act is None:
        messages.info(request, _("This cannot be done with the gift as it stands now."))
        return redirect("gifts:recurring", gift.pk)
    data = request.POST if request.method == "POST" else _what_waited(request)
    form = act.form(data if act.asks else {}, gift=gift, now=timezone.now())
    reason = OnBehalfForm(data)
    is_whole = data is not None and "back" not in data and form.is_valid() and reason.is_valid()
    if is_whole and act.asks and not request.POST.get("sure") and form.stands():
        form.add_error(act.field, ALREADY)
        is_whole = False
    if act.asks and not is_whole:
        return _page(request, act, form, reason)
    preview = act.preview(gift, now=form.now, **form.wanted()) if act.preview and form.is_valid() else None
    wants_factor = act.charges_now or (preview is not None and preview.charges_more)
    if is_whole and wants_factor and not has_fresh_factor(request, person(request)):
        return _ask_for_factor(request)
    is_seen = preview is None or request.POST.get("sure") == preview.seal
    if request.method == "POST" and is_whole and is_seen:
        return _do(request, act, form, reason)
    is_stale = is_whole and bool(request.POST.get("sure"))
    return _page(request, act, form, reason, preview, is_stale=is_stale)


def _ask_for_factor(request: HttpRequest) -> HttpResponse:
    """Send the browser to the second factor, and back to this page with what was typed on it."""
    typed = {
        name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "sure")
    }
    request.session[WAITING] = {"path": request.path, "typed": typed}
    messages.warning(request, _("This charges the donor more. Show who you are; what you wrote is kept."))
    return redirect(with_next(reverse("mfa_reauthenticate"), request.path))


def _what_waited(request: HttpRequest) -> dict[str, str] | None:
    """Return, once, what was typed on this page before the second factor was asked for."""
    waiting = request.session.get(WAITING) if request.method == "GET" else None
    if waiting is None or waiting["path"] != request.path or not has_fresh_factor(request, person(request)):
        return None
    typed: dict[str, str] = request.session.pop(WAITING)["typed"]
    return typed


def _do(request: HttpRequest, act: Act, form: ChangeForm, reason: OnBehalfForm) -> HttpResponse:
    wanted: dict[str, Any] = form.wanted()
    why = reason.cleaned_data["reason"]
    gift, by = form.gift, person(request)
    try:
        asked = act.action(recurring_id=gift.pk, by=by, now=form.now, on_behalf=True, reason=why, **wanted)
    except RequestRefused as refused:
        if act.field is None:
            messages.error(request, str(refused))
            return redirect("gifts:recurring", gift.pk)
        form.add_error(act.field, str(refused))
        return _page(request, act, form, reason)
    if asked.state == RecurringRequest.State.DONE:
        messages.success(request, _told(act, gift))
    else:
        messages.info(request, _("Noted. It is carried out as soon as the payment service answers."))
    return redirect("gifts:recurring", gift.pk)


def _told(act: Act, gift: RecurringGift) -> str:
    """Say that it is done, and who tells the donor."""
    if not act.is_told:
        return _("Done: the open charge was tried again.")
    if not has_reader(gift):
        return _("Done. We have no e-mail address of this donor: please tell them what you changed.")
    return _("Done. A letter tells the donor what our staff changed.")


def _page(
    request: HttpRequest,
    act: Act,
    form: ChangeForm,
    reason: OnBehalfForm,
    preview: Preview | None = None,
    *,
    is_stale: bool = False,
) -> HttpResponse:
    context = {
        "act": act,
        "form": form,
        "reason": reason,
        "preview": preview,
        "gift": form.gift,
        "is_stale": is_stale,
        "gets_letter": act.is_told and has_reader(form.gift),
    }
    return render(request, "gifts/recurring_act.html", context)
