"""Taking everything along, and leaving."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, public, signed_in
from accounts.actions.codes import CodeRefused, TooManyCodes, ask_for_code, prove_purpose
from accounts.actions.own import ErasureRefused
from accounts.audit import record
from accounts.holders import all_about
from accounts.models import SignInCode, User
from accounts.organisation import the_organisation
from core.network import network_of
from front.actions import stop_and_erase
from front.exports import archive
from front.forms import ErasureForm
from gifts.actions.recurring.requests import RequestRefused
from gifts.models import RecurringGift

CODE = "erasure_code"


@signed_in
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and what leaving means."""
    user = person(request)
    context = {
        "tables": [(table.name, len(table.rows)) for table in all_about(user) if table.rows],
        "organisation": the_organisation(),
    }
    return render(request, "front/my_data.html", context)


@signed_in
@require_POST
def my_export(request: HttpRequest) -> HttpResponse:
    """Everything about oneself, as a file."""
    user, now = person(request), timezone.now()
    record(actor=user, verb="user.exported", about=("user", str(user.pk)), now=now)
    response = HttpResponse(archive(all_about(user), made_at=now), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{now:%Y-%m-%d}.zip"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_erasure(request: HttpRequest) -> HttpResponse:
    """Read what goes and what stays; ask for the code."""
    user = person(request)
    if request.method == "POST":
        try:
            code = ask_for_code(
                email=user.email,
                network=network_of(request),
                language=get_language() or "en",
                now=timezone.now(),
                purpose=SignInCode.Purpose.ERASURE,
                user=user,
            )
        except TooManyCodes as refusal:
            messages.error(request, str(refusal))
        else:
            request.session[CODE] = code.pk
            return redirect("front:my_erasure_code")
    going_on = RecurringGift.objects.of(user).exclude(state=RecurringGift.State.CANCELLED)
    context = {"organisation": the_organisation(), "recurring": going_on.count(), "is_staff": user.is_staff}
    return render(request, "front/my_erasure.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_erasure_code(request: HttpRequest) -> HttpResponse:
    """Take the word and the code, and erase."""
    user, code_id = person(request), request.session.get(CODE)
    if code_id is None:
        return redirect("front:my_erasure")
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _erase(user, code_id, form.cleaned_data["code"])
        except CodeRefused as refusal:
            form.add_error("code", str(refusal))
        except (ErasureRefused, RequestRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return redirect("front:erased")
    context = {"form": form, "email": user.email, "organisation": the_organisation()}
    return render(request, "front/my_erasure_code.html", context)


def _erase(user: User, code_id: int, code: str) -> None:
    now = timezone.now()
    prove_purpose(user=user, purpose=SignInCode.Purpose.ERASURE, code_id=code_id, code=code, now=now)
    stop_and_erase(user=user, now=now)


@public
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done, to nobody in particular."""
    return render(request, "front/erased.html", {"organisation": the_organisation()})
