"""The audit trail's one pen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import AuditEntry, User

Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True)
class Deed:
    """What was done to a thing (kind, id); non-secret fields before and after."""

    verb: str
    about: tuple[str, str]
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    reason: str = ""


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
    record_all([Deed(verb, about, before or {}, after or {}, reason)], actor=actor, now=now)


def record_all(deeds: Sequence[Deed], *, actor: User | None, now: datetime) -> None:
    """Append many deeds of one actor by one statement, as `record` does one."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now,
            actor=actor,
            verb=deed.verb,
            about_kind=deed.about[0],
            about_id=deed.about[1],
            before=dict(deed.before),
            after=dict(deed.after),
            reason=deed.reason,
        )
        for deed in deeds
    )
