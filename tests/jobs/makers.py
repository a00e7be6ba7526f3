"""Plain makers of jobs."""

from datetime import datetime

from jobs.models import Job


def make_job(
    *,
    now: datetime,
    kind: str = "test.note",
    about: str = "1",
    run_at: datetime | None = None,
    key: str | None = None,
    state: str = "waiting",
    max_attempts: int = 8,
    finished_at: datetime | None = None,
) -> Job:
    """A job that is due now, unless said otherwise."""
    return Job.objects.create(
        kind=kind,
        about=about,
        key=key,
        state=state,
        max_attempts=max_attempts,
        run_at=run_at or now,
        publish_at=run_at or now,
        finished_at=finished_at,
        created_at=now,
    )
