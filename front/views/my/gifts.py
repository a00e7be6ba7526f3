"""One's own gifts: all of them, by year and by words, and each one's story."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import READ, own, person, signed_in
from accounts.models import User
from accounts.organisation import the_organisation
from core.money import ZERO
from core.paging import keyset_page
from front.forms import OwnGiftFilter
from front.reports import own_gifts, sum_of, with_receipts, years_of
from gifts.models import Gift
from gifts.models.gift import GiftQuerySet
from receipts.models import ReceiptLine


@signed_in
@require_safe
def my_gifts(request: HttpRequest) -> HttpResponse:
    """One's own gifts, the newest first, with the count and sum of what is listed."""
    user = person(request)
    chosen = OwnGiftFilter(request.GET, queryset=own_gifts(user))
    gifts = cast("GiftQuerySet", chosen.qs)
    years = years_of(user)
    context = {
        "organisation": the_organisation(),
        "filter": chosen,
        "year": request.GET.get("year", ""),
        "years": years,
        "total": sum((year.total for year in years), ZERO),
        "listed": sum_of(gifts),
        "page": keyset_page(request, with_receipts(gifts), field="given_at", size=25),
    }
    return render(request, "front/my_gifts.html", context)


def _own_gift(user: User, gift_id: UUID) -> Gift:
    gifts = Gift.objects.filter(donor__user=user).with_net()
    return get_object_or_404(gifts.select_related("campaign", "recurring", "property"), pk=gift_id)


@own(_own_gift, *READ)
def my_gift(request: HttpRequest, gift: Gift) -> HttpResponse:
    """One gift."""
    lines = ReceiptLine.objects.filter(gift=gift).select_related("receipt__series")
    context = {
        "organisation": the_organisation(),
        "gift": gift,
        "shares": gift.allocations.select_related("fund"),
        "refunds": gift.refunds.order_by("requested_at"),
        "receipts": [
            line.receipt for line in lines.defer("receipt__pdf", "receipt__snapshot").order_by("-pk")
        ],
    }
    return render(request, "front/my_gift.html", context)
