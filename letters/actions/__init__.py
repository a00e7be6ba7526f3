"""What is done with letters."""

from letters.actions.answers import Answer, Report, record_report, suppress
from letters.actions.consent import accept_again, decline, lift_suppression
from letters.actions.outbox import ResendRefused, join_attachment, queue_letter, resend_letter
from letters.actions.retention import forget_old_letters, rescue_stranded_letters

__all__ = [
    "Answer",
    "Report",
    "ResendRefused",
    "accept_again",
    "decline",
    "forget_old_letters",
    "join_attachment",
    "lift_suppression",
    "queue_letter",
    "record_report",
    "rescue_stranded_letters",
    "resend_letter",
    "suppress",
]
