"""The link in a letter that can raise a recurring gift, once, and nothing else; and who gets the letter."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role
from donors.models import Donor
from gifts.actions.sweep import sweep
from gifts.models import Frequency, GivingPolicy, RecurringChange, RecurringGift
from gifts.proofs import FORM, RAISE, mark, mark_of_raise
from gifts.reports.raising import askable, steps
from letters.actions import decline, suppress
from letters.models import Letter
from letters.rendering import render
from letters.tasks import deliver
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_checkout, make_donor, make_recurring
from tests.gifts.counter import pay
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
LONG_AGO = datetime.fromisoformat("2026-01-25T17:00:00Z")


@pytest.fixture
def row(standin: StandIn, now: datetime) -> RecurringGift:
    """A monthly gift of $50.00 at the payment service."""
    pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    return RecurringGift.objects.get()


def link(row: RecurringGift, *, days_ago: int = 0) -> str:
    at = timezone.now() - timedelta(days=days_ago)
    return f"/give/more/{mark_of_raise(row.pk, email=row.donor.email if row.donor else '', now=at)}/"


def state_of(row: RecurringGift) -> tuple[Decimal, Decimal, int]:
    row.refresh_from_db()
    return row.amount, row.fee_cover, row.requests.count()


def test_opening_the_page_shows_both_amounts_and_changes_nothing(client: Client, row: RecurringGift) -> None:
    address = link(row)
    for _ in range(2):
        page = client.get(address)
        client.head(address)
    assert page.status_code == 200
    assert all(words in page.content.decode() for words in ("You give $50.00", "$60.00", "$75.00", "$100.00"))
    assert "no-store" in page["Cache-Control"]
    assert state_of(row) == (Decimal("50.00"), Decimal("0.00"), 0)


def test_one_press_raises_it_and_a_second_one_changes_nothing(
    client: Client, row: RecurringGift, standin: StandIn, now: datetime
) -> None:
    address = link(row)
    for amount in ("75.00", "75.00", "100.00"):
        answer = client.post(address, {"amount": amount}, follow=True)
    assert "Your gift is $75.00, monthly." in answer.content.decode()
    assert state_of(row) == (Decimal("75.00"), Decimal("0.00"), 1)
    assert row.changes.filter(kind=RecurringChange.Kind.UPGRADE).count() == 1
    assert Letter.objects.filter(kind="recurring_changed").count() == 1
    standin.control("clock", advance=32 * 86_400)
    sweep(now=now)
    assert sorted(row.gifts.values_list("amount", flat=True)) == [Decimal("50.00"), Decimal("75.00")]


def test_the_fee_alone_can_be_added(client: Client, row: RecurringGift) -> None:
    client.post(link(row), {"amount": "50.00", "cover_fee": "on"})
    assert state_of(row) == (Decimal("51.81"), Decimal("1.81"), 1)


def test_who_covers_the_fee_goes_on_covering_it(client: Client, row: RecurringGift) -> None:
    client.post(link(row), {"amount": "50.00", "cover_fee": "on"})
    later = link(row, days_ago=-1)
    page = client.get(later).content.decode()
    client.post(later, {"amount": "100.00"})
    assert "cover_fee" not in page
    assert state_of(row)[:2] == (Decimal("103.30"), Decimal("3.30"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"other_amount": "49.99"}, "This link can only raise your gift."),
        ({"other_amount": "50"}, "That is what you give already."),
        ({"amount": "50.00"}, "That is what you give already."),
        ({"other_amount": "250.01"}, "By this link, $250.00 at most."),
        ({"amount": "49.00"}, "Select a valid choice."),
        ({"other_amount": "much"}, "Please write the amount in digits"),
        ({}, "Please choose or write an amount."),
    ],
)
def test_it_can_neither_lower_nor_leap(
    client: Client, row: RecurringGift, asked: dict[str, str], said: str
) -> None:
    answer = client.post(link(row), asked)
    assert said in answer.content.decode()
    assert state_of(row) == (Decimal("50.00"), Decimal("0.00"), 0)


def test_a_fee_that_became_smaller_lowers_nothing(client: Client, row: RecurringGift) -> None:
    client.post(link(row), {"amount": "50.00", "cover_fee": "on"})
    GivingPolicy.objects.create(pk=1, fee_percent=Decimal("1.000"))
    answer = client.post(link(row, days_ago=-1), {"other_amount": "50.10"})
    assert "That is what you give already." in answer.content.decode()
    assert state_of(row)[0] == Decimal("51.81")


def test_a_link_that_is_not_ours_does_not_exist(client: Client, row: RecurringGift, now: datetime) -> None:
    good = link(row).split("/")[3]
    wrong = [good[:-1] + ("A" if good[-1] != "A" else "B"), mark(FORM, row.pk, now), "nonsense"]
    wrong.append(mark(RAISE, row.pk, now))
    other = make_recurring(make_donor())
    wrong.append(good.replace(row.pk.hex, other.pk.hex))
    for token in wrong:
        assert client.get(f"/give/more/{token}/").status_code == 404
        assert client.post(f"/give/more/{token}/", {"amount": "75.00"}).status_code == 404
    assert state_of(row)[2] == 0


def test_staff_who_read_the_letter_cannot_use_its_link(row: RecurringGift) -> None:
    browser = browser_of(make_staff(Role.FUNDRAISER))
    assert browser.get(link(row)).status_code == 404
    assert browser.post(link(row), {"amount": "75.00"}).status_code == 404
    assert state_of(row)[2] == 0


def test_a_link_older_than_sixty_days_has_run_out(client: Client, row: RecurringGift) -> None:
    assert client.get(link(row, days_ago=59)).status_code == 200
    for answer in (
        client.get(link(row, days_ago=61)),
        client.post(link(row, days_ago=61), {"amount": "75.00"}),
    ):
        assert answer.status_code == 410
        assert "This link has run out" in answer.content.decode()
    assert state_of(row)[2] == 0


def test_a_gift_that_ended_is_not_raised(client: Client, row: RecurringGift, now: datetime) -> None:
    RecurringGift.objects.filter(pk=row.pk).update(state="cancelled", cancelled_at=now, ended_for="asked")
    assert client.post(link(row), {"amount": "75.00"}).status_code == 410
    assert state_of(row)[2] == 0


def test_the_page_wants_its_form(row: RecurringGift) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(link(row), {"amount": "75.00"}).status_code == 403


def test_while_the_payment_service_is_away_it_is_noted(
    client: Client, row: RecurringGift, standin: StandIn
) -> None:
    standin.control("faults", kind="refuse_connection", path="^/v1/subscriptions", times=-1)
    page = client.post(link(row), {"amount": "75.00"}, follow=True).content.decode()
    standin.control("faults/clear")
    assert "Noted. It is carried out as soon as the payment service answers." in page


@pytest.mark.parametrize(
    ("amount", "fee", "more"),
    [
        ("20.00", "0.00", ["25.00", "30.00", "40.00"]),
        ("10.00", "0.00", ["12.00", "15.00", "20.00"]),
        ("51.81", "1.81", ["60.00", "75.00", "100.00"]),
        ("1.00", "0.00", ["2.00"]),
    ],
)
def test_larger_amounts_are_round(amount: str, fee: str, more: list[str]) -> None:
    row = RecurringGift(amount=Decimal(amount), fee_cover=Decimal(fee))
    assert steps(row) == [Decimal(step) for step in more]


def settled(**values: Any) -> RecurringGift:
    """One that has gone on for months."""
    donor = values.pop("donor", None) or make_donor()
    return make_recurring(donor, **{"started_at": LONG_AGO, **values})


def strangers() -> RecurringGift:
    """One that began at Stripe's own desk."""
    return make_recurring(started_at=LONG_AGO)


