"""What a donor sent: checked, asked again where no proof came along, and taken to the payment page."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.network import network_of
from gifts.actions.checkouts import open_checkout
from gifts.actions.defence import TooMany, Visitor, WorkUsed, hashed, is_off
from gifts.forms.giving import GiveForm, marks_of
from gifts.gateway.client import DoorShut, StripeRefused
from gifts.models import Checkout, Frequency
from gifts.proofs import CONFIRM, FORM, THANKS, Work, form_of, is_confirmed, mark, work_done
from gifts.reports.giving_page import GivingPage
from gifts.views.giving_pages import drawn, hidden, initial_of, takes_gifts

TOO_QUICK, TOO_LATE = timedelta(seconds=2), timedelta(hours=24)
SECOND_PRESS, SECOND_PRESS_LIMIT = timedelta(seconds=5), timedelta(hours=1)


def answer(request: HttpRequest, page: GivingPage, now: datetime) -> HttpResponse:
    """Answer a sent form: with the form again and a sentence, or with the way to the payment page."""
    if not takes_gifts(page, now=now):
        return drawn(request, page, GiveForm(page, initial=initial_of(page, {})), now, status=503)
    if "change" in request.POST:
        return drawn(request, page, GiveForm(page, initial=request.POST.dict()), now)
    form = GiveForm(page, request.POST)
    if not form.is_valid():
        return drawn(request, page, form, now, status=422)
    try:
        return _go(request, form, now)
    except WorkUsed:
        return _ask_again(request, form, now)
    except (TooMany, DoorShut, StripeRefused) as reason:
        return _not_now(request, form, now, reason)


def _go(request: HttpRequest, form: GiveForm, now: datetime) -> HttpResponse:
    """To the payment page, or to the second press. Raises: as `open_checkout`."""
    form_id, age = form_of(request.POST.get("form", ""), now)
    in_time = age is not None and TOO_QUICK <= age <= TOO_LATE
    done = work_done(request.POST.get("work", "")) if in_time else None
    again = request.POST.get("confirm", "")
    if not (
        done
        or is_off()
        or is_confirmed(again, form=form_id, now=now, delay=SECOND_PRESS, limit=SECOND_PRESS_LIMIT)
    ):
        return _ask_again(request, form, now)
    checkout = open_checkout(wish=form.wish(), form=form_id, visitor=_visitor(request, done), now=now)
    if checkout.state == Checkout.State.COMPLETED:
        return redirect("gifts:thanks", mark(THANKS, checkout.pk, checkout.created_at))
    return HttpResponse(status=303, headers={"Location": checkout.session_url})


def _visitor(request: HttpRequest, done: Work | None) -> Visitor:
    return Visitor(
        network=hashed("network", network_of(request)),
        browser=hashed("browser", request.META.get("CSRF_COOKIE", "")),
        work=done,
    )


def _ask_again(request: HttpRequest, form: GiveForm, now: datetime) -> HttpResponse:
    """One plain page with everything that was asked, to be pressed once more after a moment."""
    page, wish = form.page, form.wish()
    form_id, age = form_of(request.POST.get("form", ""), now)
    kept = {name: request.POST[name] for name in form.fields if request.POST.get(name)}
    again = request.POST.get("confirm", "")
    if not is_confirmed(again, form=form_id, now=now, delay=timedelta(), limit=SECOND_PRESS_LIMIT):
        again = mark(CONFIRM, form_id, now)
    kept |= {
        **marks_of(request.POST),
        "form": request.POST["form"] if age is not None else mark(FORM, form_id, now),
        "confirm": again,
    }
    context = {
        "page": page,
        "campaign": page.campaign,
        "organisation": page.organisation,
        "wish": wish,
        "total": wish.amount + wish.fee_cover,
        "frequency": Frequency(wish.frequency).label,
        "fund": next((fund for fund in page.funds if fund.pk == wish.fund_id), None),
        "split": page.split,
        "kept": hidden(kept),
        "is_early": "confirm" in request.POST,
    }
    return render(request, "gifts/give_confirm.html", context)


def _not_now(
    request: HttpRequest, form: GiveForm, now: datetime, reason: TooMany | DoorShut | StripeRefused
) -> HttpResponse:
    """Say what happened, which is nothing, and keep the form."""
    if isinstance(reason, TooMany):
        return drawn(request, form.page, form, now, notice=str(reason), tone="warn", status=429)
    if isinstance(reason, StripeRefused) and reason.code == "email_invalid":
        form.add_error("email", _("The payment service does not accept this address. Please check it."))
        return drawn(request, form.page, form, now, status=422)
    notice = _(
        "The payment page cannot be reached right now. Nothing was charged, and what you wrote is still "
        "here. Please try again in a minute."
    )
    return drawn(request, form.page, form, now, notice=notice, tone="warn", status=503)
