"""Search from any page: donors, volunteers, gifts, receipts, campaigns, each for those who work with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import EVERY_ROLE, person, staff
from accounts.models import Role, User
from campaigns.models import Campaign
from desk.menu import address_for
from donors.models import Donor
from gifts.models import Gift, Payout
from receipts.models import Receipt
from volunteers.models import VOLUNTEER_SIDE, Volunteer

SHORTEST = 2
MOST = 10
SEES_DONORS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY})
SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
# how an id of Stripe's begins, and where a gift carries it; lists of events and differences lead here
STRIPES = {
    "pi_": ("payment_id",),
    "ch_": ("charge_id",),
    "py_": ("payment_id", "charge_id"),
    "txn_": ("ledger_lines__txn_id",),
    "re_": ("refunds__refund_id",),
    "pyr_": ("refunds__refund_id",),
    "dp_": ("disputes__dispute_id",),
    "du_": ("disputes__dispute_id",),
    "cs_": ("checkout__session_id",),
    "sub_": ("recurring__subscription_id",),
}
PAYOUT = "po_"


@dataclass(frozen=True)
class Found:
    """The first few of each kind; `more` when there are more donors than shown.

    `resembling`: no donor contains the words, these are near.
    """

    donors: Sequence[Donor] = ()
    volunteers: Sequence[Volunteer] = ()
    gifts: Sequence[Gift] = ()
    receipts: Sequence[Receipt] = ()
    campaigns: Sequence[Campaign] = ()
    more: bool = False
    resembling: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return any((self.donors, self.volunteers, self.gifts, self.receipts, self.campaigns))


@staff(*EVERY_ROLE)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What matches; the one gift or payout of an id of Stripe's, or the receipt of a full number, opens."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    if len(words) < SHORTEST:
        return render(request, "desk/search.html", {"words": words, "asked": False})
    found = _found(words, person(request))
    if words.startswith(PAYOUT) and address_for(person(request), "gifts:payout_list"):
        payout = Payout.objects.filter(payout_id=words).first()
        if payout is not None:
            return redirect("gifts:payout", payout_id=payout.pk)
    if len(found.gifts) == 1 and _columns_of(words):
        return redirect("desk:gift", gift_id=found.gifts[0].pk)
    if len(found.receipts) == 1 and words.upper() == str(found.receipts[0]):
        return redirect("receipts:page", receipt_id=found.receipts[0].pk)
    return render(request, "desk/search.html", {"words": words, "asked": True, "found": found})


def _found(words: str, user: User) -> Found:
    sees_money = bool(user.roles & SEES_MONEY)
    if columns := _columns_of(words):
        by_id = [Q(**{column: words}) for column in columns]
        keys = Gift.objects.filter(reduce(or_, by_id)).values("pk")
        gifts = Gift.objects.visible_to(user).filter(pk__in=keys).select_related("donor")
        return Found(gifts=list(gifts.order_by("-created_at")[:MOST]) if sees_money else ())
    donors = Donor.objects.visible_to(user) if user.roles & SEES_DONORS else Donor.objects.none()
    containing = list(donors.containing(words).order_by("name", "pk")[: MOST + 1])
    return Found(
        donors=containing[:MOST] or list(donors.resembling(words)[:MOST]),
        volunteers=_volunteers(words, user),
        more=len(containing) > MOST,
        resembling=not containing,
        receipts=_receipts(words, user) if sees_money else (),
        campaigns=list(Campaign.objects.filter(name__icontains=words)[:MOST]) if sees_money else (),
    )


def _volunteers(words: str, user: User) -> list[Volunteer]:
    """Volunteers for those who work with them; their own record is no find for others."""
    if not user.roles & VOLUNTEER_SIDE:
        return []
    return list(Volunteer.objects.visible_to(user).matching(words).order_by("name", "pk")[:MOST])


def _columns_of(words: str) -> tuple[str, ...]:
    """Return where a gift carries an id of Stripe's; nothing for other words."""
    return next((columns for start, columns in STRIPES.items() if words.startswith(start)), ())


def _receipts(words: str, user: User) -> list[Receipt]:
    """Receipts by their number, with or without what stands before it."""
    head, _dash, tail = words.upper().rpartition("-")
    if not tail.isdecimal() or len(tail) > 8:
        return []
    rows = Receipt.objects.visible_to(user).select_related("series", "donor").defer("pdf", "snapshot")
    found = rows.filter(number=int(tail)).order_by("-pk")[:MOST]
    return [receipt for receipt in found if str(receipt).startswith(head)]
