"""Running one job: claim, work outside any transaction, finish."""

import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

import structlog

from jobs import actions
from jobs.registry import work_for

log = structlog.get_logger(__name__)


def run_job(*, job_id: int, clock: Callable[[], datetime]) -> None:
    """Run a job if it may be claimed now. A failure is written on its row, never lost and never raised."""
    started_at = clock()
    try:
        claim = actions.claim(job_id=job_id, now=started_at)
    except actions.NothingToClaim:
        return
    try:
        work_for(claim.kind, claim.about)(started_at)
    # the one place that catches everything: whatever a handler's bug is, its job must not be lost with it
    except Exception as error:
        held = actions.fail(claim=claim, error=type(error).__name__, now=clock())
        log.error("job_failed", job_id=job_id, kind=claim.kind, attempt=claim.attempt, error=described(error))
    else:
        held = actions.finish(claim=claim, now=clock())
    if not held:
        log.warning("job_outlived_its_lease", job_id=job_id, kind=claim.kind, attempt=claim.attempt)


def described(error: Exception) -> str:
    """Return an error's kind and place. Its text may quote a row, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__} at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}"
