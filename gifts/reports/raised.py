"""What campaigns raised."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from core.money import ZERO
from gifts.models import CampaignTotal, LedgerLine


def raised_by_campaign(campaign_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return for each campaign what stands of its gifts now: refunds, disputes and returns taken off.

    Fees are not taken off: a campaign raised what its donors gave. One query of a few rows, however many
    gifts there are.
    """
    wanted = list(campaign_ids)
    sums = CampaignTotal.objects.filter(campaign__in=wanted).values_list("campaign").annotate(Sum("raised"))
    return {**dict.fromkeys(wanted, ZERO), **dict(sums)}


def raised_by_appeal(appeal_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what stands of the gifts that each appeal brought; fees are not taken off."""
    lines = LedgerLine.objects.filter(gift__appeal__in=list(appeal_ids)).order_by()
    return {
        appeal_id: raised
        for appeal_id, raised in lines.values_list("gift__appeal").annotate(Sum("amount"))
        if appeal_id is not None
    }
