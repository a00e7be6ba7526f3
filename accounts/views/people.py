"""Who works here and what they may do. For administrators."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import person as signed_in_person
from accounts.access import staff
from accounts.actions import roles
from accounts.forms import AuditFilter, InviteForm, PeopleFilter, ReasonForm, RoleForm
from accounts.models import AuditEntry, Role, User
from accounts.proofs import has_second_factor
from core.paging import keyset_page


@staff(Role.ADMINISTRATOR)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The staff, and on wish everyone who signs in."""
    found = PeopleFilter(request.GET, queryset=User.objects.prefetch_related("grants"))
    page = keyset_page(request, found.qs, field="date_joined")
    return render(request, "accounts/people.html", {"filter": found, "page": page})


@staff(Role.ADMINISTRATOR)
@require_GET
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: roles, second factor, and what was done to them."""
    user = get_object_or_404(User, pk=user_id)
    held = user.roles
    context = {
        "person": user,
        "held": [role for role in Role if role in held],
        "open_roles": [role for role in Role if role not in held],
        "has_factor": has_second_factor(user),
        "history": AuditEntry.objects.filter(about_kind="user", about_id=str(user.pk))
        .select_related("actor")
        .order_by("-at", "-pk")[:20],
    }
    return render(request, "accounts/person.html", context)


@staff(Role.ADMINISTRATOR, recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Name a new member of the staff."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = roles.invite(
                email=data["email"],
                name=data["name"],
                role=Role(data["role"]),
                actor=signed_in_person(request),
                now=timezone.now(),
            )
        except roles.RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Done. Tell them to sign in with their address: a code will come by e-mail.")
            )
            return redirect("accounts:person", user.pk)
    return render(request, "accounts/invite.html", {"form": form})


@staff(Role.ADMINISTRATOR, recent=True)
@require_POST
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    user = get_object_or_404(User, pk=user_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        _try(
            request,
            lambda: roles.grant_role(
                user=user, role=role, actor=signed_in_person(request), now=timezone.now()
            ),
        )
    return redirect("accounts:person", user.pk)


@staff(Role.ADMINISTRATOR, recent=True)
@require_POST
def revoke(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take a role away."""
    user = get_object_or_404(User, pk=user_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        _try(
            request,
            lambda: roles.revoke_role(
                user=user, role=role, actor=signed_in_person(request), now=timezone.now()
            ),
        )
    return redirect("accounts:person", user.pk)


@staff(Role.ADMINISTRATOR, recent=True)
@require_POST
def change(request: HttpRequest, user_id: int, what: str) -> HttpResponse:
    """Close or reopen a user, or forget a lost second factor, with a reason."""
    user = get_object_or_404(User, pk=user_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason: it stands on the audit trail."))
        return redirect("accounts:person", user.pk)
    action = {"close": roles.close_user, "reopen": roles.reopen_user, "reset": roles.reset_second_factor}[
        what
    ]
    reason = form.cleaned_data["reason"]
    _try(
        request, lambda: action(user=user, actor=signed_in_person(request), now=timezone.now(), reason=reason)
    )
    return redirect("accounts:person", user.pk)


@staff(Role.ADMINISTRATOR, Role.PRIVACY)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """What was done, by whom, newest first."""
    entries: QuerySet[AuditEntry] = AuditEntry.objects.select_related("actor")
    found = AuditFilter(request.GET, queryset=entries)
    page = keyset_page(request, found.qs, field="at")
    return render(request, "accounts/audit.html", {"filter": found, "page": page})


def _try(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except roles.RoleRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
