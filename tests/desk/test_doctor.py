"""The doctor names what is amiss and what to do."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from core.encryption import new_key
from core.startup import DEVELOPMENT_KEY
from desk import doctor
from gifts.gateway import client
from gifts.models import Difference
from jobs.actions import beat
from tests.factories import make_organisation
from tests.jobs.makers import make_job
from tests.volunteers.attending import SHIFT_END, comes, seat
from tests.volunteers.makers import SHIFT_START
from tests.volunteers.series_makers import make_series
from volunteers.actions.attendance import close_forgotten
from volunteers.actions.horizon import generate
from volunteers.models import Series

pytestmark = pytest.mark.django_db


def said(look: doctor.Look, now: datetime) -> tuple[str, bool]:
    finding = look(now)
    return finding.says, finding.remedy == ""


def test_a_sound_house_has_no_remedy(
    now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("relay", "worker"):
        beat(name=name, now=now)
    make_organisation()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRETS = "sk_test_1", ["whsec_1"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.ENCRYPTION_KEYS, settings.LOCATION_KEYS = [new_key()], [new_key()]
    settings.RECEIPT_SIGNING_KEYS = [new_key()]
    settings.SITE_URL = "https://give.example.org"
    monkeypatch.setattr(client, "read", lambda path: {"livemode": False})
    assert [finding for finding in doctor.findings(now) if finding.remedy] == []


@pytest.mark.parametrize(
    ("look", "says"),
    [
        (doctor.worker, "It never worked."),
        (doctor.clock, "No relay runs."),
        (doctor.stripe, "No key is set: nobody can give online."),
        (doctor.organisation, "It has no name yet."),
    ],
)
def test_what_is_missing_is_named(now: datetime, look: doctor.Look, says: str) -> None:
    assert said(look, now) == (says, False)


def test_a_silent_worker_is_named_with_how_long(now: datetime) -> None:
    beat(name="worker", now=now - timedelta(seconds=90))
    assert said(doctor.worker, now) == ("It has been silent for 90 seconds.", False)


def test_late_and_dead_work_is_named(now: datetime) -> None:
    beat(name="relay", now=now)
    make_job(now=now - timedelta(minutes=5))
    make_job(now=now, state="dead", finished_at=now)
    assert said(doctor.clock, now) == ("Work is 300 seconds late.", False)
    assert said(doctor.dead_jobs, now) == ("1 given up after all attempts.", False)


def test_an_unexplained_difference_is_named(now: datetime) -> None:
    Difference.objects.create(kind="missing", object_id="txn_1", first_seen_at=now, last_seen_at=now)
    assert said(doctor.differences, now) == ("1 unexplained differences of 0 compared.", False)


def test_a_key_that_does_not_open_stripe_is_named(
    now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shut(path: str) -> dict[str, object]:
        raise client.DoorShut("AuthenticationError")

    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRETS = "sk_test_1", ["whsec_1"]
    monkeypatch.setattr(client, "read", shut)
    assert said(doctor.stripe, now) == (
        "The key does not open Stripe (DoorShut: AuthenticationError).",
        False,
    )
    settings.STRIPE_WEBHOOK_SECRETS = []
    assert said(doctor.stripe, now) == ("Webhooks cannot be checked.", False)


def test_a_house_without_location_keys_is_told_and_not_stopped(now: datetime, settings: Settings) -> None:
    settings.ENCRYPTION_KEYS, settings.LOCATION_KEYS = [new_key()], []
    finding = doctor.keys(now)
    assert finding.says.startswith("LOCATION_KEYS is not set")
    assert not finding.is_serious
    settings.ENCRYPTION_KEYS = [DEVELOPMENT_KEY]
    assert doctor.keys(now).says == "Second factors are sealed with the development key."


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_the_command_fails_when_something_serious_is_amiss(arguments: list[str]) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", *arguments, stdout=out)
    assert ended.value.code == 1
    assert "It never worked." in out.getvalue()
    if arguments:
        assert {finding["subject"] for finding in json.loads(out.getvalue())} >= {"database", "worker"}


def test_shifts_that_are_not_made_ahead_are_named(now: datetime) -> None:
    assert said(doctor.horizon, now) == ("No series of shifts is open.", True)
    make_series(until_on=None, now=now)
    assert said(doctor.horizon, now) == ("None were ever made ahead of time.", False)

    generate(now=now)
    assert said(doctor.horizon, now) == ("Every open series has its shifts until 2027-02-17.", True)
    assert said(doctor.horizon, now + timedelta(hours=4)) == ("None were made for 4 hours.", False)

    Series.objects.update(generated_until=now.date())
    assert said(doctor.horizon, now) == ("1 series are not made up to the horizon.", False)


def test_check_outs_that_no_clock_closed_are_named() -> None:
    comes(seat(), SHIFT_START)
    assert said(doctor.check_outs, SHIFT_END + timedelta(hours=23)) == ("None is forgotten.", True)

    later = SHIFT_END + timedelta(hours=25)
    words = "1 are open a day after the end of their shift: their hours are not counted."
    assert said(doctor.check_outs, later) == (words, False)
    close_forgotten(now=later)
    assert said(doctor.check_outs, later) == ("None is forgotten.", True)
