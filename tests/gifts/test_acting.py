"""Staff act for a donor: by role, with a reason, written twice, told to the donor by letter."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from donors.models import Donor
from gifts.actions.recurring.promises import attend
from gifts.actions.sync_checkout import sync_checkout
from gifts.models import Frequency, RecurringGift, RecurringRequest
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_checkout, make_donor, make_recurring
from tests.gifts.counter import pay
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
DECLINED_LATER = "4000000000000341"
MONTH = 32 * 86_400


def begun(standin: StandIn, now: datetime) -> RecurringGift:
    """A monthly gift whose first charge is paid."""
    checkout = make_checkout(make_campaign(), frequency=Frequency.MONTHLY)
    pay(standin, checkout)
    sync_checkout(session_id=checkout.session_id or "", now=now)
    return RecurringGift.objects.get()


def act(browser: Client, gift: RecurringGift, what: str, **fields: str) -> str:
    """Ask, see, and confirm what was seen; return the page that is shown then."""
    address = f"/desk/recurring/{gift.pk}/act/{what}/"
    fields = {"reason": "asked by phone", **fields}
    shown = browser.post(address, fields)
    preview = shown.context["preview"] if shown.context else None
    if preview is not None:
        shown = browser.post(address, {**fields, "sure": preview.seal})
    assert shown.status_code == 302, shown.content.decode()
    gift.refresh_from_db()
    return browser.get(shown["Location"]).content.decode()


def test_a_fundraiser_changes_an_amount_for_a_donor_and_both_logs_and_the_donor_know(
    standin: StandIn, now: datetime
) -> None:
    gift, fundraiser = begun(standin, now), make_staff(Role.FUNDRAISER)

    page = act(browser_of(fundraiser), gift, "amount", amount="75")

    asked = RecurringRequest.objects.get()
    assert gift.amount == Decimal("75.00")
    assert (asked.state, asked.on_behalf, asked.asked_by, asked.reason) == (
        RecurringRequest.State.DONE,
        True,
        fundraiser,
        "asked by phone",
    )
    entry = AuditEntry.objects.get(verb="recurring.amount_asked")
    assert (entry.actor, entry.reason, entry.about_id) == (fundraiser, "asked by phone", str(gift.pk))
    assert Letter.objects.filter(about_id=str(gift.pk), kind="recurring_changed").count() == 1
    assert "asked by phone" in page
    assert "Done." in page


def test_nothing_is_done_before_it_was_seen_nor_without_a_reason(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), browser_of(make_staff(Role.FINANCE))
    address = f"/desk/recurring/{gift.pk}/act/amount/"
    shown = browser.post(address, {"amount": "75", "reason": "by phone"})
    assert "$75.00" in shown.content.decode()
    seal = shown.context["preview"].seal
    browser.post(address, {"amount": "76", "reason": "by phone", "sure": seal})
    browser.post(address, {"amount": "75", "reason": "", "sure": seal})
    browser.post(address, {"amount": "75", "reason": "by phone", "sure": seal, "back": "yes"})
    assert browser.post(f"/desk/recurring/{gift.pk}/act/cancel/", {"reason": ""}).status_code == 200
    assert RecurringRequest.objects.count() == 0


def test_only_what_changed_meanwhile_is_said_to_have_changed(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), browser_of(make_staff(Role.FUNDRAISER))
    words, skip = "Something has changed meanwhile.", f"/desk/recurring/{gift.pk}/act/skip/"
    shown = browser.get(skip)
    seal = shown.context["preview"].seal
    unsaid = browser.post(skip, {"reason": "", "sure": seal}).content.decode()
    assert "This field is required." in unsaid
    assert words not in unsaid
    RecurringGift.objects.update(amount=Decimal("61.00"))
    assert words in browser.post(skip, {"reason": "by phone", "sure": seal}).content.decode()


def test_what_would_change_nothing_is_neither_done_nor_told(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), browser_of(make_staff(Role.FUNDRAISER))
    shown = browser.post(
        f"/desk/recurring/{gift.pk}/act/amount/", {"amount": str(gift.amount), "reason": "by phone"}
    )
    assert "nothing would change" in shown.content.decode()
    assert shown.context["preview"] is None
    assert RecurringRequest.objects.count() == 0


def test_without_an_address_staff_tell_the_donor_themselves(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), browser_of(make_staff(Role.FUNDRAISER))
    Donor.objects.update(email="")
    assert "gets a letter" not in browser.get(f"/desk/recurring/{gift.pk}/act/skip/").content.decode()
    assert "please tell them what you changed" in act(browser, gift, "skip")
    assert not Letter.objects.filter(kind="recurring_changed").exists()


def test_what_staff_can_do_follows_the_gift(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), browser_of(make_staff(Role.ADMINISTRATOR))

    def offered() -> set[str]:
        return {act.name for act in browser.get(f"/desk/recurring/{gift.pk}/").context["offers"]}

    terms = {"amount", "day", "fund", "frequency", "end"}
    assert offered() == terms | {"pause", "skip", "cancel"}
    act(browser, gift, "skip")
    assert gift.is_paused
    assert offered() == terms | {"resume", "cancel"}
    act(browser, gift, "resume")
    act(browser, gift, "cancel")
    assert (gift.state, gift.ended_for, offered()) == ("cancelled", "asked", set())
    again = browser.post(f"/desk/recurring/{gift.pk}/act/cancel/", {"reason": "again"}, follow=True)
    assert "cannot be done" in again.content.decode()
    assert RecurringRequest.objects.filter(kind="cancel").count() == 1


def test_an_open_charge_is_tried_again_and_the_card_link_is_mailed(standin: StandIn, now: datetime) -> None:
    gift, browser = begun(standin, now), browser_of(make_staff(Role.FUNDRAISER))
    standin.control(f"subscription/{gift.subscription_id}", action="card", card=DECLINED_LATER)
    standin.control("clock", advance=MONTH)
    attend(subscription_id=gift.subscription_id, now=now)
    gift.refresh_from_db()
    assert (gift.state, gift.failed_attempts > 0) == ("past_due", True)

    assert "The bank said no again" in act(browser, gift, "retry")
    browser.post(f"/desk/recurring/{gift.pk}/card-link/")
    assert Letter.objects.filter(kind="recurring_card_link", about_id=str(gift.pk)).count() == 1

    standin.control(f"subscription/{gift.subscription_id}", action="card", card="4242424242424242")
    page = act(browser, gift, "retry")
    assert "A letter tells the donor" not in page
    assert (gift.state, gift.failed_attempts) == ("active", 0)


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.COORDINATOR, Role.PRIVACY])
def test_other_roles_do_nothing_and_readers_see_no_button(role: Role) -> None:
    gift, browser = make_recurring(make_donor()), browser_of(make_staff(role))
    page = browser.get(f"/desk/recurring/{gift.pk}/")
    assert page.status_code == (200 if role == Role.READ_ONLY else 404)
    assert "/act/" not in page.content.decode()
    assert "card-link" not in page.content.decode()
    for method in (browser.get, browser.post):
        assert method(f"/desk/recurring/{gift.pk}/act/cancel/", {"reason": "x"}).status_code == 404


def test_what_is_no_act_is_no_page() -> None:
    gift, browser = make_recurring(make_donor()), browser_of(make_staff(Role.FINANCE))
    assert browser.get(f"/desk/recurring/{gift.pk}/act/delete/").status_code == 404
