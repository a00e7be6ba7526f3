"""Filling the demo: an interrupted first start is told, not taken for a whole year."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from campaigns.models import Campaign
from desk.demo import books, personas
from desk.management.commands import demo_data
from gifts.models import Gift, StripeSetting
from tests.factories import make_campaign, make_checkout
from tests.standin.process import KEY, free_port

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


def fill() -> str:
    said = StringIO()
    call_command("demo_data", stdout=said)
    return said.getvalue()


@pytest.fixture(autouse=True)
def _nobody_listens(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = KEY
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{free_port()}"


def test_a_year_that_was_interrupted_asks_for_a_fresh_start() -> None:
    with pytest.raises(CommandError, match="does not answer"):
        fill()
    make_checkout(make_campaign())  # as the first visit leaves it

    with pytest.raises(CommandError, match="make fresh"):
        fill()


def test_a_year_that_was_interrupted_before_its_first_visit_begins_again() -> None:
    for _start in range(2):
        with pytest.raises(CommandError, match="does not answer"):
            fill()


def test_the_ground_is_laid_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_gift: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(personas, "settle", interrupted)

    with pytest.raises(KeyboardInterrupt):
        fill()

    assert (Campaign.objects.count(), Gift.objects.count()) == (0, 0)


def test_a_real_test_key_gets_the_ground_and_no_made_up_year(settings: Settings) -> None:
    settings.STRIPE_API_BASE = "https://api.stripe.com"

    said = fill()

    assert "no year" in said
    assert Campaign.objects.count() == 4
    assert not Gift.objects.filter(source=Gift.Source.STRIPE).exists()


def test_a_whole_year_leaves_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    def short_year(_campaigns: object, *, until: datetime) -> Iterator[tuple[datetime, int]]:
        make_checkout(make_campaign())
        yield until, 1

    # the whole one takes most of a minute
    monkeypatch.setattr(demo_data, "live_through", short_year)
    monkeypatch.setattr(demo_data, "move_clock", lambda _to: None)
    monkeypatch.setattr(books, "sweep", lambda *, now: None)

    said = fill()

    assert "day 366 of 366, 1 visits" in said
    assert not StripeSetting.objects.exists()
