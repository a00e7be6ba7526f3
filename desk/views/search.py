"""Search from any page: people, gifts, receipts, campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role, User
from campaigns.models import Campaign
from donors.models import Donor
from gifts.models import Gift
from receipts.models import Receipt

SHORTEST = 2
MOST = 10
SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
STRIPES = ("pi_", "ch_", "py_")


@dataclass(frozen=True)
class Found:
    """The first few of each kind; `more` when there are more donors than shown.

    `resembling`: no donor contains the words, these are near.
    """

    donors: Sequence[Donor] = ()
    gifts: Sequence[Gift] = ()
    receipts: Sequence[Receipt] = ()
    campaigns: Sequence[Campaign] = ()
    more: bool = False
    resembling: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return bool(self.donors or self.gifts or self.receipts or self.campaigns)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What matches; the one gift with an id of Stripe's, or the one receipt with a full number, opens."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    if len(words) < SHORTEST:
        return render(request, "desk/search.html", {"words": words, "asked": False})
    found = _found(words, person(request))
    if len(found.gifts) == 1 and words.startswith(STRIPES):
        return redirect("desk:gift", gift_id=found.gifts[0].pk)
    if len(found.receipts) == 1 and words.upper() == str(found.receipts[0]):
        return redirect("receipts:page", receipt_id=found.receipts[0].pk)
    return render(request, "desk/search.html", {"words": words, "asked": True, "found": found})


def _found(words: str, user: User) -> Found:
    sees_money = bool(user.roles & SEES_MONEY)
    if words.startswith(STRIPES):
        gifts = Gift.objects.visible_to(user).select_related("donor")
        by_id = Q(payment_id=words) | Q(charge_id=words)
        return Found(gifts=list(gifts.filter(by_id)[:MOST]) if sees_money else ())
    donors = Donor.objects.visible_to(user)
    containing = list(donors.containing(words).order_by("name", "pk")[: MOST + 1])
    return Found(
        donors=containing[:MOST] or list(donors.resembling(words)[:MOST]),
        more=len(containing) > MOST,
        resembling=not containing,
        receipts=_receipts(words, user) if sees_money else (),
        campaigns=list(Campaign.objects.filter(name__icontains=words)[:MOST]) if sees_money else (),
    )


def _receipts(words: str, user: User) -> list[Receipt]:
    """Receipts by their number, with or without what stands before it."""
    head, _dash, tail = words.upper().rpartition("-")
    if not tail.isdecimal() or len(tail) > 8:
        return []
    rows = Receipt.objects.visible_to(user).select_related("series", "donor").defer("pdf", "snapshot")
    found = rows.filter(number=int(tail)).order_by("-pk")[:MOST]
    return [receipt for receipt in found if str(receipt).startswith(head)]
