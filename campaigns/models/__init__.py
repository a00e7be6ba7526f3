"""What we ask for: funds, campaigns, the amounts they propose, appeals that bring people, and challenges."""

from campaigns.models.appeal import Appeal, CampaignCost
from campaigns.models.campaign import Campaign, CampaignQuerySet, GoalKind, PresetAmount
from campaigns.models.challenge import Challenge
from campaigns.models.fund import Fund
from campaigns.models.shares import CampaignShare
from campaigns.models.words import in_language

__all__ = [
    "Appeal",
    "Campaign",
    "CampaignCost",
    "CampaignQuerySet",
    "CampaignShare",
    "Challenge",
    "Fund",
    "GoalKind",
    "PresetAmount",
    "in_language",
]
