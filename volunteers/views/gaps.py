"""Who could fill a gap, and giving the seat to whoever was asked."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from volunteers.actions.sign_ups import SetAside, SignUpRefused, sign_up
from volunteers.forms.board import FillForm
from volunteers.gates import refusals
from volunteers.gates.candidates import Candidate, candidates_for
from volunteers.gates.timeline import reasons_of
from volunteers.models import Shift, SignUp, Volunteer
from volunteers.reports.candidates import asked_of, gate_words, keeps_out
from volunteers.reports.when import when
from volunteers.views.applications import may_screen
from volunteers.views.board import READERS, WRITERS

AT_ONCE = 50


@staff(*READERS)
@require_safe
def gap(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Everybody who is not on a shift yet: who could come first, then the others with their reasons."""
    now = timezone.now()
    shift = _shift(shift_id)
    screens = may_screen(person(request))
    found = candidates_for(shift, now=now)
    rows = _narrowed(found.rows, request, is_for_screening=screens)
    page = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "shift": shift,
        "when": when(shift, home=timezone.get_current_timezone_name(), now=now),
        "states": found.states,
        "held": SignUp.objects.holding().filter(shift=shift).count(),
        "is_open": shift.state == Shift.State.OPEN and now < shift.ends_at,
        "free": found.free,
        "gates": gate_words(found.rows, is_for_screening=screens),
        "page": page,
        "asked": [asked_of(row, is_for_screening=screens) for row in page.object_list],
        "words": request.GET.get("q", ""),
        "gate": request.GET.get("gate", ""),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "volunteers/desk/gap.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def fill(request: HttpRequest, shift_id: int, volunteer_id: int) -> HttpResponse:
    """Give a volunteer a seat; a limit of rest or hours is set aside for a reason that is written down."""
    shift = _shift(shift_id)
    volunteer = get_object_or_404(Volunteer.objects.visible_to(person(request)).active(), pk=volunteer_id)
    now = timezone.now()
    form = FillForm(request.POST)
    back = reverse("volunteers:gap", args=[shift.pk])
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return redirect(back)
    reason = form.cleaned_data["reason"]
    limits = refusals(volunteer=volunteer, shift=shift, now=now) if reason else []
    lifted = frozenset(limit.gate.value for limit in limits if limit.can_override)
    try:
        sign_up(
            shift_id=shift.pk,
            volunteer_id=volunteer.pk,
            actor=person(request),
            now=now,
            override=SetAside(lifted, reason) if lifted else None,
        )
    except SignUpRefused as refusal:
        screens = may_screen(person(request))
        reasons = reasons_of(refusal.refusals, is_for_screening=screens)
        why = f"{volunteer.name}: {'; '.join(reasons)}" if reasons else refusal.sentence
        messages.error(request, why)
        return redirect(back)
    messages.success(request, _("%(name)s has the seat and gets a letter.") % {"name": volunteer.name})
    return redirect("volunteers:shift_desk", shift.pk)


def _shift(shift_id: int) -> Shift:
    return get_object_or_404(Shift.objects.select_related("role__program", "site"), pk=shift_id)


def _narrowed(rows: Iterable[Candidate], request: HttpRequest, *, is_for_screening: bool) -> list[Candidate]:
    """Keep those of a name, and those whom one gate keeps out."""
    words = request.GET.get("q", "").casefold().split()
    gate = request.GET.get("gate", "")
    return [
        row
        for row in rows
        if all(word in row.name.casefold() for word in words)
        and (not gate or gate in keeps_out(row, is_for_screening=is_for_screening))
    ]
