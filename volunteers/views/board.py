"""The coordinator's board: a week of shifts, a month, how the coming weeks are covered."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.clock import legal_day
from volunteers.forms.board import BoardForm, week_of
from volunteers.plots import draw
from volunteers.reports.board import Board, calendar_of, month_days
from volunteers.reports.coverage_map import WEEKS, coverage_map
from volunteers.reports.slots import DAY, Names, Wanted, slots_of, the_names

READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)
WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
GAPS_SHOWN = 12


@staff(*READERS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Seven days of shifts from today or another day on, the gaps first."""
    page = Asked(request, timezone.now())
    found = page.board(page.form.wanted(page.today))
    draw(found.slots, request.path)
    return render(
        request,
        "volunteers/desk/board.html",
        {
            **page.context(request),
            "board": found,
            "gaps": found.gaps if found.wanted.only_gaps else found.gaps[:GAPS_SHOWN],
            **page.neighbours(found.wanted),
        },
    )


@staff(*READERS)
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month at a glance: each day leads to its week."""
    page = Asked(request, timezone.now())
    first = (page.form.cleaned_data.get("week") or page.today).replace(day=1)
    monday, days = month_days(first)
    found = page.board(page.form.wanted_from(monday, days=days))
    context = {
        **page.context(request),
        "month": first,
        "weeks": calendar_of(found, first),
        "before": (first - DAY).replace(day=1),
        "after": (first + DAY * 31).replace(day=1),
    }
    return render(request, "volunteers/desk/month.html", context)


@staff(*READERS)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Programs by weeks: where shifts want somebody."""
    page = Asked(request, timezone.now())
    monday = week_of(page.form.cleaned_data.get("week") or page.today)
    found = page.board(page.form.wanted_from(monday, days=7 * WEEKS))
    context = {
        **page.context(request),
        "map": coverage_map(found.slots, page.names, monday),
        **page.neighbours(found.wanted),
    }
    return render(request, "volunteers/desk/coverage.html", context)


class Asked:
    """What an address asks of the board, and when."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self.now, self.home = now, timezone.get_current_timezone_name()
        self.names: Names = the_names()
        self.form = BoardForm(request.GET, names=self.names)

    @property
    def today(self) -> date:
        """The organisation's day."""
        return legal_day(self.now, self.home)

    def board(self, wanted: Wanted) -> Board:
        """Return the shifts of some days."""
        return Board(wanted, slots_of(wanted, self.names, home=self.home, now=self.now))

    def neighbours(self, wanted: Wanted) -> dict[str, date]:
        """Return the days with which the spans before and after begin."""
        span = DAY * wanted.days
        return {"before": wanted.first - span, "after": wanted.first + span}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page of the board shows."""
        may_write = bool(person(request).roles & WRITERS)
        return {"form": self.form, "today": self.today, "may_write": may_write}
