"""Which function handles which kind of job, and what the clock starts how often.

Each app's `tasks` module registers handlers, its `clock` module schedules; `jobs.apps` imports them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Handle = Callable[[str, datetime], None]
Tick = Callable[[datetime], None]

LEASE = timedelta(minutes=1)
TICK = "jobs.tick"
OFTEN = timedelta(minutes=5)


@dataclass(frozen=True)
class Handler:
    """A function for jobs of a kind, how long a worker may take, and whether others go first."""

    handle: Handle
    lease: timedelta
    is_patient: bool


@dataclass(frozen=True)
class Schedule:
    """A function that the clock calls once per interval, however many clocks run."""

    name: str
    every: timedelta
    tick: Tick
    lease: timedelta

    @property
    def max_attempts(self) -> int:
        """A frequent tick has its next start soon; a rare one is worth trying again."""
        return 1 if self.every <= OFTEN else 8


HANDLERS: dict[str, Handler] = {}
SCHEDULES: dict[str, Schedule] = {}


def handles(kind: str, *, lease: timedelta = LEASE, is_patient: bool = False) -> Callable[[Handle], Handle]:
    """Register a function (about, now) for jobs of a kind, like `letters.deliver`.

    It runs outside any transaction and may run twice for one job: it must be harmless to repeat. A worker
    that takes longer than the lease is taken for dead. Patient kinds may come by the thousand (letters):
    they wait in a queue of their own, and workers take from both in turn.
    """

    def register(handle: Handle) -> Handle:
        HANDLERS[kind] = Handler(handle=handle, lease=lease, is_patient=is_patient)
        return handle

    return register


def ticks(name: str, *, every: timedelta, lease: timedelta = LEASE) -> Callable[[Tick], Tick]:
    """Register a function (now) that the clock starts once per interval, counted from 1970 in UTC.

    Starts that were missed while nothing ran are not made up for. A tick never overlaps itself.
    """

    def register(tick: Tick) -> Tick:
        SCHEDULES[name] = Schedule(name=name, every=every, tick=tick, lease=lease)
        return tick

    return register


def lease_of(kind: str, about: str) -> timedelta:
    """Return how long a worker may hold a job."""
    if kind == TICK:
        return SCHEDULES[about].lease if about in SCHEDULES else LEASE
    return HANDLERS[kind].lease if kind in HANDLERS else LEASE


def patient_kinds() -> list[str]:
    """Return the kinds behind which nothing else waits."""
    return [kind for kind, handler in HANDLERS.items() if handler.is_patient]


def queue_of(kind: str) -> str:
    """Return the broker's queue for jobs of a kind."""
    return "patient" if kind in patient_kinds() else "jobs"


def work_for(kind: str, about: str) -> Tick:
    """Return what a job runs, as a function of the moment.

    Raises: LookupError when this worker knows no such kind, as while a new version is rolled out.
    """
    if kind == TICK:
        return SCHEDULES[about].tick
    handle = HANDLERS[kind].handle
    return lambda now: handle(about, now)
