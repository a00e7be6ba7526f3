"""What the house says of itself."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import Organisation, User


def save_organisation(
    *, values: Mapping[str, str | int], pictures: Mapping[str, bytes | None], by: User, now: datetime
) -> Organisation:
    """Write what changed of the one organisation, and note who changed it; nothing changed, nothing noted.

    `pictures` holds only those that change: new bytes, or None to take one away. Receipts issued before keep
    their words; they are snapshots.
    """
    with transaction.atomic():
        row = Organisation.objects.select_for_update().filter(pk=1).first() or Organisation(pk=1)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed and not pictures:
            return row
        before = {name: str(getattr(row, name)) for name in changed}
        before |= {name: "there" if getattr(row, name) else "none" for name in pictures}
        for name, value in {**changed, **pictures}.items():
            setattr(row, name, value)
        row.save()
        after = {**changed, **{name: "new" if content else "none" for name, content in pictures.items()}}
        record(
            actor=by,
            verb="organisation.changed",
            about=("organisation", "1"),
            now=now,
            before=before,
            after=after,
        )
    return row
