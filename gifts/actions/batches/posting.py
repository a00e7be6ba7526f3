"""A batch becomes gifts: all of its rows or none, once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import record
from accounts.models import Role, User
from gifts.actions.batches.reading import gift_of, parts_of, problems_of
from gifts.actions.batches.typed import BatchRefused
from gifts.actions.offline import OfflineRefused, record_gifts
from gifts.models import Batch, BatchRow, Gift, Pledge
from gifts.reports.batches import counted_of

MAY_OVERRIDE = frozenset({Role.FINANCE, Role.ADMINISTRATOR})


def post_batch(*, batch_id: int, by: User, now: datetime, override: str = "") -> Batch:
    """Make a gift of every row, with its receipt and thanks following. Posted twice is posted once.

    Where count or total are not what was expected, finance says in `override` why it is posted all the same.

    Raises: BatchRefused with a sentence, and then no gift is made.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
        if batch is None:
            raise BatchRefused(_("This batch was thrown away."))
        if not batch.is_open:
            return batch
        rows = list(batch.rows.select_related("donor", "appeal", "fund").order_by("pk"))
        _check(batch, rows, by=by, override=override)
        _lock_pledges(rows)
        _write_gifts(batch, rows, by=by, now=now)
        batch.posted_by, batch.posted_at, batch.posted_count = by, now, batch.gifts.count()
        batch.save(update_fields=["posted_by", "posted_at", "posted_count", "override_reason"])
        record(
            actor=by,
            verb="batch.posted",
            about=("batch", str(batch.pk)),
            now=now,
            after={
                "gifts": batch.posted_count,
                "expected_count": batch.expected_count,
                "expected_total": str(batch.expected_total),
            },
            reason=batch.override_reason,
        )
    return batch


def _check(batch: Batch, rows: Sequence[BatchRow], *, by: User, override: str) -> None:
    parts = parts_of(batch)
    broken = sum(bool(problems_of(row, batch=batch, parts=parts)) for row in rows)
    if broken:
        raise BatchRefused(
            ngettext(
                "%(count)s row needs another look first.", "%(count)s rows need another look first.", broken
            )
            % {"count": broken}
        )
    counted = counted_of(batch)
    if counted.count == 0:
        raise BatchRefused(_("There is nothing in this batch yet."))
    if counted.matches:
        return
    if not override:
        raise BatchRefused(counted.difference)
    if not by.roles & MAY_OVERRIDE:
        raise BatchRefused(_("Only finance posts a batch that does not match."))
    batch.override_reason = override


def _lock_pledges(rows: Sequence[BatchRow]) -> None:
    """In one order, so that two batches that pay the same pledges do not wait for each other for ever."""
    keys = {row.pledge_id for row in rows if row.pledge_id}
    if keys:
        list(Pledge.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _write_gifts(batch: Batch, rows: Sequence[BatchRow], *, by: User, now: datetime) -> None:
    parts = parts_of(batch)
    try:
        record_gifts(typed=[gift_of(row, batch=batch, parts=parts) for row in rows], by=by, now=now)
    except OfflineRefused as refusal:
        said = {"number": refusal.place + 1, "why": str(refusal)}
        raise BatchRefused(_("Row %(number)s: %(why)s") % said) from refusal
    theirs = Gift.objects.filter(form_key=OuterRef("form_key"))
    batch.rows.update(
        gift=Subquery(theirs.values("pk")),
        donor=Subquery(theirs.values("donor")),
        who="",
        is_new=False,
        new_email="",
        amount_words="",
        postmark_words="",
    )
