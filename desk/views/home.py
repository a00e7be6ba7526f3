"""The desk's home: what needs me, then how we are doing."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import EVERY_ROLE, person, staff
from accounts.models import Role, User
from core.clock import wall_day
from core.rows import counts_of
from desk.menu import address_for
from desk.plots import raised_plot
from desk.reports.needs import NEEDS, week_before
from desk.reports.standing import everything, months_raised, standing
from gifts.models import Gift
from gifts.reports.parity import meter

SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})

SEES_BOOKS = frozenset({Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the person who looks, and where to see it."""

    count: int
    words: str
    href: str


@staff(*EVERY_ROLE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A page for every role; figures of money only for those who work with it."""
    now = timezone.now()
    user = person(request)
    today = wall_day()
    context: dict[str, object] = {"today": today, "as_of": now, "waiting": _waiting(user, now)}
    if user.roles & SEES_MONEY:
        newest = Gift.objects.arrived().exclude(given_at=None).select_related("donor", "campaign")
        year = everything(today)
        context |= {
            "standing": standing(today, year),
            "plot": raised_plot(months_raised(today, year)),
            "newest": newest.order_by("-given_at", "-pk")[:8],
        }
    if user.roles & SEES_BOOKS:
        context["meter"] = meter()
    return render(request, "desk/home.html", context)


def _waiting(user: User, now: datetime) -> list[Waiting]:
    """What waits on pages that the user may open; only that is counted, by one question."""
    open_to = [(need, href) for need in NEEDS if (href := address_for(user, need.route))]
    asked = [(need, href, need.rows(user, now)) for need, href in open_to]
    counts = iter(counts_of([rows for _need, _href, rows in asked if not isinstance(rows, int)]))
    found = []
    for need, href, rows in asked:
        count = rows if isinstance(rows, int) else next(counts)
        if count:
            since = f"since={week_before(now):%Y-%m-%d}" if need.of_week else ""
            query = "&".join(part for part in (need.query, since) if part)
            found.append(Waiting(count, need.words(count), f"{href}?{query}" if query else href))
    return found
