"""Pledges: promised, paid by gifts, given other days, written off."""

from gifts.actions.pledges.ends import cancel_write_off, pay_with, release, write_off
from gifts.actions.pledges.record import change_schedule, record_pledge
from gifts.actions.pledges.reminding import remind_of_pledges
from gifts.actions.pledges.typed import Due, PledgeRefused, TypedPledge, plan

__all__ = [
    "Due",
    "PledgeRefused",
    "TypedPledge",
    "cancel_write_off",
    "change_schedule",
    "pay_with",
    "plan",
    "record_pledge",
    "release",
    "remind_of_pledges",
    "write_off",
]
