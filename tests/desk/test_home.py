"""Home: what needs its reader, and figures that are exactly the lists behind them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from campaigns.actions.peers import PeerFacts, ask_for_page
from desk.reports.needs import NEEDS
from donors.actions.tasks import Todo, add_task
from donors.models import DuplicatePair, MergeRequest
from gifts.models import Checkout, Difference, Dispute, Gift, Payout, StripeEvent
from jobs.models import Job
from letters.models import Letter
from receipts.actions import settle
from tests.accounts.makers import browser_of, make_staff
from tests.factories import (
    make_campaign,
    make_checkout,
    make_donor,
    make_gift,
    make_line,
    make_recurring,
    make_user,
)
from tests.letters.makers import make_letter
from tests.volunteers.makers import (
    make_application,
    make_check,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.models import HoursEntry

pytestmark = pytest.mark.django_db


def one_of_everything_that_waits() -> None:
    now = timezone.now()
    recently = now - timedelta(hours=3)
    stranger = make_gift(given_at=recently)
    Gift.objects.filter(pk=stranger.pk).update(donor=None, is_unmatched=True)
    disputed = make_gift(given_at=recently, state=Gift.State.DISPUTED)
    for number in ("1", "2"):  # a charge may be disputed twice; it is one gift
        Dispute.objects.create(
            dispute_id=f"du_{number}",
            gift=disputed,
            amount=Decimal("5.00"),
            currency="usd",
            state="needs_response",
            reason="fraudulent",
            opened_at=recently,
        )
    make_recurring(state="past_due", started_at=recently)
    Difference.objects.create(kind="balance", object_id="usd", first_seen_at=now, last_seen_at=now)
    Payout.objects.create(
        payout_id="po_1",
        amount=Decimal("5.00"),
        currency="usd",
        state="paid",
        created_at=recently,
        arrives_on=recently.date(),
        needs_attention=True,
    )
    StripeEvent.objects.create(event_id="evt_1", kind="x", root="pi_1", received_at=now, error="DoorShut")
    for state in ("failed", "blocked", "bounced"):
        make_letter(key=state, now=recently)
        Letter.objects.filter(key=state).update(state=state)
    Job.objects.create(
        kind="x", about="1", state="dead", run_at=now, publish_at=now, created_at=now, finished_at=now
    )
    a_year_ago = now - timedelta(days=365)
    settle(gift_id=make_gift(given_at=a_year_ago).pk, now=a_year_ago)
    _two_records_of_one_donor(now)
    ask_for_page(
        campaign_id=make_campaign().pk, facts=PeerFacts("Ana", "A walk", "I walk."), by=make_user(), now=now
    )
    visit = make_checkout(make_campaign())
    Checkout.objects.filter(pk=visit.pk).update(created_at=recently)


def _two_records_of_one_donor(now: datetime) -> None:
    left, right = make_donor(), make_donor()
    DuplicatePair.objects.create(left=left, right=right, score=97, reasons=[], mark="", found_at=now)
    MergeRequest.objects.create(
        kind="merge", kept=left, folded=right, rows=21, mark="", asked_at=now, asked_by=make_user()
    )


def one_of_everything_that_waits_for_coordinators() -> None:
    now = timezone.now()
    program = make_program(required_checks=["registry"])
    shift = make_shift(make_role(program), starts_at=now + timedelta(hours=20))
    make_application(make_volunteer())
    volunteer = make_volunteer(program)
    make_sign_up(shift, volunteer, state="requested")
    make_check(volunteer, "registry", result="not_pass", expires_on=None)
    make_check(volunteer, "background", done_on=now.date(), expires_on=now.date() + timedelta(days=20))
    HoursEntry.objects.create(
        volunteer=volunteer,
        program=program,
        on=now.date(),
        minutes=60,
        kind="reported",
        state="pending",
        created_at=now,
    )


GAPS = "gap in the shifts of seven days"
FAILED = "volunteer is cleared, and a check did not pass"
TIME = [
    "seat asked for",
    "volunteer of whom something runs out",
    "entry of hours to approve",
    "application to look at",
]


def rows_of(context: Any) -> int:
    """How many rows a list shows, whatever it calls them."""
    if "board" in context:
        return len(context["board"].slots)
    if "open" in context:
        return len(context["open"])
    page = context["page"]
    return len(page.rows if hasattr(page, "rows") else page.object_list)


def waiting(browser: Client) -> list[tuple[int, str]]:
    return [(thing.count, thing.words) for thing in browser.get("/desk/").context["waiting"]]


def test_everything_that_waits_stands_on_the_administrators_home_and_opens() -> None:
    one_of_everything_that_waits()
    one_of_everything_that_waits_for_coordinators()
    administrator = make_staff(Role.ADMINISTRATOR)
    add_task(
        donor=None,
        todo=Todo("Call back", date(2026, 11, 1), administrator.pk),
        by=administrator,
        now=timezone.now(),
    )
    browser = browser_of(administrator)
    page = browser.get("/desk/")
    things = page.context["waiting"]
    assert [thing.count for thing in things] == [1] * len(NEEDS)
    assert [browser.get(thing.href).status_code for thing in things] == [200] * len(NEEDS)


def test_each_list_holds_as_many_rows_as_its_figure_says() -> None:
    one_of_everything_that_waits()
    one_of_everything_that_waits_for_coordinators()
    make_volunteer(make_program())
    for _more in range(2):
        make_gift()
        make_letter(key=f"fine {_more}")
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    for thing in browser.get("/desk/").context["waiting"]:
        context = browser.get(thing.href).context
        assert (thing.words, rows_of(context)) == (thing.words, thing.count)


def test_a_fundraiser_is_not_told_of_pages_that_do_not_open() -> None:
    one_of_everything_that_waits()
    words = [words for _count, words in waiting(browser_of(make_staff(Role.FUNDRAISER)))]
    assert words == [
        "payment without a donor",
        "disputed gift",
        "recurring gift past due",
        "letter could not leave this week",
        "letter was blocked this week",
        "letter came back this week",
        "donor of last year has no summary",
        "gift begun this week and not finished",
        "merge wants a second person",
        "donor is likely there twice",
        "peer page to read",
    ]


def test_who_works_with_volunteers_sees_what_waits_there() -> None:
    one_of_everything_that_waits_for_coordinators()
    assert waiting(browser_of(make_staff(Role.SCREENING))) == [(1, words) for words in (GAPS, FAILED, *TIME)]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.READ_ONLY])
def test_a_check_that_did_not_pass_stands_on_no_home_but_screening_s(role: Role) -> None:
    one_of_everything_that_waits_for_coordinators()
    assert waiting(browser_of(make_staff(role))) == [(1, words) for words in (GAPS, *TIME)]


@pytest.mark.parametrize("role", [Role.FUNDRAISER, Role.FINANCE])
def test_who_works_with_gifts_sees_nothing_of_volunteers(role: Role) -> None:
    one_of_everything_that_waits_for_coordinators()
    assert waiting(browser_of(make_staff(role))) == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SCREENING])
def test_who_does_not_work_with_gifts_sees_no_figure_of_them(role: Role) -> None:
    one_of_everything_that_waits()
    page = browser_of(make_staff(role)).get("/desk/")
    assert (page.context["waiting"], "$" in page.content.decode()) == ([], False)


def test_nothing_waits_in_an_empty_house() -> None:
    assert waiting(browser_of(make_staff(Role.ADMINISTRATOR))) == []


def test_the_figures_equal_the_lists_that_they_open() -> None:
    now = timezone.now()
    donor = make_donor()
    make_line(make_gift(donor, amount="100", given_at=now), kind="refund", amount=Decimal("-30.00"))
    make_gift(donor, amount="20", given_at=now)
    make_gift(amount="40", given_at=now)
    make_gift(amount="999", given_at=now - timedelta(days=800))
    browser = browser_of(make_staff(Role.FINANCE))
    figures = browser.get("/desk/").context["standing"]
    days = f"since={figures.since}&until={figures.until}"
    assert browser.get(f"/desk/gifts/?{days}").context["totals"].stands == figures.raised
    assert figures.raised == Decimal("130.00")
    assert browser.get(f"/desk/gifts/donors/?{days}").context["page"].paginator.count == figures.donors == 2


@pytest.mark.parametrize("role", Role)
def test_the_search_box_is_offered_to_those_who_may_search(role: Role) -> None:
    browser = browser_of(make_staff(role))
    may_search = browser.get("/desk/search/").status_code == 200
    assert ("data-search" in browser.get("/desk/").content.decode()) == may_search
