"""One paper drawn, one letter sent: what settling leaves for after its commit."""

from datetime import datetime, timedelta

from jobs.registry import handles
from letters.actions import join_attachment, queue_letter
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
    gift_id = receipt.lines.values_list("gift_id", flat=True)[0]
    if receipt.replaces is None and _join(receipt, f"gift_thanks:{gift_id}", content, now):
        return
    kind = "receipt_replaced" if receipt.replaces else "receipt"
    _write(receipt, kind=kind, now=now)
    _join(receipt, f"{kind}:{receipt.pk}", content, now)


@handles("receipts.tell_void")
def tell_void(about: str, now: datetime) -> None:
    """Tell the donor that a receipt no longer holds."""
    receipt = Receipt.objects.select_related("series", "donor").get(pk=about)
    if receipt.donor is not None and receipt.donor.email:
        _write(receipt, kind="receipt_void", now=now)


def _write(receipt: Receipt, *, kind: str, now: datetime) -> None:
    donor = receipt.donor
    if donor is None:
        return
    held = now + PATIENCE if kind != "receipt_void" else None
    queue_letter(
        kind=kind,
        key=f"{kind}:{receipt.pk}",
        to_email=donor.email,
        language=receipt.language,
        facts={
            "name": donor.name,
            "number": str(receipt),
            "amount": receipt.snapshot["total"],
            "replaces": receipt.snapshot["replaces"],
        },
        about=("receipt", str(receipt.pk)),
        now=now,
        hold_until=held,
    )


def _join(receipt: Receipt, key: str, content: bytes, now: datetime) -> bool:
    return join_attachment(
        key=key,
        filename=f"receipt-{receipt}.pdf",
        content_type="application/pdf",
        content=content,
        now=now,
    )
