"""What donors are told ahead of time: a card that runs out before a charge, a yearly charge to come."""

from datetime import datetime, timedelta

from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.letters import queue_annual_notice, queue_card_notice
from gifts.letters.reminders import was_noticed
from gifts.letters.words import AHEAD, next_charge
from gifts.models import Frequency, RecurringGift
from gifts.models.recurring import RecurringGiftQuerySet
from gifts.schedule import charges

CARD_LEAD = timedelta(days=30)
ANNUAL_LEAD = timedelta(days=14)
# a donor who moves a charge after its notice is told the new day at once, by the letter that confirms it
NOTICE_REST = timedelta(days=60)


def remind(*, now: datetime) -> None:
    """Write the letters that are due today; the same day, and every day after it, once each."""
    remind_of_cards(now=now)
    remind_of_annual_charges(now=now)


def remind_of_cards(*, now: datetime) -> None:
    """Write to donors whose card runs out within thirty days, where a charge comes after its last day."""
    zone = the_zone()
    today = legal_day(now, zone)
    soon = _reachable().filter(method_expires_on__gte=today, method_expires_on__lte=today + CARD_LEAD)
    for row in soon.iterator():
        coming = charges(row, until=today + AHEAD, zone=zone)
        late = (charge for charge in coming if row.method_expires_on and charge.on > row.method_expires_on)
        charge = next(late, None)
        if charge is not None:
            queue_card_notice(row, charge, now=now)


def remind_of_annual_charges(*, now: datetime) -> None:
    """Write to donors whose yearly charge comes within fourteen days."""
    today = legal_day(now, the_zone())
    yearly = _reachable().filter(
        state=RecurringGift.State.ACTIVE,
        frequency=Frequency.ANNUALLY,
        next_charge_at__lte=now + ANNUAL_LEAD + timedelta(days=1),
    )
    for row in yearly.iterator():
        charge = next_charge(row, now=now)
        is_due = charge is not None and today < charge.on <= today + ANNUAL_LEAD
        if charge is not None and is_due and not was_noticed(row, since=now - NOTICE_REST):
            queue_annual_notice(row, charge, now=now)


def _reachable() -> RecurringGiftQuerySet:
    going = RecurringGift.objects.going_on().select_related("donor")
    return going.exclude(donor=None).exclude(donor__email="")
