"""Copies that leave the house are written down."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from receipts.letters import enclose_paper, may_be_mailed, queue_receipt_letter, reader_of
from receipts.models import Receipt, ReceiptCopy
from receipts.papers import marked
from receipts.regimes import regime_named

# a second press of the button within this is the same wish
SAME_WISH = timedelta(minutes=1)


class CopyRefused(Exception):
    """A sentence for the person who asked."""


def record_copy(
    *, receipt: Receipt, by: User | None, channel: str, now: datetime, is_look: bool = False
) -> ReceiptCopy:
    """Return the note that somebody took the paper or was sent it; with a look of staff it has not left."""
    if not is_look:
        Receipt.objects.filter(pk=receipt.pk).note_left(now)
    return ReceiptCopy.objects.create(receipt=receipt, made_at=now, made_by=by, channel=channel)


def send_copy(*, receipt_id: int, by: User, now: datetime) -> ReceiptCopy:
    """Mail its donor or volunteer the receipt again, marked as a copy; return the note of it.

    Raises: CopyRefused when the receipt is no longer valid, its rules know no copies, no mail reaches or is
    wanted by them, or one has just left.
    """
    with transaction.atomic():
        locked = Receipt.objects.select_for_update(of=("self",))
        receipt = locked.select_related("series", "donor", "volunteer").get(pk=receipt_id)
        _check(receipt, now)
        copy = record_copy(receipt=receipt, by=by, channel="mail", now=now)
        key = f"receipt:{receipt.pk}:copy:{copy.pk}"
        queue_receipt_letter(receipt, kind="receipt", key=key, now=now, hold_until=now + SAME_WISH)
        enclose_paper(receipt, key=key, content=marked(receipt), now=now)
        record(
            actor=by,
            verb="receipt.copy_sent",
            about=("receipt", str(receipt.pk)),
            now=now,
            after={"number": str(receipt), "copy": copy.pk},
        )
    return copy


def _check(receipt: Receipt, now: datetime) -> None:
    if receipt.status != Receipt.Status.LIVE:
        raise CopyRefused(_("This receipt is no longer valid, so no copy of it is sent."))
    if regime_named(receipt.series.regime).is_replaced_not_copied:
        raise CopyRefused(_("A lost receipt is cancelled and replaced under these rules; it is not copied."))
    donor = receipt.donor
    if reader_of(receipt) is None and receipt.volunteer:
        raise CopyRefused(_("They never proved an e-mail address. Take the paper and hand it over."))
    if reader_of(receipt) is None and (donor is None or not donor.no_post):
        raise CopyRefused(_("The donor has no e-mail address. Take the paper and post it."))
    if reader_of(receipt) is None:
        raise CopyRefused(_("The donor has no e-mail address, and wants nothing by post."))
    if donor is not None and not may_be_mailed(donor):
        raise CopyRefused(_("This donor gets no mail from us. The receipt stands on their page."))
    if receipt.copies.filter(channel="mail", made_at__gt=now - SAME_WISH).exists():
        raise CopyRefused(_("A copy was sent less than a minute ago."))
