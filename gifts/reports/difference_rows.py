"""Differences as the worklist shows them: in words, with a way to the thing itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from gifts.models import Difference, Gift, LedgerLine, Payout, RecurringGift
from gifts.reports.parity import KINDS


@dataclass(frozen=True)
class Shown:
    """A difference, its kind in words, and the page of what it is about; empty where we have none."""

    row: Difference
    kind: Promise | str
    href: str


def shown(rows: Sequence[Difference]) -> list[Shown]:
    """Return differences with their pages; the same few queries for any number of them."""
    ids = {row.object_id for row in rows} | {row.root for row in rows if row.root}
    pages: dict[str, str] = {}
    for txn_id, gift_id, payout_id in LedgerLine.objects.filter(txn_id__in=ids).values_list(
        "txn_id", "gift", "payout"
    ):
        if gift_id:
            pages[txn_id or ""] = reverse("desk:gift", args=[gift_id])
        elif payout_id:
            pages[txn_id or ""] = reverse("gifts:payout", args=[payout_id])
    for payment_id, gift_id in Gift.objects.filter(payment_id__in=ids).values_list("payment_id", "pk"):
        pages[payment_id or ""] = reverse("desk:gift", args=[gift_id])
    for stripe_id, pk in Payout.objects.filter(payout_id__in=ids).values_list("payout_id", "pk"):
        pages[stripe_id] = reverse("gifts:payout", args=[pk])
    for stripe_id, key in RecurringGift.objects.filter(subscription_id__in=ids).values_list(
        "subscription_id", "pk"
    ):
        pages[stripe_id] = reverse("gifts:recurring", args=[key])
    return [
        Shown(row, KINDS.get(row.kind, row.kind), pages.get(row.object_id) or pages.get(row.root, ""))
        for row in rows
    ]
