"""Sends due jobs to the workers and keeps the clock; runs until SIGTERM. Any number may run."""

import signal
from threading import Event

from django.core.management.base import BaseCommand

from jobs import relay


class Command(BaseCommand):
    """For several machines: run it beside `celery -A core.celery worker`."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Relay until told to stop."""
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        relay.run_until(stop)
