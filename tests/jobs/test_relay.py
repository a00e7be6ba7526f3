"""The clock, and the way to the broker."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from kombu.exceptions import OperationalError

from core.celery import app
from jobs import actions
from jobs.models import Heartbeat, Job, Slot
from jobs.registry import HANDLERS, SCHEDULES, Schedule, handles, queue_of, ticks
from jobs.relay import PATIENT_BATCH, Relay
from jobs.worker import run_job
from tests.jobs.makers import make_job

HOUR = timedelta(hours=1)


@pytest.fixture
def hourly() -> Iterator[tuple[Schedule, list[datetime]]]:
    """The only schedule: it notes when it was called."""
    kept, calls = dict(SCHEDULES), list[datetime]()
    SCHEDULES.clear()
    ticks("test.hourly", every=HOUR)(calls.append)
    yield SCHEDULES["test.hourly"], calls
    SCHEDULES.clear()
    SCHEDULES.update(kept)


def deliver_to(sent: list[int]) -> Relay:
    return Relay(ring=sent.extend)


def test_what_is_due_is_sent_and_the_relay_shows_that_it_lives(
    db: None, now: datetime, hourly: tuple[Schedule, list[datetime]]
) -> None:
    sent: list[int] = []
    job = make_job(now=now)
    relay = deliver_to(sent)
    relay.look(now)
    tick = Job.objects.get(key="tick:test.hourly")
    assert sorted(sent) == sorted([job.pk, tick.pk])
    assert Heartbeat.objects.get(name="relay").beat_at == now


def test_a_schedule_starts_once_per_interval_with_any_number_of_relays(
    db: None, hourly: tuple[Schedule, list[datetime]]
) -> None:
    _, calls = hourly
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    relays = [deliver_to([]) for _ in range(3)]
    for minute in range(0, 180, 10):
        moment = noon + timedelta(minutes=minute)
        for relay in relays:
            relay.look(moment)
        run_job(job_id=Job.objects.get(key="tick:test.hourly").pk, clock=lambda moment=moment: moment)  # type: ignore[misc] # no default's type
    assert calls == [noon, noon + HOUR, noon + 2 * HOUR]
    assert Job.objects.count() == 1
    assert Slot.objects.get().due_at == noon + 2 * HOUR


def test_starts_that_were_missed_are_not_made_up_for(
    db: None, now: datetime, hourly: tuple[Schedule, list[datetime]]
) -> None:
    schedule, _ = hourly
    assert actions.start_slot(schedule=schedule, due_at=now, now=now)
    assert not actions.start_slot(schedule=schedule, due_at=now - HOUR, now=now)


def test_a_tick_that_still_runs_is_not_doubled(
    db: None, now: datetime, hourly: tuple[Schedule, list[datetime]]
) -> None:
    schedule, _ = hourly
    actions.start_slot(schedule=schedule, due_at=now, now=now)
    claim = actions.claim(job_id=Job.objects.get().pk, now=now)
    actions.start_slot(schedule=schedule, due_at=now + HOUR, now=now + HOUR)
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("running", claim.attempt)


def test_a_frequent_tick_that_failed_gets_its_next_start(db: None, now: datetime) -> None:
    schedule = Schedule("test.often", timedelta(seconds=3), lambda _: None, timedelta(minutes=1))
    actions.start_slot(schedule=schedule, due_at=now, now=now)
    actions.fail(claim=actions.claim(job_id=Job.objects.get().pk, now=now), error="KeyError", now=now)
    assert Job.objects.get().state == "dead"
    actions.start_slot(schedule=schedule, due_at=now + schedule.every, now=now)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.error) == ("waiting", 0, "KeyError")


def test_ids_that_the_broker_refused_are_sent_again(
    db: None, now: datetime, hourly: tuple[Schedule, list[datetime]]
) -> None:
    def refuse(due: dict[int, str]) -> None:
        raise OperationalError

    job = make_job(now=now)
    with pytest.raises(OperationalError):
        Relay(ring=refuse).look(now)
    assert job.pk in actions.take_due(now=now, limit=10)


def test_patient_work_waits_in_a_queue_of_its_own(db: None, now: datetime) -> None:
    handles("test.letter", is_patient=True)(lambda about, now: None)
    handles("test.payment")(lambda about, now: None)
    queues = [queue_of(kind) for kind in ("test.letter", "test.payment", "jobs.tick", "test.unknown")]
    letters = [make_job(now=now, kind="test.letter").pk for _ in range(30)]
    payment = make_job(now=now + timedelta(seconds=1), kind="test.payment").pk
    sent: list[int] = []
    deliver_to(sent).look(now + timedelta(seconds=1))
    del HANDLERS["test.letter"], HANDLERS["test.payment"]
    assert payment in sent
    assert len(set(letters) & set(sent)) == PATIENT_BATCH
    assert queues == ["patient", "jobs", "jobs", "jobs"]
    assert sorted(app.conf.task_queues) == ["jobs", "patient"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_relays_one_starts_a_slot(now: datetime, hourly: tuple[Schedule, list[datetime]]) -> None:
    schedule, _ = hourly
    barrier = threading.Barrier(8)

    def start() -> bool:
        barrier.wait()
        started = actions.start_slot(schedule=schedule, due_at=now, now=now)
        connection.close()
        return started

    with ThreadPoolExecutor(8) as pool:
        started = [future.result() for future in [pool.submit(start) for _ in range(8)]]
    assert sorted(started) == [False] * 7 + [True]
    assert Job.objects.count() == 1
