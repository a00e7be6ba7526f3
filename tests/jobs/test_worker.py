"""Running one job, and many side by side."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import structlog
from django.db import connection

from jobs import actions
from jobs.models import Job
from jobs.registry import HANDLERS, handles
from jobs.worker import run_job
from tests.jobs.makers import make_job


@pytest.fixture
def ran() -> Iterator[list[str]]:
    """What a handler of kind `test.note` was called with."""
    calls: list[str] = []

    @handles("test.note")
    def note(about: str, now: datetime) -> None:
        calls.append(about)

    yield calls
    del HANDLERS["test.note"]


@pytest.fixture
def failing() -> Iterator[None]:
    """A handler of kind `test.fail` whose error quotes an address."""

    @handles("test.fail")
    def fail(about: str, now: datetime) -> None:
        raise ValueError("donor@example.org is not here")

    yield
    del HANDLERS["test.fail"]


def test_a_due_job_is_run_and_done(db: None, now: datetime, ran: list[str]) -> None:
    job = make_job(now=now, about="7")
    run_job(job_id=job.pk, clock=lambda: now)
    job.refresh_from_db()
    assert (ran, job.state) == (["7"], "done")


def test_a_job_is_not_run_twice_by_an_id_that_came_twice(db: None, now: datetime, ran: list[str]) -> None:
    job = make_job(now=now)
    for _ in range(2):
        run_job(job_id=job.pk, clock=lambda: now)
    assert ran == ["1"]


def test_a_failure_is_kept_by_kind_without_its_text(db: None, now: datetime, failing: None) -> None:
    job = make_job(now=now, kind="test.fail")
    with structlog.testing.capture_logs() as lines:
        run_job(job_id=job.pk, clock=lambda: now)
    job.refresh_from_db()
    assert (job.state, job.error, job.run_at) == ("waiting", "ValueError", now + timedelta(seconds=5))
    assert "donor@example.org" not in repr(lines)
    assert lines[0]["error"].startswith("ValueError at test_worker.py:")


def test_a_job_of_a_kind_that_nobody_handles_waits_for_a_worker_that_does(db: None, now: datetime) -> None:
    job = make_job(now=now, kind="test.unknown")
    run_job(job_id=job.pk, clock=lambda: now)
    job.refresh_from_db()
    assert (job.state, job.error) == ("waiting", "KeyError")


def test_a_worker_that_outlived_its_lease_says_so(db: None, now: datetime, ran: list[str]) -> None:
    job = make_job(now=now)
    moments = iter([now, now + timedelta(minutes=2)])

    @handles("test.note")
    def slow(about: str, at: datetime) -> None:
        actions.claim(job_id=job.pk, now=now + timedelta(minutes=2))

    with structlog.testing.capture_logs() as lines:
        run_job(job_id=job.pk, clock=lambda: next(moments))
    job.refresh_from_db()
    assert [line["event"] for line in lines] == ["job_outlived_its_lease"]
    assert (job.state, job.attempts) == ("running", 2)


@pytest.mark.django_db(transaction=True)
def test_a_handler_runs_outside_any_transaction(now: datetime, ran: list[str]) -> None:
    inside: list[bool] = []

    @handles("test.note")
    def look(about: str, at: datetime) -> None:
        inside.append(connection.in_atomic_block)

    run_job(job_id=make_job(now=now).pk, clock=lambda: now)
    assert inside == [False]


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_with_one_id_one_runs_it(now: datetime, ran: list[str]) -> None:
    job = make_job(now=now)
    barrier = threading.Barrier(8)

    def work() -> None:
        barrier.wait()
        run_job(job_id=job.pk, clock=lambda: now)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(work) for _ in range(8)]:
            future.result()
    assert ran == ["1"]
    assert Job.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_relays_share_the_due_jobs_and_send_none_twice(now: datetime) -> None:
    jobs = {make_job(now=now).pk for _ in range(50)}
    barrier = threading.Barrier(4)

    def take() -> list[int]:
        barrier.wait()
        taken: list[int] = []
        while ids := actions.take_due(now=now, limit=5):
            taken += list(ids)
        connection.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        sent = [job for future in [pool.submit(take) for _ in range(4)] for job in future.result()]
    assert sorted(sent) == sorted(jobs)
