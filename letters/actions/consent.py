"""What people do not want to get, and addresses that mail must not go to."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from letters.models import OptOut, Suppression
from letters.registry import Choice, note_choice


def decline(*, email: str, topic: str, now: datetime) -> None:
    """Send no more letters of a topic (or `all`) to an address. Twice is once."""
    row = OptOut(email=email.strip().lower(), topic=topic, created_at=now)
    OptOut.objects.bulk_create([row], ignore_conflicts=True)


def accept_again(*, email: str, topic: str, now: datetime) -> None:
    """Take back what keeps letters of a topic from an address; a general refusal too, since it covers it."""
    OptOut.objects.declining(email.strip().lower(), topic).update(withdrawn_at=now)


def decline_by_link(*, email: str, topic: str, now: datetime) -> None:
    """Decline as the link in a letter does; whoever keeps a record of consent hears of it."""
    with transaction.atomic():
        decline(email=email, topic=topic, now=now)
        note_choice(Choice(email.strip().lower(), topic, is_given=False, at=now))


def accept_by_link(*, email: str, topic: str, now: datetime) -> None:
    """Take a refusal back as the link in a letter does."""
    with transaction.atomic():
        accept_again(email=email, topic=topic, now=now)
        note_choice(Choice(email.strip().lower(), topic, is_given=True, at=now))


def lift_suppression(*, suppression: Suppression, actor: User, reason: str, now: datetime) -> None:
    """Let mail go to an address again, because somebody knows better. Twice is once."""
    with transaction.atomic():
        if Suppression.objects.filter(pk=suppression.pk, lifted_at=None).update(lifted_at=now):
            record(
                actor=actor,
                verb="suppression.lifted",
                about=("suppression", str(suppression.pk)),
                now=now,
                before={"reason": suppression.reason},
                reason=reason[:200],
            )
