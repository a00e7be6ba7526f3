"""Writing work down, and the steps a job takes: each a compare-and-swap whose row count is the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from core.rows import insert_unless_taken
from jobs.models import Heartbeat, Job
from jobs.registry import TICK, Schedule, lease_of, patient_kinds

# how long a sent id may wait in a broker before it is sent again; sending twice is harmless
BELL = timedelta(minutes=1)
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
LOST = "lost"
KEPT_DONE = timedelta(days=7)
KEPT_DONE_KEYED = timedelta(days=90)


class NothingToClaim(Exception):
    """The job is gone, finished, not yet due, or another worker holds it. Ordinary: ids are sent twice."""


class NotDead(Exception):
    """The job waits, runs or is done: there is nothing to retry."""


@dataclass(frozen=True)
class Claim:
    """A job in the hands of one worker; `attempt` is its fence."""

    job_id: int
    kind: str
    about: str
    attempt: int


def enqueue(
    *, kind: str, about: str, now: datetime, key: str | None = None, run_at: datetime | None = None
) -> None:
    """Insert a job in the caller's transaction. With a key that exists already, nothing happens.

    A key is kept for ninety days after its job is done.
    """
    due = run_at or now
    insert_unless_taken(Job(kind=kind, about=about, key=key, run_at=due, publish_at=due, created_at=now))


def enqueue_all(
    *, kind: str, about_by_key: Mapping[str, str], now: datetime, run_at: datetime | None = None
) -> None:
    """Insert many jobs of a kind with one statement; those whose key exists already are left as they are."""
    due = run_at or now
    Job.objects.bulk_create(
        [
            Job(kind=kind, about=about, key=key, run_at=due, publish_at=due, created_at=now)
            for key, about in about_by_key.items()
        ],
        ignore_conflicts=True,
    )


def claim(*, job_id: int, now: datetime) -> Claim:
    """Take a due job for one attempt. The attempt is part of the comparison, so one of two workers wins.

    A job that a worker lost in its last attempt is dead instead.

    Raises: NothingToClaim.
    """
    job = Job.objects.claimable(now).filter(pk=job_id).first()
    if job is None:
        raise NothingToClaim
    held = Job.objects.claimable(now).filter(pk=job_id, attempts=job.attempts)
    if job.attempts >= job.max_attempts:
        held.update(state=Job.State.DEAD, error=LOST, finished_at=now, lease_until=None)
        raise NothingToClaim
    until = now + lease_of(job.kind, job.about)
    if not held.update(
        state=Job.State.RUNNING, attempts=job.attempts + 1, lease_until=until, publish_at=until
    ):
        raise NothingToClaim
    return Claim(job_id=job_id, kind=job.kind, about=job.about, attempt=job.attempts + 1)


def finish(*, claim: Claim, now: datetime) -> bool:
    """Mark a job done; False when this attempt no longer holds it, since another worker took over."""
    rows = Job.objects.filter(pk=claim.job_id, state=Job.State.RUNNING, attempts=claim.attempt)
    return bool(rows.update(state=Job.State.DONE, error="", finished_at=now, lease_until=None))


def fail(*, claim: Claim, error: str, now: datetime) -> bool:
    """Give an attempt up: wait for the next one, or dead after the last. False as for `finish`."""
    rows = Job.objects.filter(pk=claim.job_id, state=Job.State.RUNNING, attempts=claim.attempt)
    again_at = now + delay_after(claim.attempt)
    short = error[:200]
    return bool(
        rows.filter(max_attempts__gt=F("attempts")).update(
            state=Job.State.WAITING, error=short, run_at=again_at, publish_at=again_at, lease_until=None
        )
        or rows.update(state=Job.State.DEAD, error=short, finished_at=now, lease_until=None)
    )


def delay_after(attempt: int) -> timedelta:
    """Return how long to wait after a failed attempt: 5 s, 20 s, 80 s … at most an hour."""
    return min(FIRST_DELAY * int(4 ** (attempt - 1)), LONGEST_DELAY)


def retry_dead(*, job_id: int, now: datetime) -> None:
    """Let a dead job begin anew, with all its attempts.

    Raises: NotDead.
    """
    if not Job.objects.filter(pk=job_id, state=Job.State.DEAD).update(
        state=Job.State.WAITING, attempts=0, run_at=now, publish_at=now, finished_at=None
    ):
        raise NotDead


def take_due(*, now: datetime, limit: int, patient: bool = False) -> dict[int, str]:
    """Return ids to send to the workers now, with their kinds, and put off their next sending.

    Patient kinds are taken apart from the others. Relays share the work.
    """
    of_kind = Q(kind__in=patient_kinds())
    with transaction.atomic():
        due = Job.objects.due(now).filter(of_kind if patient else ~of_kind).order_by("publish_at")
        kinds = dict(due.select_for_update(skip_locked=True).values_list("pk", "kind")[:limit])
        if kinds:
            Job.objects.filter(pk__in=kinds).update(publish_at=now + BELL)
    return kinds


def give_back(*, job_ids: list[int], now: datetime) -> None:
    """Undo `take_due` for ids that the broker did not accept."""
    Job.objects.filter(pk__in=job_ids, state=Job.State.WAITING).update(publish_at=now)


def forget_sent(*, now: datetime) -> int:
    """Send again whatever was sent and not begun: for a broker that lived in a process which is gone."""
    return Job.objects.filter(state=Job.State.WAITING, run_at__lte=now, publish_at__gt=now).update(
        publish_at=now
    )


def start_slot(*, schedule: Schedule, due_at: datetime, now: datetime) -> bool:
    """Start a schedule's tick for a due time; False when some relay did so before.

    A schedule has one job for ever, so a tick that still waits or runs is not doubled, and one that died
    gets its next chance.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_slot AS slot (name, due_at) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE slot.due_at < excluded.due_at",
            [schedule.name, due_at],
        )
        if not cursor.rowcount:
            return False
        key = f"tick:{schedule.name}"
        fresh = {"state": Job.State.WAITING, "attempts": 0, "max_attempts": schedule.max_attempts}
        moments = {"run_at": now, "publish_at": now, "finished_at": None}
        ended = Job.objects.filter(key=key, state__in=[Job.State.DONE, Job.State.DEAD])
        if not ended.update(**fresh, **moments):
            Job.objects.bulk_create(
                [Job(kind=TICK, about=schedule.name, key=key, created_at=now, **fresh, **moments)],
                ignore_conflicts=True,
            )
    return True


def beat(*, name: str, now: datetime) -> None:
    """Note that a process of a kind is alive."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, beat_at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )


def drop_done(*, now: datetime) -> int:
    """Delete jobs that are long done; dead ones stay until somebody deals with them."""
    done = Job.objects.filter(state=Job.State.DONE)
    plain, _ = done.filter(key__isnull=True, finished_at__lt=now - KEPT_DONE).delete()
    keyed, _ = done.filter(key__isnull=False, finished_at__lt=now - KEPT_DONE_KEYED).delete()
    return plain + keyed