@pytest.mark.parametrize(
    "values",
    [
        {"started_at": datetime.fromisoformat("2026-08-28T17:00:00Z")},
        {"state": RecurringGift.State.PAST_DUE},
        {"is_paused": True},
        {"end_on": date(2027, 5, 1)},
        {"instalments": 3, "instalments_from": LONG_AGO},
        {"ends_at": datetime.fromisoformat("2027-05-01T12:00:00Z")},
        {"state": RecurringGift.State.CANCELLED},
    ],
)
def test_some_gifts_are_left_in_peace(values: dict[str, Any], now: datetime) -> None:
    settled(**values)
    assert askable(RecurringGift.objects.all(), now=now) == []


@pytest.mark.parametrize(
    "values",
    [
        {"contact": Donor.Contact.PORTAL},
        {"quiet_until": date(2026, 11, 26)},
        {"email": ""},
        {"email": "", "erased_at": LONG_AGO},
    ],
)
def test_some_donors_are_left_in_peace(values: dict[str, Any], now: datetime) -> None:
    row = settled()
    Donor.objects.filter(recurring_gifts=row).update(**values)
    assert askable(RecurringGift.objects.all(), now=now) == []


def test_a_refusal_or_a_dead_address_is_heard(now: datetime) -> None:
    for email, topic in (("a@example.org", "more"), ("b@example.org", "all")):
        settled(donor=make_donor(email=email))
        decline(email=email, topic=topic, now=now)
    settled(donor=make_donor(email="c@example.org"))
    suppress(email="c@example.org", reason="bounced", now=now)
    strangers()
    assert askable(RecurringGift.objects.all(), now=now) == []


