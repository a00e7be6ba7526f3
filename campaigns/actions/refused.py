"""What is said to a person whose campaign cannot be as they wrote it."""


class CampaignRefused(Exception):
    """The sentence is for the person."""


class CampaignChanged(CampaignRefused):
    """Somebody else saved the campaign after this person began to write."""
