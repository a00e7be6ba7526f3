"""The stand-in's own time: real time plus an offset that only ever grows, and the work that is due on it."""

import heapq
import time
from collections.abc import Callable
from typing import Any

Due = list[Any]  # [at, order, action, object id]


class Clock:
    def __init__(self) -> None:
        self.offset = 0
        self.held_at: int | None = None  # set while due work runs, so that what it makes bears its own time
        self.agenda: list[Due] = []
        self.order = 0

    def now(self) -> int:
        return int(time.time()) + self.offset if self.held_at is None else self.held_at

    def begin_at(self, at: int) -> None:
        """Sets the time of an empty account; only there may it lie in the past."""
        self.offset = at - int(time.time())

    def later(self, at: int, action: str, identifier: str) -> None:
        self.order += 1
        heapq.heappush(self.agenda, [at, self.order, action, identifier])

    def move_to(self, target: int) -> None:
        """Raises ValueError when the target lies in the past: time does not run backwards."""
        ahead = target - self.now()
        if ahead < 0:
            raise ValueError("the clock cannot be moved back")
        self.offset += ahead

    def run_due(self, run: Callable[[str, str], None]) -> int:
        """Does all work due by now, in order of its time; returns how much."""
        if self.held_at is not None:
            return 0
        done, target = 0, self.now()
        while self.agenda and self.agenda[0][0] <= target:
            at, _, action, identifier = heapq.heappop(self.agenda)
            self.held_at = at
            try:
                run(action, identifier)
            finally:
                self.held_at = None
            done += 1
        return done
