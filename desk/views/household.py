"""One household: who belongs to it, and what they gave together."""

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from core.clock import legal_day
from core.money import ZERO
from core.paging import keyset_page
from desk.reports.donors import glance_together
from donors.models import Household
from gifts.models import Gift, LedgerLine

SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
HANDS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def household_page(request: HttpRequest, household_id: int) -> HttpResponse:
    """Members and greetings; gifts only for those who work with money. Receipts stay each donor's own."""
    user = person(request)
    household = get_object_or_404(Household, pk=household_id)
    members = household.donors.filter(merged_into=None).order_by("pk")
    context: dict[str, object] = {
        "household": household,
        "members": [(donor, None) for donor in members],
        "may_change": bool(user.roles & HANDS),
    }
    if user.roles & SEES_MONEY:
        lines = LedgerLine.objects.filter(gift__donor__household=household).order_by()
        stands = dict(lines.values_list("gift__donor").annotate(total=Sum("amount")))
        gifts = Gift.objects.filter(donor__household=household).exclude(given_at=None)
        year = legal_day(timezone.now(), the_organisation().zone).year
        context |= {
            "members": [(donor, stands.get(donor.pk, ZERO)) for donor in members],
            "glance": glance_together(household, year=year),
            "page": keyset_page(
                request, gifts.with_net().select_related("donor", "campaign"), field="given_at", size=25
            ),
        }
    return render(request, "desk/household.html", context)
