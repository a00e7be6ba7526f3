"""The kept totals of campaigns equal a recount, whatever happens to the money."""

import random
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from campaigns.models import Campaign
from core.money import ZERO
from gifts.models import CampaignTotal, Gift, LedgerLine, Property, RecurringChange, RecurringGift
from gifts.reports.raised import raised_by_campaign
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_line, make_recurring, make_user

Kind = LedgerLine.Kind


def recounted(campaign: Campaign) -> Decimal:
    """The sum that nobody wants to wait for."""
    lines = LedgerLine.objects.filter(gift__campaign=campaign)
    return lines.aggregate(sum=Sum("amount"))["sum"] or ZERO


@pytest.mark.django_db
def test_a_campaign_without_gifts_raised_nothing() -> None:
    campaign = make_campaign()

    assert raised_by_campaign([campaign.pk]) == {campaign.pk: ZERO}


@pytest.mark.django_db
def test_refunds_are_taken_off_and_fees_are_not() -> None:
    campaign = make_campaign()
    gift = make_gift(campaign=campaign, amount="80.00")

    make_line(gift, kind=Kind.REFUND, amount=Decimal("-30.00"))

    assert raised_by_campaign([campaign.pk]) == {campaign.pk: Decimal("50.00")}


@pytest.mark.django_db
def test_a_line_counts_when_it_first_knows_its_gift() -> None:
    campaign = make_campaign()
    gift = make_gift(campaign=campaign, amount="10.00")
    late = LedgerLine.objects.create(
        txn_id="txn_late",
        kind=Kind.REFUND,
        amount=Decimal("-4.00"),
        net=Decimal("-4.00"),
        currency="usd",
        occurred_at=gift.created_at,
        created_at=gift.created_at,
    )
    before = raised_by_campaign([campaign.pk])

    late.gift = gift
    late.save(update_fields=["gift"])

    assert before == {campaign.pk: Decimal("10.00")}
    assert raised_by_campaign([campaign.pk]) == {campaign.pk: Decimal("6.00")}


@pytest.mark.django_db
def test_a_gift_that_is_matched_late_moves_its_money_to_the_campaign() -> None:
    one, other = make_campaign(), make_campaign()
    gift = make_gift(campaign=one, amount="25.00")

    Gift.objects.filter(pk=gift.pk).update(campaign=None)
    nobodys = raised_by_campaign([one.pk, other.pk])
    Gift.objects.filter(pk=gift.pk).update(campaign=other)

    assert nobodys == {one.pk: ZERO, other.pk: ZERO}
    assert raised_by_campaign([one.pk, other.pk]) == {one.pk: ZERO, other.pk: Decimal("25.00")}


@pytest.mark.django_db
def test_the_database_refuses_a_second_total_in_a_slot() -> None:
    campaign = make_campaign()
    CampaignTotal.objects.create(campaign=campaign, slot=1, raised=ZERO)

    with pytest.raises(IntegrityError, match="one_total_per_campaign_and_slot"), transaction.atomic():
        CampaignTotal.objects.create(campaign=campaign, slot=1, raised=ZERO)


@pytest.mark.django_db
def test_the_database_refuses_an_unknown_slot() -> None:
    with pytest.raises(IntegrityError, match="total_slot_is_known"), transaction.atomic():
        CampaignTotal.objects.create(campaign=make_campaign(), slot=16, raised=ZERO)


def donors_of(campaign: Campaign) -> int:
    """Donors of whose gifts something stands, counted anew."""
    sums = Gift.objects.filter(campaign=campaign).exclude(donor=None).order_by().values("donor")
    return sum(row["stands"] > 0 for row in sums.annotate(stands=Coalesce(Sum("ledger_lines__amount"), ZERO)))


def goods_of(campaign: Campaign) -> int:
    """Gifts of goods of which something stands, counted anew."""
    given = Gift.objects.filter(campaign=campaign, kind="goods").with_net()
    return sum(gift.net > 0 for gift in given)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_kept_equals_recounted_after_any_history(seed: int) -> None:
    chance = random.Random(seed)
    campaigns = [make_campaign() for _ in range(3)]
    donors = [make_donor() for _ in range(3)]
    gifts = [make_gift(chance.choice(donors), campaign=chance.choice(campaigns)) for _ in range(5)]
    Property.objects.bulk_create(Property(gift=gift, description="Twelve blankets") for gift in gifts[:3])
    given = Gift.objects.filter(pk__in=[gift.pk for gift in gifts[:3]])
    given.update(kind="goods", source="delivery", payment_id=None, recorded_by=make_user())

    for _ in range(60):
        gift = chance.choice(gifts)
        match chance.randrange(4):
            case 0:
                gifts.append(make_gift(chance.choice(donors), campaign=chance.choice(campaigns)))
            case 1:
                amount = Decimal(chance.randrange(-9000, 5000)) / 100
                make_line(gift, kind=Kind.REFUND, amount=amount)
            case 2:
                Gift.objects.filter(pk=gift.pk).update(donor=chance.choice([*donors, None]))
            case _:
                Gift.objects.filter(pk=gift.pk).update(campaign=chance.choice([*campaigns, None]))

    kept = raised_by_campaign(campaign.pk for campaign in campaigns)
    assert kept == {campaign.pk: recounted(campaign) for campaign in campaigns}
    for campaign in campaigns:
        sums = CampaignTotal.objects.filter(campaign=campaign).aggregate(Sum("donors"), Sum("goods"))
        assert sums == {"donors__sum": donors_of(campaign), "goods__sum": goods_of(campaign)}


@pytest.mark.django_db
def test_a_recurring_gift_counts_once_it_began_and_moves_with_its_campaign() -> None:
    one, other = make_campaign(), make_campaign()
    begun, pending = make_recurring(campaign=one), make_recurring(campaign=one)
    for row, kind in ((begun, "new"), (begun, "upgrade"), (pending, "other")):
        RecurringChange.objects.create(
            recurring=row, kind=kind, at=MOMENT, monthly_before=ZERO, monthly_after=ZERO
        )
    before = monthly_by_campaign(one, other)

    RecurringGift.objects.update(campaign=other)

    assert before == [1, 0]
    assert monthly_by_campaign(one, other) == [0, 1]


def monthly_by_campaign(*campaigns: Campaign) -> list[int]:
    rows = [CampaignTotal.objects.filter(campaign=campaign) for campaign in campaigns]
    return [each.aggregate(sum=Sum("monthly"))["sum"] or 0 for each in rows]
