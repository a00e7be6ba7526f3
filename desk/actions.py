"""What staff do to the house itself."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from jobs.actions import retry_dead


def retry_job(*, actor: User, job_id: int, now: datetime) -> None:
    """Let a dead job begin anew, and note who wanted it. Raises: jobs' NotDead."""
    with transaction.atomic():
        retry_dead(job_id=job_id, now=now)
        record(actor=actor, verb="job.retried", about=("job", str(job_id)), now=now)
