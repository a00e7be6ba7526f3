"""What a giving page tells of its goal, its parts, its days and its sponsors is true at the time it says."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign, GoalKind
from core.money import ZERO
from gifts.actions.challenges import settle_all
from gifts.models import RecurringChange
from gifts.reports.giving_page import page_of, read_facts
from gifts.reports.progress import progress_of
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_organisation, make_recurring
from tests.gifts.giving import send
from tests.gifts.pots import make_challenge

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def below(parent: Campaign, **values: Any) -> Campaign:
    child = make_campaign(name="A part")
    Campaign.objects.filter(pk=child.pk).update(parent=parent, **values)
    child.refresh_from_db()
    return child


def page(client: Client, campaign: Campaign, at: datetime = NOON) -> str:
    with time_machine.travel(at, tick=False):
        return client.get(f"/give/{campaign.slug}/").content.decode()


def test_a_page_sums_what_its_parts_raised_and_leads_to_them(client: Client) -> None:
    top = make_campaign()
    part, hidden = below(top), below(top, state="draft")
    low = below(part)
    for campaign, amount in ((top, "1.00"), (part, "20.00"), (low, "300.00"), (hidden, "4000.00")):
        make_gift(campaign=campaign, amount=amount)

    text = page(client, top)

    assert "$4,321" in text
    assert f'href="/give/{part.slug}/"' in text
    assert f'href="/give/{hidden.slug}/"' not in text
    assert f'href="/give/{low.slug}/"' not in text
    assert f'href="/give/{top.slug}/"' in page(client, part)
    assert "$320" in page(client, part)


@pytest.mark.parametrize(
    ("kind", "count"), [(GoalKind.DONORS, 2), (GoalKind.MONTHLY, 1), (GoalKind.GOODS, 0)]
)
def test_a_goal_is_counted_in_its_kind_over_the_tree_and_each_donor_once(
    client: Client, kind: str, count: int
) -> None:
    top = make_campaign()
    part = below(top)
    Campaign.objects.filter(pk=top.pk).update(goal_kind=kind, goal=None, goal_count=4)
    top.refresh_from_db()
    maria = make_donor()
    for campaign, donor in ((top, maria), (part, maria), (part, make_donor())):
        make_gift(donor, campaign=campaign)
    RecurringChange.objects.create(
        recurring=make_recurring(campaign=part),
        kind="new",
        at=MOMENT,
        monthly_before=ZERO,
        monthly_after=ZERO,
    )
    facts = read_facts(top.slug)
    assert facts is not None

    drawn, listed = page_of(facts).progress, progress_of([top])[top.pk]

    assert drawn.count == listed.count == count
    assert drawn.raised == listed.raised == Decimal("150.00")
    assert f'aria-label="{count} of 4, {count * 25} percent"' in page(client, top)


def test_before_its_first_day_a_page_says_when_it_opens_and_takes_nothing(client: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=date(2026, 11, 26))

    text = page(client, campaign)
    with time_machine.travel(NOON, tick=False):
        sent = send(client, campaign)
    opened = page(client, campaign, NOON + timedelta(hours=12, seconds=1))

    assert "This campaign opens on Nov 26, 2026" in text
    assert sent.status_code == 503
    assert 'name="amount"' not in text
    assert 'name="amount"' in opened


def test_after_its_last_day_a_page_takes_nothing_before_the_clock_closes_it(client: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2026, 11, 24))

    assert "This campaign has ended" in page(client, campaign)


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        (
            {},
            "40.00",
            ["Until Dec 31 each gift is doubled.", "<b>$60</b> of $100 left, as of 12:00 PM"],
        ),
        ({"rate": "2.00"}, "1.00", ["each gift is tripled", "<b>$98</b>"]),
        ({"rate": "0.50"}, "1.00", ["50 cents are added to each dollar", "<b>$99.50</b>"]),
        ({"rate": "3.00"}, "1.00", ["$3.00 are added to each dollar"]),
        ({"matches_for": "first"}, "1.00", ["each first gift to us is doubled"]),
        ({"matches_for": "monthly"}, "1.00", ["each charge of a gift that repeats is doubled"]),
        ({"cap": "25.00"}, "40.00", ["At most $25 for one gift.", "<b>$75</b>"]),
        ({}, "100.00", ["The $100 of this matching gift are used up", "they are no longer matched"]),
        ({"ends_on": date(2026, 11, 24)}, "40.00", ["The matching gift is over: it added $0."]),
        ({"starts_on": date(2026, 12, 1)}, "40.00", ["From Dec 1 a sponsor adds to each gift."]),
    ],
)
def test_a_page_tells_its_sponsors_pot_as_it_is(
    client: Client, values: dict[str, Any], given: str, said: list[str]
) -> None:
    challenge = make_challenge(**values)
    make_gift(campaign=challenge.campaign, amount=given)
    settle_all(now=NOON)

    text = " ".join(page(client, challenge.campaign).split())

    for words in said:
        assert words in text


@pytest.mark.parametrize("values", [{"state": "draft"}, {"ends_on": date(2026, 11, 10)}])
def test_a_draft_and_a_pot_that_is_long_over_are_not_told(client: Client, values: dict[str, Any]) -> None:
    challenge = make_challenge(**values)
    assert 'class="pot ' not in page(client, challenge.campaign)


def test_the_pot_of_a_campaign_above_is_told_on_its_parts(client: Client) -> None:
    challenge = make_challenge()
    assert "each gift is doubled" in page(client, below(challenge.campaign))


def test_a_page_with_all_of_it_is_still_read_in_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    challenge = make_challenge()
    for _ in range(3):
        make_gift(campaign=below(challenge.campaign))

    with django_assert_num_queries(1):
        client.get(f"/give/{challenge.campaign.slug}/")
