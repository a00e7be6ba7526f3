"""What staff do for a donor wants a fresh second factor where it charges the donor more, and only there."""

import time
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from gifts.models import RecurringGift, RecurringRequest
from tests.accounts.makers import browser_of, make_staff, totp_now
from tests.factories import make_donor, make_recurring
from tests.gifts.test_acting import act, begun
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def late_browser(role: Role = Role.FUNDRAISER) -> Client:
    """Whose second factor is an hour old: good for the desk, too old for money."""
    return browser_of(make_staff(role), factor_at=time.time() - 3600)


def address(gift: RecurringGift, what: str) -> str:
    return f"/desk/recurring/{gift.pk}/act/{what}/"


def test_a_raise_asks_who_one_is_first_and_keeps_what_was_typed(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), late_browser()
    page = address(gift, "amount")

    sent_away = browser.post(page, {"amount": "75", "reason": "she called on Monday"})

    assert sent_away["Location"] == f"/accounts/2fa/reauthenticate/?next={page.replace('/', '%2F')}"
    assert not RecurringRequest.objects.exists()
    asked = browser.get(sent_away["Location"]).content.decode()
    assert "what you wrote is kept" in asked
    back = browser.post(sent_away["Location"], {"code": totp_now()})
    assert back["Location"] == page
    shown = browser.get(page)
    words = shown.content.decode()
    assert "Why: she called on Monday" in words
    assert "$75.00" in words
    assert not RecurringRequest.objects.exists()
    seal = shown.context["preview"].seal
    browser.post(page, {"amount": "75", "reason": "she called on Monday", "sure": seal})
    done = RecurringRequest.objects.get()
    assert (done.state, done.reason, done.wanted["charge"]) == ("done", "she called on Monday", "75.00")
    assert "she called on Monday" not in browser.get(page).content.decode()


def test_what_was_seen_before_the_factor_grew_old_does_not_charge_more(
    standin: StandIn, now: datetime
) -> None:
    gift = begun(standin, now)
    fields = {"amount": "75", "reason": "by phone"}
    seal = browser_of(make_staff(Role.FINANCE)).post(address(gift, "amount"), fields).context["preview"].seal
    answer = late_browser().post(address(gift, "amount"), {**fields, "sure": seal})
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert not RecurringRequest.objects.exists()


def test_what_is_typed_for_one_gift_is_not_shown_on_another(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), late_browser()
    other = make_recurring(make_donor())
    browser.post(address(gift, "amount"), {"amount": "75", "reason": "she called on Monday"})
    browser.post("/accounts/2fa/reauthenticate/", {"code": totp_now()})
    assert "she called" not in browser.get(address(other, "amount")).content.decode()
    assert "she called" not in browser.get(address(gift, "day")).content.decode()


@pytest.mark.parametrize(
    ("what", "fields"),
    [("amount", {"amount": "20"}), ("pause", {"length": "day"}), ("skip", {}), ("cancel", {})],
)
def test_less_or_nothing_is_charged_without_ado(
    standin: StandIn, now: datetime, what: str, fields: dict[str, str]
) -> None:
    gift = begun(standin, now)
    until = f"{timezone.now() + timedelta(days=70):%Y-%m-%d}"
    act(late_browser(), gift, what, **fields, until=until)
    assert RecurringRequest.objects.get().state == "done"
    assert gift.amount <= Decimal("50.00")


@pytest.mark.parametrize(
    ("values", "what", "fields"),
    [
        ({"frequency": "annually"}, "frequency", {"frequency": "monthly"}),
        ({"instalments": 2}, "end", {"how": "never"}),
        ({"is_paused": True}, "resume", {}),
        ({"state": "past_due", "failed_attempts": 1, "open_invoice_id": "in_1"}, "retry", {}),
    ],
)
def test_more_often_for_longer_again_and_now_want_it_too(
    values: dict[str, object], what: str, fields: dict[str, str], now: datetime
) -> None:
    if "instalments" in values:
        values = {**values, "instalments_from": now}
    if "is_paused" in values:
        values = {**values, "paused_until": now.replace(year=2027)}
    gift = make_recurring(make_donor(), next_charge_at=now.replace(month=12), **values)
    answer = late_browser().post(address(gift, what), {"reason": "by phone", **fields})
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert not RecurringRequest.objects.exists()
