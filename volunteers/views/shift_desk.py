"""One shift on the desk: looked at, made, moved, given seats, cancelled."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from volunteers.actions.impact import ImpactChanged
from volunteers.actions.shifts import (
    ShiftRefused,
    cancel_shift,
    change_seats,
    create_shift,
    edit_shift,
    plan_seats,
    plan_shift,
)
from volunteers.forms.broadcasts import BroadcastForm
from volunteers.forms.shift_desk import CancelForm, SeatsForm, ShiftForm, first_choices, initial_of
from volunteers.models import Shift
from volunteers.reports.roster import roster_of
from volunteers.reports.shift_desk import shift_desk as desk_of
from volunteers.views.impact import Question, ask, decision_of

WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)


@staff(*READERS)
@require_safe
def shift_desk(request: HttpRequest, shift_id: int) -> HttpResponse:
    """A shift: facts, rules, people, waitlist, what happened."""
    now = timezone.now()
    shift = _shift(shift_id)
    context = {
        "shift": shift,
        "page": desk_of(shift, now),
        "roster": roster_of(shift, now),
        "may_write": bool(person(request).roles & WRITERS),
        "cancel_form": CancelForm(),
        "seats_form": SeatsForm(shift=shift, initial={"seats": shift.seats}),
        "form": BroadcastForm(),
    }
    return render(request, "volunteers/desk/shift.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def shift_new(request: HttpRequest) -> HttpResponse:
    """Make a shift of no series."""
    now = timezone.now()
    initial = first_choices(now, the_zone(), request.GET.get("day", ""))
    form = ShiftForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_shift(facts=form.facts(), actor=person(request), now=now)
        except ShiftRefused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, _("The shift is open. Volunteers see it."))
            return redirect("volunteers:shift_desk", made.pk)
    return render(request, "volunteers/desk/shift_edit.html", {"form": form})


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def shift_edit(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Move one shift; first see what that does to those on it."""
    now = timezone.now()
    shift = _shift(shift_id)
    form = ShiftForm(request.POST or None, shift=shift, initial=initial_of(shift))
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        try:
            return _change(request, shift, form, now)
        except ShiftRefused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    return render(request, "volunteers/desk/shift_edit.html", {"form": form, "shift": shift})


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def shift_seats(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Give a shift more or fewer seats; where they are too few, say who is released."""
    now = timezone.now()
    shift = _shift(shift_id)
    form = SeatsForm(request.POST, shift=shift)
    if form.is_valid():
        released = [sign_up.pk for sign_up in form.cleaned_data["released"]]
        seats = form.cleaned_data["seats"]
        try:
            change_seats(shift_id=shift.pk, seats=seats, released=released, actor=person(request), now=now)
        except ShiftRefused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
            if not released:
                form = _proposed(request, shift, seats, form, now)
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteers:shift_desk", shift.pk)
    return render(request, "volunteers/desk/shift_seats.html", {"form": form, "shift": shift})


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def shift_cancel(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Cancel a shift; everybody on it is told."""
    shift = _shift(shift_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say why the shift does not take place."))
        return redirect("volunteers:shift_desk", shift.pk)
    reason = form.cleaned_data["reason"]
    try:
        cancel_shift(shift_id=shift.pk, reason=reason, actor=person(request), now=timezone.now())
    except ShiftRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The shift is cancelled. Everybody on it is told."))
    return redirect("volunteers:shift_desk", shift.pk)


def _shift(shift_id: int) -> Shift:
    rows = Shift.objects.select_related("role__program", "site", "series")
    return get_object_or_404(rows, pk=shift_id)


def _change(request: HttpRequest, shift: Shift, form: ShiftForm, now: datetime) -> HttpResponse:
    facts, decision = form.facts(), decision_of(request.POST)
    impact = plan_shift(shift.pk, facts, now=now)
    if decision is None and any(line.is_changed and line.seats for line in impact.lines):
        return ask(request, impact, _question(shift), now)
    digest = decision.digest if decision else impact.digest
    try:
        edit_shift(shift_id=shift.pk, facts=facts, digest=digest, actor=person(request), now=now)
    except ImpactChanged as news:
        return ask(request, news.impact, _question(shift, news.sentence), now)
    messages.success(request, _("Saved. Whoever is concerned gets a letter."))
    return redirect("volunteers:shift_desk", shift.pk)


def _proposed(request: HttpRequest, shift: Shift, seats: int, refused: SeatsForm, now: datetime) -> SeatsForm:
    """Return the form with those ticked who came last: a proposal that staff change or send."""
    losers = [seat.sign_up.pk for line in plan_seats(shift.pk, seats, now=now).lines for seat in line.losers]
    form = SeatsForm({"seats": seats, "released": losers}, shift=shift)
    form.full_clean()
    for field, errors in refused.errors.items():
        form.add_error(field, list(errors))
    return form


def _question(shift: Shift, said: str = "") -> Question:
    page = reverse("volunteers:shift_desk", args=[shift.pk])
    title, button = _("What this change does"), _("Make the change")
    crumbs = [(page, str(shift.role))]
    return Question(title=title, back=page, button=button, can_go_back=True, said=said, crumbs=crumbs)
