"""Rows of an open batch: saved as they are typed, changed by whoever saw the newest one, removed."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from gifts.actions.batches.heading import open_one
from gifts.actions.batches.typed import BatchRefused, TypedRow
from gifts.models import BatchRow


def add_row(*, batch_id: int, form_key: UUID, typed: TypedRow, by: User, now: datetime) -> BatchRow:
    """Save a line, whatever is wrong with it; the same form twice is one row.

    Raises: BatchRefused where the batch is posted or gone.
    """
    with transaction.atomic():
        batch = open_one(batch_id)  # locked, so of two alike the second finds the first
        before = BatchRow.objects.filter(form_key=form_key, batch=batch).first()
        if before is not None:
            return before
        return BatchRow.objects.create(
            batch=batch, form_key=form_key, entered_by=by, entered_at=now, **asdict(typed)
        )


def change_row(
    *, batch_id: int, row_id: int, version: int, typed: TypedRow, by: User, now: datetime
) -> BatchRow:
    """Let a row say something else; `version` is the one that its form showed.

    Raises: BatchRefused where somebody changed or removed it meanwhile, or the batch is posted.
    """
    with transaction.atomic():
        open_one(batch_id)
        row = _newest(batch_id, row_id, version)
        for name, value in asdict(typed).items():
            setattr(row, name, value)
        row.version, row.entered_by, row.entered_at = version + 1, by, now
        row.save()
    return row


def remove_row(*, batch_id: int, row_id: int, version: int) -> None:
    """Take a row out. Raises: BatchRefused as `change_row` does."""
    with transaction.atomic():
        open_one(batch_id)
        _newest(batch_id, row_id, version).delete()


def _newest(batch_id: int, row_id: int, version: int) -> BatchRow:
    row = BatchRow.objects.filter(batch_id=batch_id, pk=row_id).first()
    if row is None:
        raise BatchRefused(_("Somebody removed this row meanwhile."))
    if row.version != version:
        raise BatchRefused(_("Somebody changed this row while yours was open. Look at what they wrote."))
    return row
