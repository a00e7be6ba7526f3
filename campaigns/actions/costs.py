"""What was spent on a campaign beside its appeals."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from campaigns.models import CampaignCost


@dataclass(frozen=True)
class CostFacts:
    """A day, what was paid for, and how much."""

    spent_on: date
    what: str
    amount: Decimal


def add_cost(*, campaign_id: int, facts: CostFacts, by: User, now: datetime) -> CampaignCost:
    """Write a cost down."""
    with transaction.atomic():
        cost = CampaignCost.objects.create(campaign_id=campaign_id, created_at=now, **vars(facts))
        record(actor=by, verb="campaign.cost_added", about=_about(cost), now=now, after=_note(cost))
    return cost


def remove_cost(*, cost_id: int, by: User, now: datetime) -> None:
    """Take a cost out that was written by mistake; the trail keeps the sum. Twice is once."""
    with transaction.atomic():
        cost = CampaignCost.objects.select_for_update().filter(pk=cost_id).first()
        if cost is None:
            return
        record(actor=by, verb="campaign.cost_removed", about=_about(cost), now=now, before=_note(cost))
        cost.delete()


def _about(cost: CampaignCost) -> tuple[str, str]:
    return ("campaign", str(cost.campaign_id))


def _note(cost: CampaignCost) -> dict[str, str]:
    return {"spent_on": str(cost.spent_on), "amount": str(cost.amount)}
