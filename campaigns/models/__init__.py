"""What we ask for, and what we tell of what gifts made possible."""

from campaigns.models.appeal import Appeal, CampaignCost
from campaigns.models.campaign import Campaign, CampaignQuerySet, GoalKind, PresetAmount
from campaigns.models.challenge import Challenge
from campaigns.models.fund import Fund
from campaigns.models.impact import ImpactFigure, ImpactMeasure
from campaigns.models.peer import PeerPage, PeerPageQuerySet
from campaigns.models.shares import CampaignShare
from campaigns.models.story import Story, StoryConsent
from campaigns.models.wish import DropOff, WishItem, WishOffer
from campaigns.models.words import in_language

__all__ = [
    "Appeal",
    "Campaign",
    "CampaignCost",
    "CampaignQuerySet",
    "CampaignShare",
    "Challenge",
    "DropOff",
    "Fund",
    "GoalKind",
    "ImpactFigure",
    "ImpactMeasure",
    "PeerPage",
    "PeerPageQuerySet",
    "PresetAmount",
    "Story",
    "StoryConsent",
    "WishItem",
    "WishOffer",
    "in_language",
]
