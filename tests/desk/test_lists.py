"""Every list of the desk: as many queries for three rows as for one, and 404 for whoever may not see it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, SavedView
from donors.actions.tasks import Todo, add_task
from donors.models import DuplicatePair, MergeRequest, Tag, Tagging
from gifts.models import Checkout, Difference, Gift, Payout, StripeEvent
from receipts.actions import settle
from tests.accounts.makers import browser_of, make_staff
from tests.factories import (
    MOMENT,
    make_appeal,
    make_campaign,
    make_checkout,
    make_donor,
    make_gift,
    make_line,
    make_organisation,
    make_recurring,
    make_user,
)
from tests.gifts.bundling import make_batch, make_row
from tests.gifts.pledging import make_pledge
from tests.letters.makers import make_letter
from tests.volunteers.makers import make_volunteer

pytestmark = pytest.mark.django_db

GIVING = {Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY}
TIME = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.SCREENING, Role.READ_ONLY}
BOOKS = {Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY}


def a_gift(number: int) -> Gift:
    campaign = make_campaign(name=f"Campaign {number}")
    gift = make_gift(make_donor(name=f"Donor {number}"), campaign=campaign)
    gift.appeal = make_appeal(campaign)
    gift.save()
    make_line(gift, kind="refund", amount=Decimal("-1.00"))
    return gift


def a_receipt(number: int) -> None:
    settle(gift_id=a_gift(number).pk, now=MOMENT)


def a_recurring_gift(number: int) -> None:
    campaign = make_campaign()
    make_recurring(
        make_donor(),
        campaign=campaign,
        fund=campaign.funds.get(),
        amount=Decimal("30.00"),
        started_at=MOMENT + timedelta(minutes=number),
        next_charge_at=MOMENT + timedelta(days=30),
    ).changes.create(kind="new", at=MOMENT, monthly_before=Decimal(0), monthly_after=Decimal("30.00"))


def a_payout(number: int) -> Payout:
    return Payout.objects.create(
        payout_id=f"po_{number}",
        amount=Decimal("48.25"),
        currency="usd",
        state="paid",
        created_at=MOMENT + timedelta(minutes=number),
        arrives_on=MOMENT.date(),
    )


def a_line_of_the_payout(number: int) -> None:
    payout = Payout.objects.first() or a_payout(0)
    a_gift(number).ledger_lines.filter(kind="charge").update(payout=payout)


def a_visit(_number: int) -> None:
    Checkout.objects.filter(pk=make_checkout(make_campaign()).pk).update(
        created_at=MOMENT - timedelta(days=1)
    )


def an_event(number: int) -> None:
    StripeEvent.objects.create(
        event_id=f"evt_{number}", kind="charge.refunded", root=f"pi_{number}", received_at=MOMENT
    )


def a_difference(number: int) -> None:
    Difference.objects.create(
        kind="payout", object_id=f"po_{number}", first_seen_at=MOMENT, last_seen_at=MOMENT
    )


def a_tag(number: int) -> None:
    tag = Tag.objects.create(name=f"Choir {number}", created_at=MOMENT)
    Tagging.objects.create(tag=tag, donor=make_donor(), at=MOMENT)


def a_task(_number: int) -> None:
    user = make_user(Role.FUNDRAISER)
    add_task(donor=make_donor(), todo=Todo("Call back", MOMENT.date(), user.pk), by=user, now=MOMENT)


def a_saved_view(number: int) -> None:
    """Two of somebody's; only one's own are listed, so that none of these is."""
    owner = make_user(Role.FUNDRAISER)
    SavedView.objects.create(
        owner=owner, route="donors:donor_list", name=f"View {number}", query="kind=person", created_at=MOMENT
    )


def a_pair(number: int) -> None:
    left, right = sorted((make_donor(name=f"Ann {number}").pk, make_donor(name=f"Anne {number}").pk))
    DuplicatePair.objects.create(left_id=left, right_id=right, score=90, mark=f"{number}", found_at=MOMENT)


def a_merge_request(_number: int) -> None:
    MergeRequest.objects.create(
        kind="merge",
        kept=make_donor(),
        folded=make_donor(),
        rows=21,
        mark="m",
        asked_at=MOMENT,
        asked_by=make_user(Role.FUNDRAISER),
    )


LISTS: dict[str, tuple[Callable[[int], object], set[Role]]] = {
    "/desk/": (a_gift, set(Role)),
    "/desk/gifts/": (a_gift, GIVING),
    "/desk/gifts/donors/": (a_gift, GIVING),
    "/desk/donors/": (lambda _number: make_donor(), GIVING | {Role.PRIVACY}),
    "/desk/recurring/": (a_recurring_gift, GIVING),
    "/desk/recurring/months/": (a_recurring_gift, GIVING),
    "/desk/recurring/changes/": (a_recurring_gift, GIVING),
    "/desk/recurring/counted/?on=2026-12-31": (a_recurring_gift, GIVING),
    "/desk/recurring/cohorts/": (a_recurring_gift, GIVING),
    "/desk/recurring/cohorts/donors/?began=2026-11": (a_recurring_gift, GIVING),
    "/desk/recurring/coming/": (a_recurring_gift, GIVING),
    "/desk/checkouts/": (a_visit, GIVING),
    "/desk/payouts/": (a_payout, BOOKS),
    "/desk/differences/": (a_difference, BOOKS),
    "/desk/events/": (an_event, BOOKS),
    "/desk/receipts/": (a_receipt, GIVING),
    "/desk/search/?q=donor": (lambda number: (a_gift(number), make_donor()), set(Role)),
    "/desk/tags/": (a_tag, GIVING | {Role.PRIVACY}),
    "/desk/tasks/?view=all": (a_task, GIVING | {Role.PRIVACY}),
    "/desk/views/": (a_saved_view, set(Role)),
    "/desk/letters/": (lambda number: make_letter(key=f"letter {number}"), set(Role)),
    "/desk/pledges/": (lambda _number: make_pledge(make_donor(), "50", "50"), GIVING),
    "/desk/batches/": (lambda _number: make_row(make_batch(), make_donor()), GIVING),
    "/desk/duplicates/": (a_pair, GIVING - {Role.READ_ONLY}),
    "/desk/merges/requests/": (a_merge_request, GIVING - {Role.READ_ONLY}),
    "/desk/campaigns/": (a_gift, GIVING),
    "/desk/volunteers/": (lambda number: make_volunteer(name=f"Rosa {number}"), TIME),
}


def queries(role: Role, path: str) -> int:
    browser = browser_of(make_staff(role))
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", LISTS)
def test_three_rows_ask_the_database_as_often_as_one(path: str) -> None:
    make_organisation()
    make, _roles = LISTS[path]
    make(1)
    one = queries(Role.ADMINISTRATOR, path)
    make(2)
    make(3)
    assert queries(Role.ADMINISTRATOR, path) == one


def test_three_lines_of_a_payout_ask_as_often_as_one() -> None:
    a_line_of_the_payout(1)
    path = f"/desk/payouts/{Payout.objects.get().pk}/"
    one = queries(Role.FINANCE, path)
    a_line_of_the_payout(2)
    a_line_of_the_payout(3)
    assert queries(Role.FINANCE, path) == one


def test_three_gifts_of_a_donor_ask_as_often_as_one() -> None:
    donor = make_donor()
    make_gift(donor)
    one = queries(Role.FINANCE, f"/desk/donors/{donor.pk}/")
    make_gift(donor)
    make_gift(donor)
    assert queries(Role.FINANCE, f"/desk/donors/{donor.pk}/") == one


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_is_a_page_too(path: str) -> None:
    assert browser_of(make_staff(Role.ADMINISTRATOR)).get(path).status_code == 200


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", LISTS)
def test_a_list_opens_to_its_roles_and_to_nobody_else(path: str, role: Role) -> None:
    _make, admitted = LISTS[path]
    expected = 200 if role in admitted else 404
    assert browser_of(make_staff(role)).get(path).status_code == expected


def test_a_payout_says_whether_it_ties_out() -> None:
    payout = a_payout(1)
    browser = browser_of(make_staff(Role.FINANCE))
    assert "It ties out" in browser.get(f"/desk/payouts/{payout.pk}/").content.decode()
    Payout.objects.update(needs_attention=True)
    assert "does not tie out" in browser.get(f"/desk/payouts/{payout.pk}/").content.decode()
    assert list(browser.get("/desk/payouts/?attention=no").context["page"].rows) == []
    assert list(browser.get("/desk/payouts/?attention=yes").context["page"].rows) == [payout]


def test_a_visit_is_unfinished_only_after_an_hour() -> None:
    checkout = make_checkout(make_campaign())
    browser = browser_of(make_staff(Role.FUNDRAISER))
    Checkout.objects.update(created_at=MOMENT - timedelta(days=400))
    assert list(browser.get("/desk/checkouts/").context["page"].rows) == [checkout]
    assert list(browser.get("/desk/checkouts/?since=2026-01-01").context["page"].rows) == []
    Checkout.objects.update(state="completed")
    assert list(browser.get("/desk/checkouts/").context["page"].rows) == []


def test_events_are_found_by_state_and_by_what_they_point_at() -> None:
    an_event(1)
    an_event(2)
    an_event(3)
    StripeEvent.objects.filter(pk="evt_2").update(error="DoorShut")
    StripeEvent.objects.filter(pk="evt_3").update(done_at=MOMENT)
    browser = browser_of(make_staff(Role.READ_ONLY))

    def shown(query: str) -> list[str]:
        return [event.pk for event in browser.get(f"/desk/events/?{query}").context["page"].rows]

    assert shown("state=failing") == ["evt_2"]
    assert shown("state=waiting") == ["evt_2", "evt_1"]
    assert shown("state=done") == ["evt_3"]
    assert shown("q=pi_1") == ["evt_1"]
    assert shown("q=charge.") == ["evt_3", "evt_2", "evt_1"]
