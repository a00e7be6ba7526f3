"""When a posted batch went to the bank: often days after it was entered."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.batches.typed import BatchRefused
from gifts.actions.periods import PeriodClosed, hold_open
from gifts.models import Batch, JournalRow, Purpose


def note_deposit(*, batch_id: int, day: date, by: User, now: datetime) -> Batch:
    """Say when a posted batch went to the bank, or say it anew until the month of that day is closed.

    Raises: BatchRefused with a sentence.
    """
    with transaction.atomic():
        # the batch first, as whoever posts it or takes it back does: else each could wait for the other
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        try:
            hold_open(day)
        except PeriodClosed as refusal:
            raise BatchRefused(str(refusal)) from None
        _check(batch, day, now)
        if batch.deposited_on == day:
            return batch
        before, batch.deposited_on = batch.deposited_on, day
        batch.save(update_fields=["deposited_on"])
        record(
            actor=by,
            verb="batch.deposited",
            about=("batch", str(batch.pk)),
            now=now,
            before={"deposited_on": before.isoformat() if before else None},
            after={"deposited_on": day.isoformat()},
        )
    return batch


def _check(batch: Batch, day: date, now: datetime) -> None:
    if batch.is_open:
        raise BatchRefused(_("Post the batch first."))
    if batch.undone_at is not None:
        raise BatchRefused(_("This batch was taken back: nothing of it went to the bank."))
    if day < batch.received_on:
        raise BatchRefused(_("It cannot go to the bank before it came."))
    if day > legal_day(now, the_zone()):
        raise BatchRefused(_("This day is still to come."))
    # a check that came back before its batch went to the bank was taken out of the box, not from the bank
    reversed_there = Q(line__gift__batch=batch, line__amount__lt=0, purpose=Purpose.UNDEPOSITED)
    if JournalRow.objects.filter(Q(batch=batch) | reversed_there, period__reopened_at=None).exists():
        raise BatchRefused(
            _("What it depends on stands in a month that is closed. Ask finance to open that again.")
        )
