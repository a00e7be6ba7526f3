"""Opening a batch, saying something else about it, and throwing an open one away."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.batches.typed import BatchRefused, Heading
from gifts.models import Batch, BatchShare, Gift


def open_batch(*, heading: Heading, by: User, now: datetime) -> Batch:
    """Begin a batch. Raises: BatchRefused with a sentence."""
    _check(heading, now)
    with transaction.atomic():
        batch = Batch.objects.create(
            **_columns(heading), currency=settings.CURRENCY, opened_by=by, opened_at=now
        )
        _write_shares(batch, heading)
        record(actor=by, verb="batch.opened", about=("batch", str(batch.pk)), now=now, after=_noted(heading))
    return batch


def change_batch(*, batch_id: int, version: int, heading: Heading, by: User, now: datetime) -> Batch:
    """Let an open batch say something else. `version` is the one that the form showed.

    Raises: BatchRefused, also where somebody changed it meanwhile or it is posted.
    """
    _check(heading, now)
    with transaction.atomic():
        batch = open_one(batch_id)
        if batch.version != version:
            raise BatchRefused(
                _("Somebody changed this batch while your form was open. Please look at it again.")
            )
        before: dict[str, str | int | None] = {
            "expected_count": batch.expected_count,
            "expected_total": str(batch.expected_total),
        }
        for name, value in _columns(heading).items():
            setattr(batch, name, value)
        batch.version += 1
        batch.save()
        batch.shares.all().delete()
        _write_shares(batch, heading)
        record(
            actor=by,
            verb="batch.changed",
            about=("batch", str(batch.pk)),
            now=now,
            before=before,
            after=_noted(heading),
        )
    return batch


def discard_batch(*, batch_id: int, by: User, now: datetime) -> None:
    """Throw an open batch away with its rows. Raises: BatchRefused where gifts of it are in the books.

    What was reversed stays there by itself: it would keep the batch open for ever, and its month with it.
    """
    with transaction.atomic():
        batch = open_one(batch_id)
        batch.gifts.filter(state=Gift.State.REVERSED).update(batch=None)
        if batch.gifts.exists():
            raise BatchRefused(
                _("Gifts of this batch are in the books already. Post it, or reverse them one by one.")
            )
        record(
            actor=by,
            verb="batch.discarded",
            about=("batch", str(batch.pk)),
            now=now,
            before={"rows": batch.rows.count(), "expected_total": str(batch.expected_total)},
        )
        batch.delete()


def open_one(batch_id: int) -> Batch:
    """Return an open batch, locked: whoever writes to it waits for whoever posts it.

    Raises: BatchRefused where it is posted or gone.
    """
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise BatchRefused(_("This batch was thrown away."))
    if not batch.is_open:
        raise BatchRefused(_("This batch is posted. A gift of it is corrected or reversed on its own page."))
    return batch


def _check(heading: Heading, now: datetime) -> None:
    if heading.received_on > legal_day(now, the_zone()):
        raise BatchRefused(_("A batch cannot have come on a day that is still to come."))
    if heading.deposited_on and heading.deposited_on < heading.received_on:
        raise BatchRefused(_("It cannot go to the bank before it came."))


def _columns(heading: Heading) -> dict[str, object]:
    return {name: value for name, value in asdict(heading).items() if name != "parts"}


def _noted(heading: Heading) -> dict[str, str | int | None]:
    return {
        "source": heading.source,
        "expected_count": heading.expected_count,
        "expected_total": str(heading.expected_total),
        "received_on": heading.received_on.isoformat(),
        "campaign": heading.campaign_id,
    }


def _write_shares(batch: Batch, heading: Heading) -> None:
    BatchShare.objects.bulk_create(
        BatchShare(batch=batch, fund_id=part.fund_id, percent=part.percent, amount=part.amount)
        for part in heading.parts
    )
