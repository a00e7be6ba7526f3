"""The stand-in as the product sees it: one process for all, an empty account for each test."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from tests.factories import make_organisation
from tests.gifts.inside import inside
from tests.gifts.life import Life
from tests.standin.process import KEY, SECRET, StandIn, running_standin


@pytest.fixture(scope="session")
def standin_process() -> Iterator[StandIn]:
    with running_standin() as started:
        yield started


@pytest.fixture
def standin(standin_process: StandIn, settings: Settings) -> Iterator[StandIn]:
    """An empty account that our gateway talks to. It must not once have broken Stripe's contract."""
    standin_process.control("reset")
    standin_process.control("settings", capture_seconds=0)
    settings.STRIPE_SECRET_KEY = KEY
    settings.STRIPE_API_BASE = standin_process.base
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    yield standin_process
    assert standin_process.read("broken") == {"broken": []}


@pytest.fixture
def organisation(db: None) -> None:
    make_organisation()


@pytest.fixture
def life(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    """A monthly gift of $20, begun on 31 January 2027 at noon in New York, on a clock that stands still."""
    with inside(datetime(2027, 1, 31, 17, 0, tzinfo=UTC), monkeypatch) as stripe:
        made = Life(stripe, "America/New_York")
        made.begin()
        yield made
