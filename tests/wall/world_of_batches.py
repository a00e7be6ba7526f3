"""Batches and pledges that addresses name."""

from decimal import Decimal
from typing import Any

from gifts.models import Batch
from tests.factories import MOMENT
from tests.gifts.bundling import make_batch, make_row
from tests.gifts.pledging import make_pledge


def batch_values() -> dict[str, Any]:
    """An open batch with a row; one that is posted, for what only such a one has; a pledge."""
    batch, done, pledge = make_batch(), make_batch(), make_pledge()
    row = make_row(batch)
    Batch.objects.filter(pk=done.pk).update(posted_at=MOMENT, posted_by=done.opened_by, posted_count=0)
    gone = pledge.write_offs.create(amount=Decimal(1), reason="moved away", at=MOMENT, by=pledge.recorded_by)
    return {
        "batch_id": batch.pk,
        "row_id": row.pk,
        "gifts:batch_undo.batch_id": done.pk,
        "desk:batch_report.batch_id": done.pk,
        "pledge_id": pledge.pk,
        "write_off_id": gone.pk,
    }
