from collections.abc import Iterator

import pytest
import stripe

from tests.standin.process import StandIn, running_standin
from tests.standin.receiver import Receiver, running_receiver


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    with running_receiver() as started:
        yield started


@pytest.fixture(scope="session")
def process(receiver: Receiver) -> Iterator[StandIn]:
    with running_standin(webhook=receiver.url) as started:
        yield started


@pytest.fixture
def standin(process: StandIn, receiver: Receiver) -> Iterator[StandIn]:
    """An empty account; at the end the stand-in must not once have failed or broken Stripe's contract."""
    process.control("delivery/drop")
    process.control("delivery/drain")
    process.control("reset")
    process.control("settings", capture_seconds=0)
    process.control("delivery", mode="auto", retry_seconds="0.05,0.1")
    receiver.clear()
    yield process
    # the receiver outlives this test, and the next one may have sockets blocked: nothing may come late
    process.control("delivery", mode="hold")
    process.control("delivery/drop")
    process.control("delivery/drain")
    assert process.read("broken") == {"broken": []}


@pytest.fixture
def client(standin: StandIn) -> stripe.StripeClient:
    return standin.client()
