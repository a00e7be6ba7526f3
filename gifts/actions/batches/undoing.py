"""Taking a posted batch back: each gift is reversed with the reason; above twenty, by two people."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from gifts.actions.batches.typed import BatchRefused
from gifts.actions.offline import Cause, reverse_gifts
from gifts.models import ALONE_AT_MOST, Batch


def undo_batch(*, batch_id: int, reason: str, by: User, now: datetime) -> Batch:
    """Reverse every gift of a posted batch; of a big one, note that it was asked and wait for somebody else.

    Twice is once. What the first person wrote stays the reason.

    Raises: BatchRefused where it is not posted, or the same person asks again for a big one.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
        if batch is None or batch.is_open:
            raise BatchRefused(_("Only a posted batch is taken back."))
        if batch.undone_at is not None:
            return batch
        if wants_another(batch):
            if batch.undo_asked_by_id is None:
                return _ask(batch, reason, by=by, now=now)
            if batch.undo_asked_by_id == by.pk:
                raise BatchRefused(_("More than 20 gifts are taken back by two people: ask another."))
        batch.undo_reason = batch.undo_reason or reason
        gift_ids = list(batch.gifts.values_list("pk", flat=True))
        reverse_gifts(gift_ids=gift_ids, cause=Cause.MISTAKEN, reason=batch.undo_reason, by=by, now=now)
        batch.undone_by, batch.undone_at = by, now
        batch.save(update_fields=["undone_by", "undone_at", "undo_reason"])
        record(
            actor=by,
            verb="batch.undone",
            about=("batch", str(batch.pk)),
            now=now,
            after={"gifts": batch.posted_count},
            reason=batch.undo_reason,
        )
    return batch


def wants_another(batch: Batch) -> bool:
    """Whether taking this batch back wants a second person."""
    return (batch.posted_count or 0) > ALONE_AT_MOST


def _ask(batch: Batch, reason: str, *, by: User, now: datetime) -> Batch:
    batch.undo_asked_by, batch.undo_asked_at, batch.undo_reason = by, now, reason
    batch.save(update_fields=["undo_asked_by", "undo_asked_at", "undo_reason"])
    record(
        actor=by,
        verb="batch.undo_asked",
        about=("batch", str(batch.pk)),
        now=now,
        after={"gifts": batch.posted_count},
        reason=reason,
    )
    return batch
