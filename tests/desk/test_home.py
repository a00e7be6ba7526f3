"""Home: what needs its reader, and figures that are exactly the lists behind them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from campaigns.actions.peers import PeerFacts, ask_for_page
from core.clock import legal_day
from desk.reports.donors import glance_at, years_of
from desk.reports.needs import NEEDS
from desk.reports.standing import months_raised, standing
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


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T17:00:00+00:00")


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


def test_a_year_is_laid_beside_the_same_days_of_the_last_one() -> None:
    donor = make_donor()
    make_gift(donor, amount="10", given_at=at("2026-01-01"))
    make_gift(donor, amount="20", given_at=at("2026-11-25"))
    make_gift(amount="40", given_at=at("2025-11-25"))
    make_gift(amount="80", given_at=at("2025-11-26"))
    seen = standing(date(2026, 11, 25))
    assert (seen.raised, seen.raised_before) == (Decimal("30.00"), Decimal("40.00"))
    assert (seen.donors, seen.donors_before) == (1, 1)


def test_the_leap_day_is_laid_beside_the_28th() -> None:
    make_gift(amount="10", given_at=at("2027-02-28"))
    make_gift(amount="20", given_at=at("2027-03-01"))
    make_gift(amount="40", given_at=at("2028-02-29"))
    seen = standing(date(2028, 2, 29))
    assert (seen.raised, seen.raised_before) == (Decimal("40.00"), Decimal("10.00"))


def test_a_gift_at_new_year_belongs_to_the_organisations_day() -> None:
    late = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)  # half past eleven on New Year's Eve in New York
    assert legal_day(late, "America/New_York") == date(2025, 12, 31)
    make_gift(amount="10", given_at=late)
    assert standing(date(2026, 1, 1)).raised == Decimal("0.00")
    assert months_raised(date(2025, 12, 31))[-1].raised == Decimal("10.00")


def test_twelve_months_end_with_this_one_and_stand_beside_a_year_before() -> None:
    make_line(make_gift(amount="10", given_at=at("2026-02-28")), kind="refund", amount=Decimal("-4.00"))
    make_gift(amount="20", given_at=at("2025-03-01"))
    make_gift(amount="40", given_at=at("2024-03-31"))
    make_gift(amount="80", given_at=at("2024-02-28"))
    months = months_raised(date(2026, 2, 14))
    assert [month.first for month in months][:2] == [date(2025, 3, 1), date(2025, 4, 1)]
    assert len(months) == 12
    assert (months[0].raised, months[0].year_before) == (Decimal("20.00"), Decimal("40.00"))
    assert (months[11].raised, months[11].year_before) == (Decimal("6.00"), Decimal("0.00"))


def test_a_month_is_a_third_of_a_quarter_and_a_twelfth_of_a_year() -> None:
    for frequency, amount, state in (
        ("monthly", "10", "active"),
        ("quarterly", "30", "active"),
        ("annually", "100", "active"),
        ("monthly", "99", "past_due"),
    ):
        make_recurring(amount=Decimal(amount), frequency=frequency, state=state)
    seen = standing(date(2026, 11, 25))
    assert (seen.recurring, seen.recurring_monthly) == (3, Decimal("28.3333"))


def test_a_streak_counts_back_from_this_year_or_the_last() -> None:
    donor = make_donor()
    for year in (2021, 2023, 2024, 2025):
        make_gift(donor, amount=f"{year - 2000}", given_at=at(f"{year}-12-31"))
    assert [glance_at(donor, year=year).streak for year in (2025, 2026, 2027)] == [3, 3, 0]


def test_a_glance_counts_what_stands() -> None:
    donor = make_donor()
    make_gift(donor, amount="10", given_at=at("2025-05-05"))
    refunded = make_gift(donor, amount="90", given_at=at("2026-06-06"), state=Gift.State.REFUNDED)
    make_line(refunded, kind="refund", amount=Decimal("-90.00"))
    make_gift()
    glance = glance_at(donor, year=2026)
    assert (glance.count, glance.total, glance.largest) == (2, Decimal("10.00"), Decimal("90.00"))
    assert (glance.first_on, glance.last_on) == (date(2025, 5, 5), date(2026, 6, 6))


def test_who_never_gave_has_an_empty_glance() -> None:
    glance = glance_at(make_donor(), year=2026)
    assert (glance.count, glance.total, glance.first_on, glance.streak) == (0, Decimal("0.00"), None, 0)


def test_years_without_a_gift_are_shown_too() -> None:
    donor = make_donor()
    make_gift(donor, amount="10", given_at=at("2024-05-05"))
    seen = [(year.year, year.given) for year in years_of(donor, until=2026)]
    assert seen == [(2024, Decimal("10.00")), (2025, Decimal("0.00")), (2026, Decimal("0.00"))]
    assert years_of(make_donor(), until=2026) == []


@pytest.mark.parametrize("role", Role)
def test_the_search_box_is_offered_to_those_who_may_search(role: Role) -> None:
    browser = browser_of(make_staff(role))
    may_search = browser.get("/desk/search/").status_code == 200
    assert ("data-search" in browser.get("/desk/").content.decode()) == may_search
