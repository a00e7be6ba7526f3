"""The demo's last day: a recurring gift in every state, and a year end with mail, post and exceptions."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from desk.demo import year
from desk.demo.ground import lay
from desk.demo.personas import seed
from desk.demo.post import give_by_check
from desk.demo.standing import LIVES, PEOPLE
from donors.models import Donor
from gifts.filters import STANDING
from gifts.models import Gift, RecurringGift
from tests.gifts.conftest import standin, standin_process

__all__ = ["standin", "standin_process"]

pytestmark = pytest.mark.django_db


@pytest.mark.enable_socket
@pytest.mark.usefixtures("standin")
def test_on_the_last_day_a_gift_stands_in_each_state(monkeypatch: pytest.MonkeyPatch) -> None:
    until = timezone.now().replace(microsecond=0)
    campaigns = lay(until.date())
    seed(until)
    monkeypatch.setattr(
        year, "_visits", lambda *_args: []
    )  # those whom chance rules and the papers take a minute
    monkeypatch.setattr(year, "_trouble", lambda *_args: None)
    monkeypatch.setattr(year, "render_and_send", lambda *_args: None)

    for _reached in year.live_through(campaigns, until=until):
        pass

    gifts = RecurringGift.objects.filter(donor__email__in=PEOPLE)
    assert gifts.count() == len(LIVES)
    assert {name for name, (_label, rows) in STANDING.items() if gifts.filter(rows)} == {
        "active",
        "past_due",
        "paused",
        "ending",
        "ended",
    }
    assert set(gifts.filter(donor__email="donor.a@demo.example").values_list("state", "is_paused")) == {
        ("active", False),
        ("active", True),
        ("past_due", False),
    }
    assert gifts.filter(requests__on_behalf=True).exists()


def test_some_of_last_year_gave_by_check_and_read_no_mail() -> None:
    until = datetime(2026, 3, 1, 12, tzinfo=UTC)
    lay(until.date())
    seed(until)

    give_by_check(until)

    gave = Donor.objects.filter(gifts__given_on__year=2025)
    assert gave.filter(email="", no_post=False, addresses__is_primary=True).count() == 3
    assert gave.filter(email="").exclude(no_post=False, addresses__is_primary=True).count() == 2
    assert Gift.objects.filter(given_on__year=2025, source=Gift.Source.CHECK).count() == 6
