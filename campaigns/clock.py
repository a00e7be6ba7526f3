"""What campaigns want done again and again."""

from datetime import datetime, timedelta

from campaigns.actions.campaigns import close_ended
from campaigns.actions.stories import forget_stories
from campaigns.actions.wishes import lapse_offers
from jobs.registry import ticks


# every hour and not every day: the day ends at the organisation's midnight, wherever that is
@ticks("campaigns.close_ended", every=timedelta(hours=1))
def close_what_ended(now: datetime) -> None:
    """Close campaigns whose last day is over."""
    close_ended(now=now)


@ticks("campaigns.lapse_offers", every=timedelta(hours=6))
def free_what_was_not_brought(now: datetime) -> None:
    """Let others bring what nobody brought."""
    lapse_offers(now=now)


@ticks("campaigns.forget_stories", every=timedelta(hours=6))
def delete_what_nobody_agrees_to(now: datetime) -> None:
    """Delete stories a month after their consent ran out."""
    forget_stories(now=now)
