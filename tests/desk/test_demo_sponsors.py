"""The demo shows a campaign with its parts, a pot that runs and one that is used up."""

from datetime import UTC, datetime

import pytest

from accounts.models import Role
from campaigns.models import Campaign, Challenge
from desk.demo.ground import lay
from desk.demo.sponsors import gather_sponsors
from gifts.reports.pots import standing_of
from tests.factories import make_gift, make_user

NOW = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_demo_has_a_roof_with_two_parts_and_two_pots_and_twice_is_once() -> None:
    make_user(Role.FUNDRAISER)
    campaigns = lay(NOW.date())
    for campaign in campaigns:
        campaign.funds.set(campaign.funds.all()[:1])
        for _ in range(2):
            make_gift(campaign=campaign, amount="400.00", given_at=NOW)
    lay(NOW.date())

    for _ in range(2):
        gather_sponsors(campaigns, NOW)

    roof = Campaign.objects.get(slug="year-end")
    assert set(roof.children.all()) == set(campaigns[1:3])
    assert [standing_of(each, NOW.date()) for each in Challenge.objects.order_by("pk")] == ["open", "empty"]
    assert Challenge.objects.order_by("pk")[0].used == 1600
