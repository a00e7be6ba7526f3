"""The stand-in inside the test's own process, with a clock that stands still: three years in a second."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
import stripe

from core.clock import moment
from gifts.gateway import client as door
from stripe_standin import api, controls
from stripe_standin.agenda import AGENDA
from stripe_standin.clock import Clock
from stripe_standin.contract import Contract
from stripe_standin.world import World
from tests.standin.process import KEY, StandIn

BASE = "http://inside.example"


class Still(Clock):
    """A clock that only moves when it is told to."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def now(self) -> int:
        return self.at if self.held_at is None else self.held_at

    def begin_at(self, at: int) -> None:
        self.at = at

    def move_to(self, target: int) -> None:
        self.at = max(self.at, target)


class Straight(stripe.HTTPClient):
    """Hands each request of the real library to the stand-in, without a wire."""

    name: ClassVar[str] = "inside"

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        answer = api.answer(
            self.world, api.Request(method.upper(), target, lowered, (post_data or "").encode())
        )
        if answer.lost:
            raise stripe.APIConnectionError("the connection broke")  # type: ignore[no-untyped-call] # the library's own
        return answer.body.decode(), answer.status, answer.headers

    def close(self) -> None:
        """Nothing is open."""


class Inside(StandIn):
    """A stand-in as the other tests know it, that needs no process."""

    def __init__(self, at: datetime) -> None:
        self.world = World(contract(), AGENDA, BASE)
        self.world.clock = Still(int(at.timestamp()))
        self.world.settings["capture_seconds"] = 0
        self.seen = 0

    def control(self, path: str, /, **data: Any) -> Any:
        body = json.dumps(data).encode()
        request = api.Request("POST", f"/_test/{path}", {"content-type": "application/json"}, body)
        answer = controls.answer(self.world, request)
        if answer.status >= 400:
            raise AssertionError(f"{path}: {answer.status} {answer.body.decode()}")
        return json.loads(answer.body)

    def read(self, path: str) -> Any:
        return json.loads(controls.answer(self.world, api.Request("GET", f"/_test/{path}", {}, b"")).body)

    def client(self, retries: int = 0) -> stripe.StripeClient:
        return stripe.StripeClient(
            KEY,
            base_addresses={"api": BASE},
            max_network_retries=retries,
            http_client=Straight(self.world),
        )

    def now(self) -> datetime:
        return moment(self.world.now())

    def new_events(self) -> list[dict[str, Any]]:
        """The events since the last look."""
        events = list(self.world.store.all("event"))
        self.seen, new = len(events), events[self.seen :]
        return new

    def next_due(self) -> int | None:
        agenda = self.world.clock.agenda
        return int(agenda[0][0]) if agenda else None

    def move_to(self, at: int) -> None:
        self.world.clock.move_to(at)
        self.world.run_due()


@cache
def contract() -> Contract:
    return Contract()


@contextmanager
def inside(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    """A stand-in of its own that our gateway talks to. It must not once have broken Stripe's contract."""
    made = Inside(at)
    client = made.client()
    with monkeypatch.context() as patch:
        patch.setattr(door, "_client", lambda _key, _base: client)
        yield made
    assert made.world.broken == []
