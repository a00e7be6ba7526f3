"""Who came, written down by coordinators: a whole roster with one hand."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role, User
from volunteers.actions.attendance import check_in, check_out, record_no_show
from volunteers.actions.attending import AttendanceRefused
from volunteers.actions.roster import all_came, all_leave, record_times
from volunteers.forms.attendance import TimesForm, clock_text, proposed
from volunteers.models import Attendance, HoursEntry, Shift, SignUp
from volunteers.reports.roster import roster_of

WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)
BY_HAND = Attendance.How.COORDINATOR


@staff(*READERS)
@require_safe
def check_in_desk(request: HttpRequest, shift_id: int) -> HttpResponse:
    """The roster of a shift with a button or two beside each name."""
    shift = _shift(shift_id)
    context = {
        "shift": shift,
        "roster": roster_of(shift, timezone.now()),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "volunteers/desk/check_in.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def attendance_mark(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Came now, leaves now, did not come, could not come."""
    sign_up = get_object_or_404(SignUp, pk=sign_up_id)
    mark = _MARKS.get(request.POST.get("do", ""))
    if mark is None:
        messages.error(request, _("Please press one of the buttons."))
        return redirect("volunteers:check_in_desk", sign_up.shift_id)
    try:
        mark(sign_up.pk, person(request), timezone.now())
    except AttendanceRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("volunteers:check_in_desk", sign_up.shift_id)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def attendance_all(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Everybody else came, or everybody leaves."""
    shift, actor, now = _shift(shift_id), person(request), timezone.now()
    is_leaving = request.POST.get("do") == "out"
    try:
        count = (all_leave if is_leaving else all_came)(shift_id=shift.pk, actor=actor, now=now)
    except AttendanceRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        out = ngettext("%(count)d checked out.", "%(count)d checked out.", count)
        words = out if is_leaving else ngettext("%(count)d checked in.", "%(count)d checked in.", count)
        messages.success(request, words % {"count": count})
    return redirect("volunteers:check_in_desk", shift.pk)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_times(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Write down when somebody came and left, or correct it."""
    now = timezone.now()
    rows = SignUp.objects.select_related("volunteer", "shift__role__program", "shift__site")
    sign_up = get_object_or_404(rows, pk=sign_up_id)
    noted = Attendance.objects.filter(sign_up=sign_up).first()
    is_counted = HoursEntry.objects.filter(volunteer=sign_up.volunteer, shift=sign_up.shift).exists()
    first = _times(sign_up.shift, noted, now)
    form = TimesForm(request.POST or None, shift=sign_up.shift, is_counted=is_counted, initial=first)
    if request.method == "POST" and form.is_valid():
        times = {"reason": "", **form.cleaned_data}
        try:
            record_times(sign_up_id=sign_up.pk, actor=person(request), now=now, **times)
        except AttendanceRefused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteers:check_in_desk", sign_up.shift_id)
    context = {"sign_up": sign_up, "form": form, "roster": roster_of(sign_up.shift, now)}
    return render(request, "volunteers/desk/times.html", context)


def _shift(shift_id: int) -> Shift:
    return get_object_or_404(Shift.objects.select_related("role__program", "site"), pk=shift_id)


def _times(shift: Shift, noted: Attendance | None, now: datetime) -> dict[str, str]:
    if noted is None or noted.arrived_at is None:
        return proposed(shift, now)
    left = clock_text(noted.left_at, shift.zone) if noted.left_at else ""
    return {"arrived_at": clock_text(noted.arrived_at, shift.zone), "left_at": left}


def _came(sign_up_id: int, actor: User, now: datetime) -> None:
    check_in(sign_up_id=sign_up_id, how=BY_HAND, actor=actor, now=now)


def _left(sign_up_id: int, actor: User, now: datetime) -> None:
    check_out(sign_up_id=sign_up_id, how=BY_HAND, actor=actor, now=now)


def _no_show(sign_up_id: int, actor: User, now: datetime) -> None:
    record_no_show(sign_up_id=sign_up_id, actor=actor, now=now)


def _excused(sign_up_id: int, actor: User, now: datetime) -> None:
    record_no_show(sign_up_id=sign_up_id, actor=actor, now=now, is_excused=True)


_MARKS: dict[str, Callable[[int, User, datetime], None]] = {
    "in": _came,
    "out": _left,
    "no_show": _no_show,
    "excused": _excused,
}
