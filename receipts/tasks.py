"""One paper drawn, one letter sent: what settling leaves for after its commit."""

from datetime import datetime, timedelta

from gifts.letters import is_told_by_mail
from gifts.models import Gift
from jobs.registry import handles
from receipts.letters import enclose_paper, queue_receipt_letter
from receipts.models import Receipt
from receipts.papers import store

PATIENCE = timedelta(minutes=1)


@handles("receipts.render")
def render_and_send(about: str, now: datetime) -> None:
    """Draw the paper and let it join the thank-you; a letter of its own goes where that has left already.

    Twice is once: the paper is kept, and a letter that left with it says so when asked again.
    """
    receipt = Receipt.objects.select_related("series", "donor", "replaces").get(pk=about)
    content = store(receipt)
    if receipt.donor is None or not receipt.donor.email or receipt.status != Receipt.Status.LIVE:
        return
    gift = Gift.objects.select_related("recurring").filter(receipt_lines__receipt=receipt)[0]
    if receipt.replaces is None:
        key = f"gift_thanks:{gift.pk}"
        if not is_told_by_mail(gift) or enclose_paper(receipt, key=key, content=content, now=now):
            return
    kind = "receipt_replaced" if receipt.replaces else "receipt"
    key = f"{kind}:{receipt.pk}"
    queue_receipt_letter(receipt, kind=kind, key=key, now=now, hold_until=now + PATIENCE)
    enclose_paper(receipt, key=key, content=content, now=now)


@handles("receipts.tell_void")
def tell_void(about: str, now: datetime) -> None:
    """Tell the donor that a receipt no longer holds."""
    receipt = Receipt.objects.select_related("series", "donor").get(pk=about)
    queue_receipt_letter(receipt, kind="receipt_void", key=f"receipt_void:{receipt.pk}", now=now)
