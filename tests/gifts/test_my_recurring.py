"""A donor stops a recurring gift without asking anyone."""

from datetime import datetime

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from gifts.actions.sweep import sweep
from gifts.models import Frequency, Gift, RecurringGift
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_checkout, make_user
from tests.gifts.counter import pay
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
MONTH = 32 * 86_400


@pytest.fixture
def recurring(standin: StandIn, now: datetime) -> RecurringGift:
    pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    found = RecurringGift.objects.select_related("donor").get()
    assert found.donor is not None
    found.donor.user = make_user()
    found.donor.save()
    return found


def test_two_clicks_stop_it_and_nothing_is_charged_after(
    standin: StandIn, client: Client, recurring: RecurringGift, now: datetime
) -> None:
    assert recurring.donor is not None
    assert recurring.donor.user is not None
    client.force_login(recurring.donor.user)
    page = client.get(f"/my/recurring/{recurring.pk}/")
    client.post(f"/my/recurring/{recurring.pk}/stop/")
    client.post(f"/my/recurring/{recurring.pk}/stop/")
    standin.control("clock", advance=3 * MONTH)
    sweep(now=now)
    recurring.refresh_from_db()
    assert "Stop this gift" in page.content.decode()
    assert (recurring.state, Gift.objects.count()) == (RecurringGift.State.CANCELLED, 1)
    assert AuditEntry.objects.filter(verb="recurring.stop_asked").count() == 1


def test_an_answer_lost_on_the_way_is_no_trap(
    standin: StandIn, client: Client, recurring: RecurringGift
) -> None:
    assert recurring.donor is not None
    assert recurring.donor.user is not None
    client.force_login(recurring.donor.user)
    standin.control("faults", kind="error_after", method="DELETE", path="^/v1/subscriptions/", times=1)
    page = client.post(f"/my/recurring/{recurring.pk}/stop/", follow=True).content.decode()
    recurring.refresh_from_db()
    assert "Your gift is stopped." in page
    assert recurring.state == RecurringGift.State.CANCELLED


def test_a_payment_service_out_of_reach_changes_nothing_and_says_so(
    standin: StandIn, client: Client, recurring: RecurringGift
) -> None:
    assert recurring.donor is not None
    assert recurring.donor.user is not None
    client.force_login(recurring.donor.user)
    standin.control("faults", kind="refuse_connection", path="^/v1/subscriptions", times=-1)
    page = client.post(f"/my/recurring/{recurring.pk}/stop/", follow=True).content.decode()
    standin.control("faults/clear")
    recurring.refresh_from_db()
    assert "Nothing was changed; please try again." in page
    assert recurring.state == RecurringGift.State.ACTIVE


@pytest.mark.parametrize("role", [None, Role.FINANCE])
def test_nobody_else_sees_or_stops_it(recurring: RecurringGift, role: Role | None) -> None:
    browser = browser_of(make_staff(role) if role else make_user())
    assert browser.get(f"/my/recurring/{recurring.pk}/").status_code == 404
    assert browser.post(f"/my/recurring/{recurring.pk}/stop/").status_code == 404
    recurring.refresh_from_db()
    assert recurring.state == RecurringGift.State.ACTIVE
