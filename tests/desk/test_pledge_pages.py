"""A pledge on the desk: written down, paid, given other days, written off; the list and the donor's page."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Role
from core.clock import legal_day
from gifts.models import Gift, Pledge
from tests.accounts.makers import browser_of, make_staff
from tests.factories import ZONE, make_donor, make_fund, make_gift, make_organisation
from tests.gifts.pledging import make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def sent(**more: str) -> dict[str, str]:
    today = legal_day(timezone.now(), ZONE).isoformat()
    return {
        "form_key": str(uuid.uuid4()),
        "amount": "1,200",
        "pledged_on": today,
        "fund": str(make_fund().pk),
        "rhythm": "monthly",
        "first_on": today,
        "count": "12",
        "is_reminded": "on",
        "parts-TOTAL_FORMS": "2",
        "parts-INITIAL_FORMS": "0",
        **more,
    }


def test_a_pledge_is_written_down_with_its_schedule(browser: Client) -> None:
    donor = make_donor()
    answer = browser.post("/desk/pledges/new/", {**sent(), "donor-who": str(donor.pk)})
    pledge = Pledge.objects.get()
    assert answer["Location"] == f"/desk/pledges/{pledge.pk}/"
    assert [int(part.amount) for part in pledge.instalments.all()] == [100] * 12
    page = browser.get(answer["Location"]).content.decode()
    assert ("$1,200.00" in page, "pledged" in page) == (True, True)
    assert "$1,200.00 of $1,200.00 open" in browser.get(f"/desk/donors/{donor.pk}/").content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"count": ""}, "how many parts"),
        ({"first_on": ""}, "when the first part falls due"),
        ({"amount": "0.05"}, "less than a cent"),
        ({"rhythm": "own"}, "do not sum"),
        ({"rhythm": "own", "parts-0-due_on": "2026-12-01"}, "its day and its amount"),
        ({"pledged_on": "2999-01-01"}, "still to come"),
        ({"donor-who": ""}, "who it was"),
    ],
)
def test_what_is_wrong_with_a_pledge_is_said(browser: Client, more: dict[str, str], words: str) -> None:
    data = {**sent(), "donor-who": str(make_donor().pk), **more}
    assert words in browser.post("/desk/pledges/new/", data).content.decode()
    assert not Pledge.objects.exists()


def test_days_of_their_own_are_taken_as_typed(browser: Client) -> None:
    own = {
        "rhythm": "own",
        "parts-0-due_on": "2027-03-01",
        "parts-0-amount": "700",
        "parts-1-due_on": "2027-01-15",
        "parts-1-amount": "500",
        "donor-who": str(make_donor().pk),
    }
    browser.post("/desk/pledges/new/", sent(**own))
    parts = Pledge.objects.get().instalments.values_list("due_on", "amount")
    assert [(day.isoformat(), int(amount)) for day, amount in parts] == [
        ("2027-01-15", 500),
        ("2027-03-01", 700),
    ]


def test_a_pledge_is_given_other_days_written_off_and_waited_for_again(browser: Client) -> None:
    pledge = make_pledge()
    path = f"/desk/pledges/{pledge.pk}/"
    seen = max(pledge.instalments.values_list("pk", flat=True))
    change = {"seen": str(seen), "reason": "They asked", "rhythm": "once", "first_on": "2027-05-01"}
    change |= {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
    assert (
        "This field is required"
        in browser.post(f"{path}schedule/", {**change, "reason": ""}).content.decode()
    )
    browser.post(f"{path}schedule/", change)
    assert "changed this schedule" in browser.post(f"{path}schedule/", change).content.decode()
    told = {"reason": "Rosa, our client"}
    assert 'value="Rosa, our client"' in browser.post(f"{path}write-off/", told).content.decode()
    assert not pledge.write_offs.exists()
    browser.post(f"{path}write-off/", {"reason": "moved away"})
    gone = pledge.write_offs.get()
    assert (str(gone.amount), "moved away" in browser.get(path).content.decode()) == ("300.00", True)
    again = f"{path}write-off/{gone.pk}/cancel/"
    assert 'value="Rosa, our client"' in browser.post(again, told).content.decode()
    assert pledge.write_offs.count() == 1
    browser.post(again, {"reason": "came back"})
    page = browser.get(path).content.decode()
    for words in ("The schedule was changed.", "took the write-off of $300.00 back: came back"):
        assert words in page


def test_a_payment_begins_at_the_pledge_and_a_gift_that_was_there_is_chosen(browser: Client) -> None:
    pledge = make_pledge()
    gift = make_gift(pledge.donor, amount="50.00")
    page = browser.get(f"/desk/pledges/{pledge.pk}/").content.decode()
    assert (f"?pledge={pledge.pk}" in page, str(gift.pk) in page) == (True, True)
    form = browser.get(f"/desk/gifts/new/money/?pledge={pledge.pk}").content.decode()
    assert f'value="#{pledge.donor_id} {pledge.donor.name}"' in form
    browser.post(f"/desk/pledges/{pledge.pk}/pay/", {"gift": str(gift.pk)})
    assert Gift.objects.get().pledge == pledge
    other = make_gift()
    assert browser.post(f"/desk/pledges/{pledge.pk}/pay/", {"gift": str(other.pk)}).status_code == 404
    browser.post(f"/desk/pledges/{pledge.pk}/gifts/{gift.pk}/release/")
    gift.refresh_from_db()
    assert gift.pledge is None


def test_the_list_narrows_by_what_stands_and_its_sums_follow(browser: Client) -> None:
    today = legal_day(timezone.now(), ZONE)
    late = make_pledge(make_donor(name="Late"), "40.00", first_on=today - timedelta(days=3))
    paid = make_pledge(make_donor(name="Paid"), "50.00", first_on=today)
    gone = make_pledge(make_donor(name="Gone"), "60.00", first_on=today)
    far = make_pledge(make_donor(name="Far"), "70.00", first_on=today + timedelta(days=90))
    Gift.objects.filter(pk=make_gift(paid.donor).pk).update(pledge=paid)
    gone.write_offs.create(amount=gone.amount, reason="moved away", at=timezone.now(), by=gone.recorded_by)
    month = (today + timedelta(days=90)).isoformat()
    found = {
        "?state=open": {late, far},
        "?state=overdue": {late},
        "?state=paid": {paid},
        "?state=given_up": {gone},
        f"?due={month}": {far},
        "?q=late": {late},
        f"?q={far.pk}": {far},
        f"?fund={gone.fund_id}": {gone},
        "?state=x": set(),
    }
    shown = {query: set(browser.get(f"/desk/pledges/{query}").context["page"].rows) for query in found}
    assert shown == found
    context = browser.get("/desk/pledges/").context
    totals = context["totals"]
    assert totals.pledged == totals.paid + totals.open + totals.written_off == 220
    assert "?due=" in str(context["plot"].svg)


def test_the_list_costs_the_same_however_much_there_is(browser: Client) -> None:
    counts = []
    for many in (1, 2):
        for _one in range(many):
            make_pledge()
        browser.get("/desk/pledges/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/desk/pledges/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_leaves_as_a_file_with_a_reason(browser: Client) -> None:
    make_pledge(make_donor(name="=Ana"))
    answer = browser.post("/desk/pledges/export/", {"reason": "for the board"})
    assert '"\'=Ana"' in answer.getvalue().decode()
    assert AuditEntry.objects.get(verb="pledge.exported").reason == "for the board"


def test_a_fund_that_would_pay_a_pledge_is_warned_of(browser: Client) -> None:
    pledge = make_pledge()
    data = {
        "form_key": str(uuid.uuid4()),
        "amount": "50",
        "source": "check",
        "payer": "daf",
        "arrived_on": legal_day(timezone.now(), ZONE).isoformat(),
        "donor-who": str(pledge.donor_id),
        "pledge": str(pledge.pk),
        "shares-TOTAL_FORMS": "1",
        "shares-INITIAL_FORMS": "0",
        "shares-0-fund": str(pledge.fund_id),
        "benefits-TOTAL_FORMS": "0",
        "benefits-INITIAL_FORMS": "0",
    }
    page = browser.post("/desk/gifts/new/money/", data).content.decode()
    assert "A fund cannot pay what a person pledged" in page
    browser.post("/desk/gifts/new/money/", {**data, "sure": "yes"})
    assert "A fund cannot pay" in browser.get(f"/desk/pledges/{pledge.pk}/").content.decode()
