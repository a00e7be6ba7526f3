"""Who one is to us: name, phone, language, addresses, and the address that signs in."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person, signed_in
from accounts.actions.codes import CodeRefused, TooManyCodes, ask_for_code, prove_purpose
from accounts.actions.own import AddressRefused, change_details, change_email
from accounts.forms import CodeForm, EmailForm
from accounts.holders import Details
from accounts.models import SignInCode, User
from accounts.organisation import the_organisation
from accounts.paths import with_next
from accounts.proofs import has_fresh_factor, has_fresh_proof
from core.network import network_of
from donors.models import Donor
from front.forms import DetailsForm
from volunteers.models import Volunteer

CODE, EMAIL = "new_email_code", "new_email"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_details(request: HttpRequest) -> HttpResponse:
    """Look at one's details, or change name, phone and language."""
    user = person(request)
    donor = Donor.objects.filter(user=user).first()
    about = donor or Volunteer.objects.filter(user=user).first()
    now_said = {
        "name": donor.name if donor else "",
        "phone": about.phone if about else "",
        "language": about.language if about else user.language,
    }
    form = DetailsForm(
        request.POST if request.method == "POST" else None, initial=now_said, is_donor=donor is not None
    )
    if request.method == "POST" and form.is_valid():
        change_details(user=user, details=Details(**{**now_said, **form.cleaned_data}), now=timezone.now())
        messages.success(request, _("Your details are noted."))
        return redirect("front:my_details")
    context = {
        "form": form,
        "donor": donor,
        "addresses": donor.addresses.order_by("-is_primary", "pk") if donor else [],
        "organisation": the_organisation(),
    }
    return render(request, "front/my_details.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_email(request: HttpRequest) -> HttpResponse:
    """Name a new address; the answer is the same whether or not it is known here."""
    user = person(request)
    if _must_show_factor(request, user):
        return redirect(with_next(reverse("mfa_reauthenticate"), reverse("front:my_email")))
    if not has_fresh_proof(request, user):
        return _sign_in_again(request)
    form, status = EmailForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            code = ask_for_code(
                email=form.cleaned_data["email"],
                network=network_of(request),
                language=get_language() or "en",
                now=timezone.now(),
                purpose=SignInCode.Purpose.NEW_EMAIL,
                user=user,
            )
        except TooManyCodes as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            request.session.update({CODE: code.pk, EMAIL: code.email})
            return redirect("front:my_email_code")
    context = {"form": form, "organisation": the_organisation()}
    return render(request, "front/my_email.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_email_code(request: HttpRequest) -> HttpResponse:
    """Take the code that went to the new address. Only the browser that asked may use it."""
    user, code_id = person(request), request.session.get(CODE)
    if code_id is None:
        return redirect("front:my_email")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _move(user, code_id, form.cleaned_data["code"])
        except (AddressRefused, CodeRefused) as refusal:
            form.add_error("code", str(refusal))
        else:
            user.refresh_from_db()
            update_session_auth_hash(request, user)
            del request.session[CODE], request.session[EMAIL]
            messages.success(
                request, _("From now on you sign in with your new address, and letters go there.")
            )
            return redirect("front:my_details")
    context = {"form": form, "email": request.session.get(EMAIL), "organisation": the_organisation()}
    return render(request, "front/my_email_code.html", context)


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """Whoever finds a page left open cannot carry the record off to a mailbox of their own."""
    logout(request)
    messages.info(request, _("You signed in a while ago. Please do it once more, then name the new address."))
    return redirect(with_next(reverse("accounts:sign_in"), reverse("front:my_email")))


def _move(user: User, code_id: int, code: str) -> None:
    now = timezone.now()
    purpose = SignInCode.Purpose.NEW_EMAIL
    email = prove_purpose(user=user, purpose=purpose, code_id=code_id, code=code, now=now)
    change_email(user=user, email=email, now=now)


def _must_show_factor(request: HttpRequest, user: User) -> bool:
    """Staff open the desk with their address: it moves only for whoever has just shown a second factor."""
    return user.is_staff and not has_fresh_factor(request, user)
