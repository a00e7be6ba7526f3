"""The one Celery task. It carries an id; the row says the rest."""

from collections.abc import Mapping

from django.utils import timezone

from core.celery import app
from jobs.registry import queue_of
from jobs.worker import run_job


@app.task(name="jobs.run")  # type: ignore[untyped-decorator] # Celery carries no types
def run(job_id: int) -> None:
    """Run the job of an id, if it is still there to be run."""
    run_job(job_id=job_id, clock=timezone.now)


def ring(kinds: Mapping[int, str]) -> None:
    """Send ids to whichever worker is free, each to the queue of its kind.

    Raises: kombu's OperationalError when the broker is away.
    """
    with app.producer_or_acquire() as producer:
        for job_id, kind in kinds.items():
            run.apply_async((job_id,), producer=producer, queue=queue_of(kind), retry=False)
