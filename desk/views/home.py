"""The desk's home: what needs me, then how we are doing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import EVERY_ROLE, person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from core.clock import legal_day
from desk.plots import raised_plot
from desk.reports import months_raised, needs, standing
from gifts.models import Gift

SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})


@staff(*EVERY_ROLE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A page for every role; figures of money only for those who work with it."""
    now = timezone.now()
    today = legal_day(now, the_organisation().zone)
    if not person(request).roles & SEES_MONEY:
        return render(request, "desk/home.html", {"today": today})
    newest = Gift.objects.arrived().exclude(given_at=None).select_related("donor", "campaign")
    context = {
        "today": today,
        "as_of": now,
        "needs": needs(now),
        "standing": standing(today),
        "plot": raised_plot(months_raised(today)),
        "newest": newest.order_by("-given_at", "-pk")[:8],
    }
    return render(request, "desk/home.html", context)
