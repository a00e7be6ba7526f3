"""What we ask for: funds, campaigns with their amounts, and appeals."""

from campaigns.models.campaign import Appeal, Campaign, CampaignQuerySet, Fund, PresetAmount, in_language

__all__ = ["Appeal", "Campaign", "CampaignQuerySet", "Fund", "PresetAmount", "in_language"]
