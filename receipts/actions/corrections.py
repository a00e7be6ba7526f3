"""What staff do with a receipt: take it back, let the gift have one again, put another in its place.

Each is one transaction that locks the gifts first, as settling does: of two at once the second finds the
receipt ended and is refused.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from gifts.models import Gift
from receipts.actions.settle import due_of, end_receipt, lock_together, settle
from receipts.models import Receipt, ReceiptLine, Unreceipted

WHYS = (
    Receipt.VoidReason.CORRECTED,
    Receipt.VoidReason.MISTAKEN,
    Receipt.VoidReason.LOST_PAPER,
)


class CorrectionRefused(Exception):
    """A sentence for the person who asked."""


def void_receipt(*, receipt_id: int, reason: str, by: User, now: datetime) -> Receipt:
    """Take a receipt back; its gifts stay without one until that is lifted. Return it, void.

    The donor is told, if they ever got it. Raises: CorrectionRefused when it is no longer valid.
    """
    with transaction.atomic():
        receipt, gifts = _live(receipt_id)
        end_receipt(receipt, why=Receipt.VoidReason.MISTAKEN, is_replaced=False, now=now, by=by)
        for gift in gifts:
            Unreceipted.objects.update_or_create(
                gift=gift,
                defaults={
                    "why": Unreceipted.Why.HELD,
                    "paid": due_of(gift),
                    "terms": gift.terms,
                    "decided_at": now,
                    "decided_by": by,
                },
            )
        note_ended(receipt, "receipt.voided", by=by, now=now, reason=reason)
    return receipt


def lift(*, gift_id: UUID, reason: str, by: User, now: datetime) -> Receipt | None:
    """Let a gift that staff held back be settled again; return its receipt, or None where none is due.

    Raises: CorrectionRefused when it is not held back.
    """
    with transaction.atomic():
        lock_together(gift_id)
        held = Unreceipted.objects.filter(gift=gift_id, why=Unreceipted.Why.HELD)
        if not held.delete()[0]:
            raise CorrectionRefused(_("Nothing holds back the receipt of this gift."))
        receipt = settle(gift_id=gift_id, now=now, by=by)
        record(
            actor=by,
            verb="receipt.lifted",
            about=("gift", str(gift_id)),
            now=now,
            after={"receipt": receipt.pk if receipt else None},
            reason=reason,
        )
    return receipt


def replace_receipt(*, receipt_id: int, why: str, reason: str, by: User, now: datetime) -> Receipt:
    """Let a new receipt, with what is true today, take the place of one; return the new one.

    `why` is one of WHYS. Raises: CorrectionRefused when it is no longer valid, or nothing stands of it.
    """
    if why not in WHYS:
        raise CorrectionRefused(_("Please say why it is replaced."))
    with transaction.atomic():
        old, gifts = _live(receipt_id)
        new = settle(gift_id=gifts[0].pk, now=now, by=by, because=why)
        if new is None:
            raise CorrectionRefused(_("Nothing of it stands any more: it becomes void by itself."))
        old.refresh_from_db(fields=["status", "void_reason"])
        note_ended(old, "receipt.replaced", by=by, now=now, reason=reason, new=new)
    return new


def _live(receipt_id: int) -> tuple[Receipt, list[Gift]]:
    """Return a receipt that is valid, and its gifts, locked. Raises: CorrectionRefused."""
    first = ReceiptLine.objects.filter(receipt=receipt_id).values_list("gift", flat=True).first()
    if first is None:
        raise CorrectionRefused(_("This paper is not about a gift."))
    gifts = lock_together(first)
    receipt = Receipt.objects.select_for_update(of=("self",)).select_related("series").get(pk=receipt_id)
    if receipt.status != Receipt.Status.LIVE:
        raise CorrectionRefused(_("It is no longer valid: it was voided or replaced meanwhile."))
    return receipt, gifts


def note_ended(
    receipt: Receipt, verb: str, *, by: User, now: datetime, reason: str, new: Receipt | None = None
) -> None:
    """Note in the trail that a valid paper ended, and which one took its place."""
    record(
        actor=by,
        verb=verb,
        about=("receipt", str(receipt.pk)),
        now=now,
        before={"status": Receipt.Status.LIVE.value},
        after={
            "number": str(receipt),
            "status": receipt.status,
            "why": receipt.void_reason,
            **({"new": str(new)} if new else {}),
        },
        reason=reason,
    )
