"""Whatever was lost, late, doubled or killed: one sweep, and our books are Stripe's to the cent."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from gifts.actions.sweep import sweep
from gifts.reports.tally_check import departures
from tests.factories import make_campaign, make_organisation, make_user
from tests.jobs.test_processes import environment
from tests.standin.process import KEY, SECRET, StandIn, running_standin
from tests.storm.acts import act
from tests.storm.crew import do_what_is_left, kill_one, processes_at_work, threads_at_work
from tests.storm.scene import Storm
from tests.storm.verdict import (
    all_rows,
    broken_promises,
    changed,
    our_money,
    stale,
    stripes_money,
    unanswered_gifts,
)
from tests.storm.weather import blow, clear_up, cloud_over, deliver_the_rest, deliveries, trouble

pytestmark = [pytest.mark.storm, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@dataclass
class Scene:
    """A stand-in whose webhooks reach the live server, and the settings that the product has of it."""

    standin: StandIn
    environment: dict[str, str] = field(default_factory=dict)

    def storm(self, seed: int) -> Storm:
        campaigns = [make_campaign(), make_campaign()]
        return Storm(self.standin, random.Random(seed), campaigns, make_user(Role.FINANCE))


@pytest.fixture
def scene(live_server: LiveServer, settings: Settings) -> Iterator[Scene]:
    make_organisation()
    with running_standin(webhook=f"{live_server.url}/stripe/webhook/") as standin:
        settings.STRIPE_SECRET_KEY = KEY
        settings.STRIPE_API_BASE = standin.base
        settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
        settings.GIVING_BUDGETS = "off"
        stripe = {
            "STRIPE_SECRET_KEY": KEY,
            "STRIPE_API_BASE": standin.base,
            "STRIPE_WEBHOOK_SECRETS": SECRET,
            "EMAIL_URL": "dummymail://",
        }
        yield Scene(standin, environment() | stripe)
        assert standin.read("broken") == {"broken": []}


def rage(storm: Storm, acts: int, *, also: Callable[[], None]) -> list[str]:
    """Let it all happen; return the events that were lost."""
    storm.control("settings", capture_seconds=storm.chance.choice([0, 1]))
    cloud_over(storm)
    lost: list[str] = []
    for _act in range(acts):
        trouble(storm)
        act(storm)
        also()
        if storm.chance.random() < 0.4:
            lost += blow(storm)
    return lost


def judge(standin: StandIn) -> None:
    """One sweep makes our books Stripe's; letters and receipts follow; a second sweep changes nothing."""
    now = timezone.now()
    sweep(now=now)
    assert our_money() == stripes_money(standin)
    assert broken_promises(standin) == []
    do_what_is_left(now)
    assert unanswered_gifts() == []
    assert departures() == []
    before = all_rows()
    sweep(now=now + timedelta(minutes=5))
    assert changed(before) == {}


def test_one_sweep_makes_our_books_stripes_to_the_cent_and_repetition_changes_nothing(scene: Scene) -> None:
    storm = scene.storm(1)
    with threads_at_work(4):
        lost = rage(storm, 90, also=lambda: None)
        deliver_the_rest(storm)
        clear_up(storm)
    lost += [one["event"] for one in deliveries(storm, "failed")]

    assert stale(scene.standin, lost) == {}
    judge(scene.standin)
    names = [one.message()["Message-ID"] for one in mail.outbox]
    assert len(names) == len(set(names))

    before = all_rows()
    with threads_at_work(3):
        storm.control("delivery", mode="auto")
        storm.control("delivery/resend")
        storm.control("delivery/drain", seconds=60)
    do_what_is_left(timezone.now())
    # events that the sweep does not ask for, since they tell nothing, may be new; nothing else is
    assert changed(before).keys() <= {"gifts_stripeevent"}, changed(before)


def test_killed_workers_lose_nothing(scene: Scene) -> None:
    storm = scene.storm(4)
    with processes_at_work(scene.environment, 2) as workers:
        rage(storm, 60, also=lambda: kill_one(workers, storm.chance))
        deliver_the_rest(storm)
        clear_up(storm)
        killed = sum(worker.killed for worker in workers)

    assert killed > 2
    judge(scene.standin)
