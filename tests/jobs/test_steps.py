"""The steps a job takes."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from jobs import actions
from jobs.models import Job
from tests.jobs.makers import make_job

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_job_written_in_a_transaction_that_fails_is_not_there(now: datetime) -> None:
    with transaction.atomic():
        actions.enqueue(kind="test.note", about="1", now=now)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_second_job_with_the_same_key_is_not_written(now: datetime) -> None:
    for about in ("1", "2"):
        actions.enqueue(kind="test.note", about=about, now=now, key="same")
    assert list(Job.objects.values_list("about", flat=True)) == ["1"]


def test_jobs_without_a_key_are_all_written(now: datetime) -> None:
    for _ in range(2):
        actions.enqueue(kind="test.note", about="1", now=now)
    assert Job.objects.count() == 2


def test_a_job_is_claimed_once(now: datetime) -> None:
    job = make_job(now=now)
    claim = actions.claim(job_id=job.pk, now=now)
    assert claim == actions.Claim(job_id=job.pk, kind="test.note", about="1", attempt=1)
    with pytest.raises(actions.NothingToClaim):
        actions.claim(job_id=job.pk, now=now)


def test_a_job_is_not_claimed_before_its_time(now: datetime) -> None:
    job = make_job(now=now, run_at=now + SECOND)
    with pytest.raises(actions.NothingToClaim):
        actions.claim(job_id=job.pk, now=now)
    assert actions.claim(job_id=job.pk, now=now + SECOND).attempt == 1


def test_a_job_whose_worker_died_runs_again_after_its_lease(now: datetime) -> None:
    job = make_job(now=now)
    actions.claim(job_id=job.pk, now=now)
    after = now + timedelta(minutes=1)
    assert list(actions.take_due(now=after - SECOND, limit=10)) == []
    assert list(actions.take_due(now=after, limit=10)) == [job.pk]
    assert actions.claim(job_id=job.pk, now=after).attempt == 2


def test_a_worker_that_lost_its_job_cannot_finish_it(now: datetime) -> None:
    job = make_job(now=now)
    slow = actions.claim(job_id=job.pk, now=now)
    later = now + timedelta(minutes=2)
    quick = actions.claim(job_id=job.pk, now=later)
    assert not actions.finish(claim=slow, now=later)
    assert not actions.fail(claim=slow, error="Late", now=later)
    assert actions.finish(claim=quick, now=later)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("done", 2, "")


def test_a_failed_job_waits_longer_each_time_and_is_dead_in_the_end(now: datetime) -> None:
    job = make_job(now=now)
    waits, moment = [], now
    for _ in range(job.max_attempts):
        actions.fail(claim=actions.claim(job_id=job.pk, now=moment), error="TimeoutError", now=moment)
        job.refresh_from_db()
        waits.append((job.run_at - moment).total_seconds())
        moment = max(moment, job.run_at)
    assert waits == [5, 20, 80, 320, 1280, 3600, 3600, 0]
    assert (job.state, job.error, job.finished_at) == ("dead", "TimeoutError", moment)


def test_a_job_lost_in_its_last_attempt_is_dead(now: datetime) -> None:
    job = make_job(now=now, max_attempts=1)
    actions.claim(job_id=job.pk, now=now)
    with pytest.raises(actions.NothingToClaim):
        actions.claim(job_id=job.pk, now=now + timedelta(hours=1))
    job.refresh_from_db()
    assert (job.state, job.error) == ("dead", actions.LOST)


def test_a_dead_job_begins_anew_when_staff_say_so(now: datetime) -> None:
    job = make_job(now=now, max_attempts=1)
    actions.fail(claim=actions.claim(job_id=job.pk, now=now), error="KeyError", now=now)
    actions.retry_dead(job_id=job.pk, now=now)
    assert actions.claim(job_id=job.pk, now=now).attempt == 1
    with pytest.raises(actions.NotDead):
        actions.retry_dead(job_id=job.pk, now=now)


def test_an_id_is_sent_once_and_again_when_nobody_took_it(now: datetime) -> None:
    job = make_job(now=now)
    assert list(actions.take_due(now=now, limit=10)) == [job.pk]
    assert list(actions.take_due(now=now + SECOND, limit=10)) == []
    assert list(actions.take_due(now=now + actions.BELL, limit=10)) == [job.pk]


def test_ids_lost_with_a_broker_in_memory_are_sent_at_once(now: datetime) -> None:
    job = make_job(now=now)
    actions.take_due(now=now, limit=10)
    assert actions.forget_sent(now=now + SECOND) == 1
    assert list(actions.take_due(now=now + SECOND, limit=10)) == [job.pk]


def test_done_jobs_are_dropped_and_keyed_ones_much_later(now: datetime) -> None:
    make_job(now=now, state="done", finished_at=now)
    make_job(now=now, state="done", finished_at=now, key="kept")
    make_job(now=now, state="dead", finished_at=now)
    assert actions.drop_done(now=now + timedelta(days=8)) == 1
    assert actions.drop_done(now=now + timedelta(days=91)) == 1
    assert list(Job.objects.values_list("state", flat=True)) == ["dead"]


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("job_state_is_known", {"state": "odd"}),
        ("job_running_has_lease", {"state": "running"}),
        ("job_finished_has_time", {"state": "done"}),
        ("job_finished_has_time", {"state": "dead"}),
        ("job_attempts_within_limit", {"attempts": 9}),
    ],
)
def test_the_database_refuses_a_job_that_makes_no_sense(
    now: datetime, constraint: str, values: dict[str, object]
) -> None:
    job = make_job(now=now)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)
