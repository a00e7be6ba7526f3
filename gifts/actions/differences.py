"""Rows for what Stripe's books and ours disagree on: opened once, closed when they agree again."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from gifts.models import Difference


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
    with transaction.atomic():
        open_rows = {row.object_id: row for row in Difference.objects.filter(kind=kind, resolved_at=None)}
        for object_id, row in open_rows.items():
            if object_id in found:
                row.ours, row.stripes = found[object_id]
                row.last_seen_at = now
            elif checked is None or object_id in checked:
                row.resolved_at = now
            row.save(update_fields=["ours", "stripes", "last_seen_at", "resolved_at"])
        for object_id in sorted(found.keys() - open_rows.keys()):
            ours, stripes = found[object_id]
            Difference.objects.create(
                kind=kind,
                object_id=object_id[:80],
                ours=ours[:200],
                stripes=stripes[:200],
                first_seen_at=now,
                last_seen_at=now,
            )
    return Difference.objects.filter(kind=kind, resolved_at=None).count()
