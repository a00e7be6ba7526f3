"""From rows to the broker, and from the clock to rows. Any number may run."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from jobs import actions, bell
from jobs.registry import SCHEDULES

log = structlog.get_logger(__name__)

# An idle look is one index probe (0.2 ms), so looking often is cheaper than LISTEN, which every commit of
# a NOTIFY would pay for and which poolers break.
PAUSE = 0.03
BEAT = timedelta(seconds=5)
BATCH = 200
# so few that a payment never waits for the sending of ten thousand letters
PATIENT_BATCH = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Relay:
    """What one relay remembers between two looks: only what saves it from asking again."""

    def __init__(self, ring: Callable[[dict[int, str]], None] = bell.ring) -> None:
        self.ring = ring
        self.slots: dict[str, datetime] = {}
        self.beat_at = EPOCH

    def look(self, now: datetime) -> int:
        """Start what the clock says, send what is due; return how many ids were sent."""
        for schedule in list(SCHEDULES.values()):
            due_at = now - (now - EPOCH) % schedule.every
            if self.slots.get(schedule.name) != due_at:
                actions.start_slot(schedule=schedule, due_at=due_at, now=now)
                self.slots[schedule.name] = due_at
        if now - self.beat_at >= BEAT:
            actions.beat(name="relay", now=now)
            self.beat_at = now
        due = actions.take_due(now=now, limit=BATCH)
        due |= actions.take_due(now=now, limit=PATIENT_BATCH, patient=True)
        if due:
            try:
                self.ring(due)
            except BrokerError:
                actions.give_back(job_ids=list(due), now=now)
                raise
        return len(due)


def run_until(stop: Event) -> None:
    """Look again and again until told to stop. A database or broker that is away is waited for."""
    relay = Relay()
    while not stop.is_set():
        try:
            sent = relay.look(timezone.now())
        except (DatabaseError, InterfaceError, BrokerError) as error:
            log.warning("relay_waits", error=type(error).__name__)
            connection.close()
            stop.wait(1)
        else:
            if sent < BATCH:
                stop.wait(PAUSE)
    connection.close()
