"""What must never be false of campaigns, tried against the database itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.models import Appeal, Campaign, Fund, PresetAmount
from tests.factories import make_appeal, make_campaign, make_fund

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("goal", ["0", "-1"])
def test_a_goal_is_above_zero(goal: str) -> None:
    campaign = make_campaign()
    with pytest.raises(IntegrityError, match="campaign_goal_is_positive"):
        Campaign.objects.filter(pk=campaign.pk).update(goal=Decimal(goal))


def test_a_campaign_ends_no_sooner_than_it_starts() -> None:
    campaign = make_campaign()
    rows = Campaign.objects.filter(pk=campaign.pk)
    rows.update(starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 2))
    with pytest.raises(IntegrityError, match="campaign_ends_after_start"):
        rows.update(ends_on=date(2026, 5, 1))


def test_a_campaign_has_one_default_amount_at_most() -> None:
    campaign = make_campaign()
    with pytest.raises(IntegrityError, match="one_default_preset"):
        PresetAmount.objects.create(campaign=campaign, amount=Decimal(75), is_default=True)


def test_an_amount_is_proposed_once() -> None:
    campaign = make_campaign()
    with pytest.raises(IntegrityError, match="one_preset_per_amount"):
        PresetAmount.objects.create(campaign=campaign, amount=Decimal(25))


@pytest.mark.parametrize("amount", ["0", "-25"])
def test_a_proposed_amount_is_above_zero(amount: str) -> None:
    with pytest.raises(IntegrityError, match="preset_is_positive"):
        PresetAmount.objects.create(campaign=make_campaign(), amount=Decimal(amount))


def test_an_appeal_costs_nothing_or_more() -> None:
    appeal = make_appeal(make_campaign())
    with pytest.raises(IntegrityError, match="appeal_cost_not_negative"):
        Appeal.objects.filter(pk=appeal.pk).update(cost=Decimal("-0.01"))


def test_addresses_and_codes_name_one_thing() -> None:
    campaign = make_campaign(slug="a")
    make_appeal(campaign, code="b")
    fund = make_fund("c")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_campaign(slug="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_appeal(campaign, code="b")
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.create(code=fund.code, name="Another")
