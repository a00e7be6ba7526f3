"""Writing work down."""

from datetime import datetime

from jobs.models import Job


def enqueue(
    *, kind: str, about: str, now: datetime, key: str | None = None, run_at: datetime | None = None
) -> None:
    """Insert a job in the caller's transaction. With a key that exists already, nothing happens."""
    Job.objects.bulk_create(
        [Job(kind=kind, about=about, key=key, run_at=run_at or now, created_at=now)],
        ignore_conflicts=key is not None,
    )