def test_each_donor_is_asked_about_the_largest_gift(now: datetime) -> None:
    donor = make_donor()
    settled(donor=donor)
    largest = settled(donor=donor, amount=Decimal("30.00"))
    assert askable(RecurringGift.objects.all(), now=now) == [largest]


def test_the_desk_shows_the_count_first_and_asks_once_in_twelve_months() -> None:
    for _ in range(2):
        settled()
    settled(frequency=Frequency.ANNUALLY)
    browser = browser_of(make_staff(Role.FUNDRAISER))
    address = "/desk/recurring/ask/?frequency=monthly"
    page = browser.get(address).content.decode()
    assert "2 donors of 2 recurring gifts can be asked now." in page
    wrong = browser.post(address, {"count": "1"}).content.decode()
    assert "The list changed meanwhile." in wrong
    assert not Letter.objects.exists()
    browser.post(address, {"count": "2"})
    browser.post(address, {"count": "2"})
    assert Letter.objects.filter(kind="upgrade_asked").count() == 2
    assert AuditEntry.objects.filter(verb="recurring.more_asked").count() == 1
    letter = Letter.objects.order_by("pk")[0]
    at = letter.created_at
    assert askable(RecurringGift.objects.filter(frequency="monthly"), now=at + timedelta(days=364)) == []
    assert len(askable(RecurringGift.objects.filter(frequency="monthly"), now=at + timedelta(days=365))) == 2


def test_the_letter_leads_to_the_page_and_can_be_declined(client: Client, now: datetime) -> None:
    settled()
    browser_of(make_staff(Role.FUNDRAISER)).post("/desk/recurring/ask/", {"count": "1"})
    letter = Letter.objects.get()
    words = render(letter)
    assert "would you raise it from $20.00 to $25.00" in words.text
    assert "/letters/unsubscribe/" in words.text
    assert (letter.is_transactional, letter.topic) == (False, "more")
    assert client.get(f"/give/more/{letter.facts['token']}/").status_code == 200


def test_a_letter_about_an_amount_that_changed_does_not_leave(now: datetime) -> None:
    row = settled()
    browser_of(make_staff(Role.FUNDRAISER)).post("/desk/recurring/ask/", {"count": "1"})
    RecurringGift.objects.filter(pk=row.pk).update(amount=Decimal("35.00"))
    letter = Letter.objects.get()
    deliver(str(letter.pk), letter.created_at)
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (Letter.State.SUPPRESSED, "no longer true")


def test_staff_mail_the_link_to_give_another_card_once_a_day() -> None:
    row = settled(state=RecurringGift.State.PAST_DUE)
    browser = browser_of(make_staff(Role.FINANCE))
    for _ in range(2):
        page = browser.post(f"/desk/recurring/{row.pk}/card-link/", follow=True).content.decode()
    assert "A letter with the link is on its way to the donor." in page
    letter = Letter.objects.get()
    assert letter.kind == "recurring_card_link"
    assert f"/my/recurring/{row.pk}/" in render(letter).text
    assert AuditEntry.objects.filter(verb="recurring.card_link_mailed").count() == 2


def test_no_link_is_mailed_where_a_gift_ended_or_nobody_is_known() -> None:
    browser = browser_of(make_staff(Role.FINANCE))
    for row in (settled(state=RecurringGift.State.CANCELLED), strangers()):
        browser.post(f"/desk/recurring/{row.pk}/card-link/")
    assert not Letter.objects.exists()
