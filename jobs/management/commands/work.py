"""Worker, relay and clock in one process: all that a single machine needs. SIGTERM lets running jobs end."""

import os
import signal
from threading import Event, Thread

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.celery import app
from jobs import actions, relay


class Command(BaseCommand):
    """For a single machine. With several, run `relay` and Celery's own worker instead."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Read how many jobs may run side by side."""
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: object, **options: int) -> None:
        """Work until told to stop."""
        stop = Event()
        if app.conf.broker_url.startswith("memory:"):
            actions.forget_sent(now=timezone.now())
        relaying = Thread(target=relay_or_end, args=(stop,), name="relay")
        worker = app.Worker(
            pool="threads",
            concurrency=options["threads"],
            loglevel="WARNING",
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        relaying.start()
        try:
            worker.start()
        finally:
            stop.set()
            relaying.join()
        raise SystemExit(worker.exitcode or 0)


def relay_or_end(stop: Event) -> None:
    """Relay; when that breaks, end the process too, so that the supervisor starts both anew."""
    try:
        relay.run_until(stop)
    finally:
        if not stop.is_set():
            os.kill(os.getpid(), signal.SIGTERM)
