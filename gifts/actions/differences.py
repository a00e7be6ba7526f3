"""Rows for what Stripe's books and ours disagree on: opened once, closed when they agree again."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from gifts.actions.comparing import Books, Found
from gifts.models import Difference, Part
from gifts.reports.rows_of_root import BY_ROOT, PART_OF_KIND

COMPARED = ("gift", "line", "payout_row", "recurring", "refund", "dispute")


def note_books(books: Books, *, now: datetime) -> int:
    """Keep an open row for each difference that a comparison found; close those that agree by now.

    Returns how many are open.
    """
    still_open = 0
    for kind in COMPARED:
        found = {object_id: said for (of, object_id), said in books.found.items() if of == kind}
        checked = {object_id for of, object_id in books.checked if of == kind}
        still_open += _keep(kind, found, checked, now)
    return still_open


def note_differences(
    kind: str,
    found: Mapping[str, tuple[str, str]],
    *,
    now: datetime,
    checked: Collection[str] | None = None,
) -> int:
    """Keep an open row for each object found (ours, Stripe's); close those that are explained now.

    Only objects that were `checked` can be explained; None means that all were. Returns how many are open.
    """
    said = {
        object_id: Found(ours, stripes, _part(kind, object_id), _root(object_id))
        for object_id, (ours, stripes) in found.items()
    }
    return _keep(kind, said, checked, now)


def explain_difference(*, difference_id: int, explanation: str, by: User, now: datetime) -> Difference:
    """Write beside a difference why it is there. It stays on the list while the books disagree."""
    with transaction.atomic():
        row = Difference.objects.select_for_update().get(pk=difference_id)
        row.explanation, row.explained_by, row.explained_at = explanation, by, now
        row.save(update_fields=["explanation", "explained_by", "explained_at"])
        record(
            actor=by,
            verb="difference.explained",
            about=("difference", str(row.pk)),
            now=now,
            after={"kind": row.kind, "object": row.object_id},
        )
    return row


def _keep(kind: str, found: Mapping[str, Found], checked: Collection[str] | None, now: datetime) -> int:
    with transaction.atomic():
        open_rows = {row.object_id: row for row in Difference.objects.filter(kind=kind, resolved_at=None)}
        for object_id, row in open_rows.items():
            if object_id in found:
                row.ours, row.stripes = found[object_id].ours[:200], found[object_id].stripes[:200]
                row.last_seen_at = now
            elif checked is None or object_id in checked:
                row.resolved_at = now
            row.save(update_fields=["ours", "stripes", "last_seen_at", "resolved_at"])
        for object_id in sorted(found.keys() - open_rows.keys()):
            said = found[object_id]
            Difference.objects.create(
                kind=kind,
                part=said.part,
                root=said.root[:80],
                object_id=object_id[:80],
                ours=said.ours[:200],
                stripes=said.stripes[:200],
                first_seen_at=now,
                last_seen_at=now,
            )
    return Difference.objects.filter(kind=kind, resolved_at=None).count()


def _part(kind: str, object_id: str) -> Part:
    by_root = (part for start, part in BY_ROOT.items() if object_id.startswith(start))
    return PART_OF_KIND.get(kind) or next(by_root, Part.BALANCE)


def _root(object_id: str) -> str:
    return object_id if object_id.startswith(tuple(BY_ROOT)) else ""
