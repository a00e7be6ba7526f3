"""The real processes: a row becomes work, and SIGTERM ends them cleanly."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from jobs import actions
from jobs.models import Heartbeat, Job
from jobs.registry import TICK

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60


def environment() -> dict[str, str]:
    """The processes' settings: as ours, but on the test database."""
    settings = connection.settings_dict
    host = settings["HOST"] or settings["OPTIONS"].get("host", "")
    login = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
    port = f"&port={settings['PORT']}" if settings["PORT"] else ""
    url = f"postgres://{login}@/{settings['NAME']}?host={host}{port}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "core.settings"}


@contextmanager
def running(*arguments: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment() | more,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], bool]) -> bool:
    """Whether the condition came true in time."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        Event().wait(0.05)
    return True


def worker_lives(since: datetime) -> bool:
    return Heartbeat.objects.filter(name="worker", beat_at__gte=since).exists()


@pytest.mark.django_db(transaction=True)
def test_one_process_is_enough_for_one_machine() -> None:
    started = timezone.now()
    with running("manage.py", "work", CELERY_BROKER_URL="memory://") as work:
        assert wait_for(lambda: worker_lives(started))
        work.send_signal(signal.SIGTERM)
        assert work.wait(PATIENCE) == 0
    assert not Job.objects.filter(state="running").exists()


@pytest.mark.django_db(transaction=True)
def test_an_id_that_was_lost_with_its_process_is_sent_by_the_next_one() -> None:
    now = timezone.now()
    actions.enqueue(kind=TICK, about="jobs.worker_is_alive", now=now, key="lost")
    assert len(actions.take_due(now=now, limit=10)) == 1
    with running("manage.py", "work", CELERY_BROKER_URL="memory://"):
        assert wait_for(lambda: Job.objects.filter(key="lost", state="done").exists())


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_relay_and_workers_meet_through_the_broker() -> None:
    started = timezone.now()
    worker = ("-m", "celery", "-A", "core.celery", "worker", "--concurrency", "2", "--loglevel", "WARNING")
    with running(*worker) as celery, running("manage.py", "relay") as relay:
        assert wait_for(lambda: worker_lives(started))
        for process in (relay, celery):
            process.send_signal(signal.SIGTERM)
        assert (relay.wait(PATIENCE), celery.wait(PATIENCE)) == (0, 0)
