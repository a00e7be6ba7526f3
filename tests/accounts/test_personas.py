"""Made-up people for the demo: they sign in as real ones do, and never where real ones are."""

import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Role, RoleGrant, User
from core import shield
from core.encryption import new_key
from gifts.models import Gift
from receipts.models import Receipt
from tests.accounts.makers import browser_of
from tests.factories import MOMENT
from volunteers.models import Application, SiteSecret

pytestmark = pytest.mark.django_db


def seeded() -> dict[str, Any]:
    out = StringIO()
    call_command("seed_personas", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_there_is_one_of_each_and_again_changes_nothing() -> None:
    first = seeded()
    assert [row["persona"] for row in first["personas"]] == [
        "anonymous",
        "donor A",
        "donor B",
        "volunteer applied",
        "volunteer cleared",
        "volunteer confirmed",
        *Role.values,
    ]
    counts = (User.objects.count(), RoleGrant.objects.count(), Gift.objects.count(), Receipt.objects.count())
    assert counts == (12, 7, 2, 2)
    assert seeded() == first
    assert counts == (
        User.objects.count(),
        RoleGrant.objects.count(),
        Gift.objects.count(),
        Receipt.objects.count(),
    )


def test_staff_sign_in_with_the_printed_password_and_code(client: Client) -> None:
    boss = next(row for row in seeded()["personas"] if row["persona"] == "administrator")
    out = StringIO()
    with time_machine.travel(MOMENT, tick=False):
        client.post("/accounts/login/", {"login": boss["email"], "password": boss["password"]})
        call_command("totp", boss["email"], stdout=out)
        client.post("/accounts/2fa/authenticate/", {"code": out.getvalue().split()[0]})
        assert client.get("/desk/people/").status_code == 200


def test_each_donor_opens_their_own_receipt_and_finds_no_trace_of_the_other(client: Client) -> None:
    found = seeded()
    rows = {row["persona"]: row for row in found["personas"]}
    own, other = rows["donor A"], rows["donor B"]
    client.force_login(User.objects.get(email=own["email"]), backend="accounts.adapter.Backend")
    assert client.get(f"/my/receipts/{own['objects']['receipts'][0]}.pdf").status_code == 200
    assert client.get(f"/my/receipts/{other['objects']['receipts'][0]}.pdf").status_code == 404
    assert found["canaries"]["donor B"] not in client.get("/my/").content.decode()


def test_the_confirmed_volunteer_reads_where_to_go_and_no_other_page_tells_it(
    client: Client, settings: Settings
) -> None:
    settings.LOCATION_KEYS = [new_key()]
    shield.forget()
    found = seeded()
    rows = {row["persona"]: row for row in found["personas"]}
    due, cleared = rows["volunteer confirmed"], rows["volunteer cleared"]
    street = found["canaries"]["House Heron: street"]
    path = f"/volunteer/sign-ups/{due['objects']['sign_ups'][0]}/location/"
    own, other = (browser_of(User.objects.get(email=row["email"])) for row in (due, cleared))
    assert street in own.post(path).content.decode()
    assert street not in own.get(path).content.decode()
    assert other.post(path).status_code == 404
    assert "House Heron" in own.get("/volunteer/mine/").content.decode()
    applied = rows["volunteer applied"]
    assert Application.objects.get(pk=applied["objects"]["applications"][0]).state == "applied"
    assert seeded() == found


def test_without_a_key_the_places_have_no_address(settings: Settings) -> None:
    settings.LOCATION_KEYS = []
    assert not any("street" in name for name in seeded()["canaries"])
    assert not SiteSecret.objects.exists()


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1"])
def test_a_live_key_refuses_them(settings: Settings, key: str) -> None:
    settings.STRIPE_SECRET_KEY = key
    _refused()


def test_production_refuses_them(settings: Settings) -> None:
    settings.PRODUCTION = True
    _refused()


def test_another_database_refuses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "safe_harbor")
    monkeypatch.setitem(connection.settings_dict, "HOST", "db.internal")
    _refused()


def _refused() -> None:
    with pytest.raises(CommandError, match="never beside a live Stripe key"):
        call_command("seed_personas")
    with pytest.raises(CommandError, match="Only for the people"):
        call_command("totp", "finance@demo.example")
    assert not User.objects.exists()
