"""Who does the jobs in a storm: threads of this process, or processes that are killed; and what is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, Queue
from random import Random
from threading import Event, Thread

from django.db import connection
from django.utils import timezone

from gifts.actions.tallies import keep_tallies
from jobs.models import Job
from jobs.registry import TICK
from jobs.relay import PAUSE, Relay
from jobs.worker import run_job
from receipts.clock import settle_everything

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def threads_at_work(count: int) -> Iterator[None]:
    """A relay and workers, each a thread with a connection of its own, as `manage.py work` has them."""
    ids: Queue[int] = Queue()
    stop = Event()
    crew = [
        Thread(target=_relay, args=(ids, stop)),
        *(Thread(target=_work, args=(ids, stop)) for _ in range(count)),
    ]
    for one in crew:
        one.start()
    try:
        yield
    finally:
        stop.set()
        for one in crew:
            one.join()


def _relay(ids: "Queue[int]", stop: Event) -> None:
    def ring(found: Iterable[int]) -> None:
        for job_id in found:
            ids.put(job_id)

    relay = Relay(ring=ring)
    while not stop.wait(PAUSE):
        relay.look(timezone.now())
    connection.close()


def _work(ids: "Queue[int]", stop: Event) -> None:
    while not stop.is_set():
        try:
            run_job(job_id=ids.get(timeout=0.1), clock=timezone.now)
        except Empty:
            continue
    connection.close()


@dataclass
class Worker:
    """A process that `manage.py work` runs, and that is killed and started again."""

    environment: dict[str, str]
    processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    killed: int = 0

    def start(self) -> None:
        self.processes.append(
            subprocess.Popen(
                [sys.executable, "manage.py", "work", "--threads", "2"],
                cwd=ROOT,
                env={**self.environment, "CELERY_BROKER_URL": "memory://"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def kill(self) -> None:
        """End it in the middle of whatever it does: no handler of its own runs."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                self.killed += 1
            process.wait()
        self.processes.clear()

    def kill_and_start(self) -> None:
        self.kill()
        self.start()


@contextmanager
def processes_at_work(environment: dict[str, str], count: int) -> Iterator[list[Worker]]:
    """Workers of their own processes; killed at the end, too."""
    workers = [Worker(environment) for _ in range(count)]
    for worker in workers:
        worker.start()
    try:
        yield workers
    finally:
        for worker in workers:
            worker.kill()


def kill_one(workers: list[Worker], chance: Random, *, often: float = 0.1) -> None:
    """Kill one and start it again, now and then."""
    if chance.random() < often:
        chance.choice(workers).kill_and_start()


def do_what_is_left(now: datetime) -> None:
    """Run all waiting jobs, those of killed workers too, as if hours had passed; settle and count.

    No tick is run: a sweep among them would hide what the one sweep of the test left wrong.
    """
    later = now
    settle_everything(now)
    for _hour in range(48):
        left = Job.objects.exclude(kind=TICK).filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
        if not left.exists():
            keep_tallies(now=now)
            return
        later += timedelta(hours=1)
        for job_id in left.order_by("pk").values_list("pk", flat=True):
            run_job(job_id=job_id, clock=lambda moment=later: moment)  # type: ignore[misc] # mypy infers no default's type
    raise AssertionError(f"jobs that never end: {sorted(set(left.values_list('kind', 'error')))}")
