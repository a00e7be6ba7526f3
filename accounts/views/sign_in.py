"""Signing in by a code, and keeping one's password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import person, public, signed_in
from accounts.actions.codes import CodeRefused, TooManyCodes, ask_for_code, prove_code
from accounts.actions.roles import choose_password
from accounts.adapter import AccountAdapter
from accounts.forms import CodeForm, EmailForm
from accounts.models import SignInCode
from accounts.paths import own_path, with_next
from accounts.proofs import has_second_factor, may_set_password, note_password, sign_in_by_code
from core.network import network_of

CODE, EMAIL, NEXT = "sign_in_code", "sign_in_email", "sign_in_next"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same whether or not the address is known."""
    next_path = own_path(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_path or AccountAdapter().get_login_redirect_url(request))
    form = EmailForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            code = ask_for_code(
                email=form.cleaned_data["email"],
                network=network_of(request),
                language=get_language() or "en",
                now=timezone.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            return wait_for_code(request, code, next_path=next_path)
    context = {
        "form": form,
        "next": next_path,
        "password_url": with_next(reverse("account_login"), next_path),
    }
    return render(request, "accounts/sign_in.html", context, status=status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponseBase:
    """Take the code that came by mail. Only the browser that asked may use it."""
    code_id = request.session.get(CODE)
    if code_id is None or request.user.is_authenticated:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = prove_code(code_id=code_id, code=form.cleaned_data["code"], now=timezone.now())
        except CodeRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            next_path = own_path(request.session.pop(NEXT, ""))
            request.session.pop(CODE)
            request.session.pop(EMAIL, None)
            return sign_in_by_code(request, user, next_path=next_path)
    return render(request, "accounts/confirm_code.html", {"form": form, "email": request.session.get(EMAIL)})


def wait_for_code(request: HttpRequest, code: SignInCode, *, next_path: str) -> HttpResponse:
    """Tie a code to this browser and go to the page that takes it; `next_path` is where it leads."""
    request.session.update({CODE: code.pk, EMAIL: code.email, NEXT: next_path})
    return redirect("accounts:confirm_code")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password; the session must have proven itself a moment ago, by every factor there is."""
    user = person(request)
    next_path = own_path(request.POST.get("next") or request.GET.get("next"))
    if not may_set_password(request, user):
        return render(request, "accounts/password_late.html", status=403)
    form = SetPasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        choose_password(user=user, password=form.cleaned_data["new_password1"], now=timezone.now())
        update_session_auth_hash(request, user)
        note_password(request, user)
        messages.success(request, _("Your password is set. Other sessions have ended."))
        return HttpResponseRedirect(next_path or reverse("accounts:security"))
    return render(request, "accounts/password.html", {"form": form, "next": next_path})


@signed_in
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """What one's sign-in rests on, and for staff what is still to do before the desk opens."""
    user = person(request)
    context = {
        "has_password": user.has_usable_password(),
        "has_factor": has_second_factor(user),
        "next": own_path(request.GET.get("next")),
    }
    return render(request, "accounts/security.html", context)
