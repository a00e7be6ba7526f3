"""Receipts follow their gifts when two records are parted again."""

from donors.registry import Parted
from receipts.models import Receipt, ReceiptLine


def give_back_receipts(parted: Parted) -> int:
    """Give the folded record the papers of gifts that came for it since the merge; return how many.

    One that is for gifts of both stays where it is: it was issued so.
    """
    lines = ReceiptLine.objects.filter(receipt__donor=parted.kept_id, receipt__issued_at__gte=parted.since)
    theirs = lines.filter(gift__donor=parted.folded_id).values("receipt")
    both = lines.exclude(gift__donor=parted.folded_id).values("receipt")
    keys = list(Receipt.objects.filter(pk__in=theirs).exclude(pk__in=both).values_list("pk", flat=True))
    return Receipt.objects.filter(pk__in=keys).update(donor=parted.folded_id)
