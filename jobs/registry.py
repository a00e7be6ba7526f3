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
    """A function for jobs of a kind, and how long a worker may take before another one tries."""

    handle: Handle
    lease: timedelta


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


def handles(kind: str, *, lease: timedelta = LEASE) -> Callable[[Handle], Handle]:
    """Register a function (about, now) for jobs of a kind, like `letters.deliver`.

    It runs outside any transaction and may run twice for one job: it must be harmless to repeat. A worker
    that takes longer than the lease is taken for dead.
    """

    def register(handle: Handle) -> Handle:
        HANDLERS[kind] = Handler(handle=handle, lease=lease)
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


def work_for(kind: str, about: str) -> Tick:
    """Return what a job runs, as a function of the moment.

    Raises: LookupError when this worker knows no such kind, as while a new version is rolled out.
    """
    if kind == TICK:
        return SCHEDULES[about].tick
    handle = HANDLERS[kind].handle
    return lambda now: handle(about, now)
