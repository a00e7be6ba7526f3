"""One paper drawn, one letter sent: what settling leaves for after its commit."""

from datetime import datetime, timedelta

from django.db import transaction

from gifts.letters import is_told_by_mail
from gifts.models import Gift
from jobs.registry import handles
from receipts.letters import enclose_paper, queue_receipt_letter, reader_of
from receipts.models import Receipt, ReceiptKind
from receipts.papers import store
from receipts.reports.chain import up_to
from receipts.signing import sign_paper

ON_THEIR_OWN = frozenset({ReceiptKind.ANNUAL, ReceiptKind.EXPENSES})  # no thank-you carries these
PATIENCE = timedelta(minutes=1)


@handles("receipts.render")
def render_and_send(about: str, now: datetime) -> None:
    """Draw the paper and let it join the thank-you; a letter of its own goes where that has left already.

    Twice is once: the paper is kept, and a letter that left with it says so when asked again.
    """
    receipt = Receipt.objects.get(pk=about)
    content = store(receipt)
    receipt.refresh_from_db(fields=["pdf_sha256"])
    sign_paper(receipt, now=now)
    with transaction.atomic():  # who ends it meanwhile waits, and finds whether the donor got it
        locked = Receipt.objects.select_for_update(of=("self",))
        receipt = locked.select_related("series", "donor", "volunteer", "replaces").get(pk=about)
        if receipt.status == Receipt.Status.LIVE and reader_of(receipt):
            _mail(receipt, content, now)


@handles("receipts.tell_void")
def tell_void(about: str, now: datetime) -> None:
    """Tell its donor or volunteer that a receipt no longer holds: the last they got, if they got any."""
    ended = Receipt.objects.get(pk=about)
    told = up_to(ended).filter(left_at__isnull=False).defer("pdf").first()
    if told:
        key = f"receipt_void:{told.pk}"
        queue_receipt_letter(told, kind="receipt_void", key=key, now=now, why=ended.void_reason)


def _mail(receipt: Receipt, content: bytes, now: datetime) -> None:
    """Enclose the paper in the letter that is there for it, or write one."""
    is_new = not up_to(receipt).exclude(pk=receipt.pk).filter(left_at__isnull=False).exists()
    if is_new and receipt.kind not in ON_THEIR_OWN:
        gift = Gift.objects.select_related("recurring").filter(receipt_lines__receipt=receipt)[0]
        if not is_told_by_mail(gift):
            Receipt.objects.filter(pk=receipt.pk).note_left(now)  # by the way they chose: to their page
            return
        if enclose_paper(receipt, key=f"gift_thanks:{gift.pk}", content=content, now=now):
            Receipt.objects.filter(pk=receipt.pk).note_left(now)
            return
    kind = "receipt" if is_new else "receipt_replaced"
    key = f"{kind}:{receipt.pk}"
    queue_receipt_letter(receipt, kind=kind, key=key, now=now, hold_until=now + PATIENCE)
    if enclose_paper(receipt, key=key, content=content, now=now):
        Receipt.objects.filter(pk=receipt.pk).note_left(now)
