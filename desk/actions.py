"""What staff do to the house itself."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.actions.organisation import save_organisation
from accounts.audit import record
from accounts.models import Organisation, User
from gifts.actions.tallies import ask_for_rebuild
from gifts.reports.fund_moves import tally_zone
from gifts.reports.tallies import fiscal_month
from jobs.actions import retry_dead


def retry_job(*, actor: User, job_id: int, now: datetime) -> None:
    """Let a dead job begin anew, and note who wanted it. Raises: jobs' NotDead."""
    with transaction.atomic():
        retry_dead(job_id=job_id, now=now)
        record(actor=actor, verb="job.retried", about=("job", str(job_id)), now=now)


def save_setup(
    *, values: Mapping[str, str | int], pictures: Mapping[str, bytes | None], by: User, now: datetime
) -> Organisation:
    """Save the organisation; have what is kept for reports counted by its fiscal year and its time zone."""
    with transaction.atomic():
        saved = save_organisation(values=values, pictures=pictures, by=by, now=now)
        if (saved.fiscal_month, saved.zone) != (fiscal_month(), tally_zone()):
            ask_for_rebuild(month=saved.fiscal_month, now=now)
    return saved
