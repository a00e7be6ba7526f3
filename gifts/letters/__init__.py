"""The letters about gifts: what each says, and the rows that make them leave."""

from gifts.letters.changes import confirm, tell_of_change, tell_of_refusal
from gifts.letters.charges import (
    queue_dispute_notice,
    queue_refund_notice,
    queue_return_notice,
    queue_unpaid_notice,
)
from gifts.letters.endings import queue_ending
from gifts.letters.failures import queue_card_link, queue_failure
from gifts.letters.quiet import is_told_by_mail
from gifts.letters.reminders import queue_annual_notice, queue_card_notice
from gifts.letters.thanks import queue_credit_thanks, queue_many_thanks, queue_thanks
from gifts.letters.upgrades import write_asks

__all__ = [
    "confirm",
    "is_told_by_mail",
    "queue_annual_notice",
    "queue_card_link",
    "queue_card_notice",
    "queue_credit_thanks",
    "queue_dispute_notice",
    "queue_ending",
    "queue_failure",
    "queue_many_thanks",
    "queue_refund_notice",
    "queue_return_notice",
    "queue_thanks",
    "queue_unpaid_notice",
    "tell_of_change",
    "tell_of_refusal",
    "write_asks",
]
