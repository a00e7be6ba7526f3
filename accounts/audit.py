"""The audit trail's one pen."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import AuditEntry, User

Facts = Mapping[str, str | int | bool | None]


def record(
    *,
    actor: User | None,
    verb: str,
    about: tuple[str, str],
    now: datetime,
    before: Facts | None = None,
    after: Facts | None = None,
    reason: str = "",
) -> None:
    """Append what an actor (None: the system) did to a thing (kind, id), in the caller's transaction.

    `before` and `after` hold non-secret fields only.
    """
    kind, identifier = about
    AuditEntry.objects.create(
        at=now,
        actor=actor,
        verb=verb,
        about_kind=kind,
        about_id=identifier,
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
    )
