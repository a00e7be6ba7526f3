"""Search from any page: people, households, gifts, receipts, campaigns, each for those who work with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import EVERY_ROLE, person, staff
from accounts.models import Role, User
from campaigns.models import Campaign
from core.asked import words_of
from core.folding import DIGITS_LIKE, fold, national_digits
from desk.menu import address_for
from donors.models import Donor, Household
from donors.models.donor import DonorQuerySet
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

    donors: Sequence[tuple[Donor, str]] = ()
    households: Sequence[Household] = ()
    volunteers: Sequence[Volunteer] = ()
    gifts: Sequence[Gift] = ()
    receipts: Sequence[Receipt] = ()
    campaigns: Sequence[Campaign] = ()
    more: bool = False
    resembling: bool = False
    by_check: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return any(self._kinds())

    @property
    def only_one(self) -> str:
        """The address of what was found where nothing else was, and no typing error was forgiven."""
        found = [(kind, row) for kind, rows in enumerate(self._kinds()) for row in rows]
        if len(found) != 1 or (self.resembling and self.donors):
            return ""
        kind, row = found[0]
        return _page_of(kind, row[0] if isinstance(row, tuple) else row)

    def _kinds(self) -> tuple[Sequence[Any], ...]:
        return (self.donors, self.households, self.gifts, self.receipts, self.volunteers, self.campaigns)


@staff(*EVERY_ROLE)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What matches; the one gift or payout of an id of Stripe's, or the receipt of a full number, opens."""
    words = words_of(request)
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
    if found.only_one:
        return redirect(found.only_one)
    return render(request, "desk/search.html", {"words": words, "asked": True, "found": found})


def _page_of(kind: int, row: Any) -> str:
    """The address of one found row; volunteers and campaigns are shown, not opened."""
    routes = ("desk:donor", "desk:household", "desk:gift", "receipts:page")
    return reverse(routes[kind], args=[row.pk]) if kind < len(routes) else ""


def _found(words: str, user: User) -> Found:
    sees_money = bool(user.roles & SEES_MONEY)
    if columns := _columns_of(words):
        by_id = [Q(**{column: words}) for column in columns]
        keys = Gift.objects.filter(reduce(or_, by_id)).values("pk")
        gifts = Gift.objects.visible_to(user).filter(pk__in=keys).select_related("donor")
        return Found(gifts=list(gifts.order_by("-created_at")[:MOST]) if sees_money else ())
    donors = Donor.objects.visible_to(user) if user.roles & SEES_DONORS else Donor.objects.none()
    containing = _containing(words, donors)
    of_check = _by_check(words, user) if sees_money else []
    shown = containing[:MOST] or ([] if of_check else list(donors.resembling(words)[:MOST]))
    return Found(
        donors=[(donor, why_found(donor, words)) for donor in shown],
        households=_households(words) if user.roles & SEES_DONORS else (),
        gifts=of_check,
        by_check=bool(of_check),
        volunteers=_volunteers(words, user),
        more=len(containing) > MOST,
        resembling=not containing,
        receipts=_receipts(words, user) if sees_money else (),
        campaigns=list(Campaign.objects.filter(name__icontains=words)[:MOST]) if sees_money else (),
    )


def _containing(words: str, donors: DonorQuerySet) -> list[Donor]:
    """One more than is shown of those who contain the words; a whole address of mail is one donor's alone."""
    known = Donor.objects.carrying(words.lower()) if "@" in words else None
    alone = list(donors.filter(pk=known.pk)) if known else []
    return alone or donors.first_containing(words, MOST + 1)


def _by_check(words: str, user: User) -> list[Gift]:
    """Gifts by the number of their check."""
    if not any(sign.isdecimal() for sign in words):
        return []
    rows = Gift.objects.visible_to(user).filter(check_number=words).select_related("donor")
    return list(rows.order_by("-created_at")[:MOST])


def _households(words: str) -> list[Household]:
    """Households in whose greetings each word stands."""
    found = Q()
    for word in fold(words).split():
        found &= Q(search_text__contains=word if len(word) > SHORTEST else f" {word}")
    return list(Household.objects.filter(found).order_by("formal_greeting", "pk")[:MOST])


def why_found(donor: Donor, words: str) -> str:
    """Say why a donor is among the found, where it is not their name."""
    digits, phone = national_digits(words), "".join(sign for sign in donor.phone if sign.isdecimal())
    if set(words) <= DIGITS_LIKE and digits and digits in phone:
        return _("by the phone")
    sought = fold(words).split()
    if all(word in fold(donor.name) for word in sought):
        return ""
    if any(word in donor.email for word in sought):
        return _("by the e-mail address")
    other = next((each for each in donor.other_emails.split() if any(word in each for word in sought)), "")
    return _("by another address: %(email)s") % {"email": other} if other else _("the name is similar")


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
    head, __, tail = words.upper().rpartition("-")
    if not tail.isdecimal() or len(tail) > 8:
        return []
    rows = Receipt.objects.visible_to(user).select_related("series", "donor").defer("pdf", "snapshot")
    found = rows.filter(number=int(tail)).order_by("-pk")[:MOST]
    return [receipt for receipt in found if str(receipt).startswith(head)]
