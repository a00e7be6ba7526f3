"""Who comes in a week, on paper; and what the board shows, as files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.audit import record
from accounts.forms import ReasonForm
from accounts.models import Role
from core.exports import csv_response
from volunteers.reports.week_roster import ROSTER_HEADER, SHIFT_HEADER, roster_rows, shift_rows, week_roster
from volunteers.views.board import READERS, Asked


@staff(*READERS)
@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """Seven days, shift by shift, with who is confirmed: made to be printed."""
    page = Asked(request, timezone.now())
    found = page.board(page.form.wanted(page.today))
    context = {
        **page.context(request),
        "wanted": found.wanted,
        "days": week_roster(found.slots),
        **page.neighbours(found.wanted),
    }
    return render(request, "volunteers/desk/roster.html", context)


@dataclass(frozen=True)
class Table:
    """What leaves the house: its name, what the trail calls it, its columns and rows."""

    name: str
    verb: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]


@staff(Role.COORDINATOR, Role.ADMINISTRATOR, recent=True)
@require_POST
def shift_export(request: HttpRequest) -> HttpResponseBase:
    """The shifts that the board shows, as CSV; the reason is asked and written down."""
    page = Asked(request, timezone.now())
    slots = page.board(page.form.wanted(page.today)).slots
    table = Table("shifts", "shift.exported", SHIFT_HEADER, shift_rows(slots))
    return _sent(request, page, table, reverse("volunteers:board"))


@staff(Role.COORDINATOR, Role.ADMINISTRATOR, recent=True)
@require_POST
def roster_export(request: HttpRequest) -> HttpResponseBase:
    """Who is confirmed for these shifts, as CSV; the reason is asked and written down."""
    page = Asked(request, timezone.now())
    slots = page.board(page.form.wanted(page.today)).slots
    table = Table("roster", "roster.exported", ROSTER_HEADER, roster_rows(slots))
    return _sent(request, page, table, reverse("volunteers:roster"))


def _sent(request: HttpRequest, page: Asked, table: Table, back: str) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        is_empty = not request.POST.get("reason", "").strip()
        why = _("Please say what the export is for. It is written in the audit trail.")
        messages.error(request, why if is_empty else str(form.errors["reason"][0]))
        return redirect(f"{back}?{request.GET.urlencode()}")
    rows = list(table.rows)
    filters = ", ".join(sorted(key for key in request.GET if request.GET[key]))
    record(
        actor=person(request),
        verb=table.verb,
        about=("shifts", "list"),
        now=page.now,
        after={"rows": len(rows), "filters": filters},
        reason=form.cleaned_data["reason"],
    )
    return csv_response(f"{table.name}-{page.now:%Y-%m-%d}.csv", table.header, rows)
