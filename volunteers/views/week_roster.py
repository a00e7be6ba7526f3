"""Who comes in a week, on paper; and what the board shows, as files."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import staff
from accounts.models import Role
from accounts.views.exports import Table, send
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


@staff(Role.COORDINATOR, Role.ADMINISTRATOR, recent=True)
@require_POST
def shift_export(request: HttpRequest) -> HttpResponseBase:
    """The shifts that the board shows, as CSV; the reason is asked and written down."""
    page = Asked(request, timezone.now())
    slots = page.board(page.form.wanted(page.today)).slots
    table = Table("shifts", "shift.exported", "shifts", SHIFT_HEADER, shift_rows(slots), len(slots))
    return send(request, table, back=reverse("volunteers:board"))


@staff(Role.COORDINATOR, Role.ADMINISTRATOR, recent=True)
@require_POST
def roster_export(request: HttpRequest) -> HttpResponseBase:
    """Who is confirmed for these shifts, as CSV; the reason is asked and written down."""
    page = Asked(request, timezone.now())
    slots = page.board(page.form.wanted(page.today)).slots
    rows = list(roster_rows(slots))
    table = Table("roster", "roster.exported", "shifts", ROSTER_HEADER, rows, len(rows))
    return send(request, table, back=reverse("volunteers:roster"))
