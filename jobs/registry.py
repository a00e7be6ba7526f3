"""Which function handles which kind of job, and what the clock starts how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Handler = Callable[[str, datetime], None]
Tick = Callable[[datetime], None]


@dataclass(frozen=True)
class Schedule:
    """A function that the clock calls once per interval, however many clocks run."""

    name: str
    every: timedelta
    tick: Tick


HANDLERS: dict[str, Handler] = {}
SCHEDULES: dict[str, Schedule] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a function (about, now) for jobs of a kind, like `letters.deliver`.

    It runs outside any transaction and may run twice for one job: it must be harmless to repeat.
    """

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def ticks(name: str, *, every: timedelta) -> Callable[[Tick], Tick]:
    """Register a function (now) that the clock starts once per interval."""

    def register(tick: Tick) -> Tick:
        SCHEDULES[name] = Schedule(name=name, every=every, tick=tick)
        return tick

    return register
