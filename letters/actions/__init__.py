"""What is done with letters."""

from letters.actions.answers import Answer, Report, record_report, suppress
from letters.actions.consent import (
    accept_again,
    accept_by_link,
    decline,
    decline_by_link,
    lift_suppression,
)
from letters.actions.outbox import (
    Enclosed,
    ResendRefused,
    Wanted,
    join_attachment,
    queue_letter,
    queue_letters,
    resend_letter,
)
from letters.actions.owners import (
    copy_refusals,
    follow,
    forget_address,
    hand_over,
    take_back_letters,
    take_back_refusals,
)
from letters.actions.retention import forget_old_letters, rescue_stranded_letters

__all__ = [
    "Answer",
    "Enclosed",
    "Report",
    "ResendRefused",
    "Wanted",
    "accept_again",
    "accept_by_link",
    "copy_refusals",
    "decline",
    "decline_by_link",
    "follow",
    "forget_address",
    "forget_old_letters",
    "hand_over",
    "join_attachment",
    "lift_suppression",
    "queue_letter",
    "queue_letters",
    "record_report",
    "rescue_stranded_letters",
    "resend_letter",
    "suppress",
    "take_back_letters",
    "take_back_refusals",
]
