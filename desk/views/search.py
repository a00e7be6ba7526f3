"""Search from any page: people, gifts, receipts, campaigns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role, User
from campaigns.models import Campaign
from donors.models import Donor
from gifts.models import Gift
from receipts.models import Receipt

SHORTEST = 2
MOST = 10


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The first ten of each kind that match; a number of a receipt or an id of Stripe's opens at once."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    context: dict[str, object] = {"words": words, "asked": len(words) >= SHORTEST}
    if len(words) >= SHORTEST:
        context |= _found(words, person(request))
    return render(request, "desk/search.html", context)


def _found(words: str, user: User) -> dict[str, object]:
    donors = Donor.objects.visible_to(user).matching(words).order_by("name")[:MOST]
    gifts = Gift.objects.visible_to(user).select_related("donor", "campaign")
    tail = words.rsplit("-", 1)[-1]
    numbered = tail.isdigit() and len(tail) < 9
    receipts = Receipt.objects.visible_to(user).select_related("series", "donor").defer("pdf", "snapshot")
    return {
        "donors": donors,
        "gifts": (gifts.filter(payment_id=words) | gifts.filter(charge_id=words))[:MOST],
        "receipts": receipts.filter(number=int(tail)).order_by("-pk")[:MOST] if numbered else [],
        "campaigns": Campaign.objects.filter(name__icontains=words)[:MOST],
    }
