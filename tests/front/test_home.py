"""The first page: who we are, what we ask for, what was given."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign
from gifts.models import Gift, LedgerLine
from tests.factories import make_campaign, make_fund, make_gift, make_line, make_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_database_five_times_however_many_campaigns_run(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    make_organisation()
    for number in range(rows):
        make_gift(campaign=make_campaign(name=f"Campaign {number}"))

    with django_assert_num_queries(5):
        response = client.get("/")

    assert response.content.decode().count('class="ask"') == rows


def test_home_shows_what_stands_of_the_gifts_and_not_what_was_once_paid(client: Client) -> None:
    campaign = make_campaign(name="Doors open", goal="1000")
    gift = make_gift(campaign=campaign, amount="300.00")
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-50.25"))
    make_gift(campaign=make_campaign(), amount="999.00")

    page = client.get("/").content.decode()

    assert 'aria-label="$249.75 of $1,000.00, 24 percent"' in page


def test_home_keeps_quiet_about_drafts_and_closed_campaigns(client: Client) -> None:
    make_campaign(name="Not yet", state=Campaign.State.DRAFT)
    make_campaign(name="Long ago", state=Campaign.State.CLOSED)

    page = client.get("/").content.decode()

    assert "Not yet" not in page
    assert "Long ago" not in page
    assert "No campaign is running today" in page


def test_home_shows_open_funds_only(client: Client) -> None:
    make_fund(name="Therapy")
    closed = make_fund(name="Old roof")
    closed.is_open = False
    closed.save()

    page = client.get("/").content.decode()

    assert "Therapy" in page
    assert "Old roof" not in page


def test_a_gift_that_a_bank_still_confirms_is_not_counted(client: Client) -> None:
    campaign = make_campaign(goal="1000")
    gift = make_gift(campaign=campaign, amount="300.00")
    Gift.objects.create(
        source=Gift.Source.STRIPE,
        state=Gift.State.PROCESSING,
        payment_id="pi_waiting",
        campaign=campaign,
        amount=Decimal("500.00"),
        currency="usd",
        created_at=gift.created_at,
    )

    assert 'aria-label="$300.00 of $1,000.00, 30 percent"' in client.get("/").content.decode()
