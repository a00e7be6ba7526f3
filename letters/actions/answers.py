"""What the mail provider said of a letter, and what follows from it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from letters.actions.consent import decline_by_link
from letters.kinds import lookup
from letters.models import Delivery, Letter, OptOut, Suppression


class Answer(StrEnum):
    """The answers that matter to us. A soft bounce is noted and nothing else: the provider tries again."""

    DELIVERED = "delivered"
    SOFT_BOUNCE = "soft_bounce"
    BOUNCED = "bounced"
    ADDRESS_DEAD = "address_dead"
    COMPLAINED = "complained"
    REFUSED = "refused"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True)
class Report:
    """One event of the provider. `letter_id` came with the mail and back; `provider_id` is theirs."""

    answer: Answer
    event_id: str
    letter_id: str
    provider_id: str
    email: str
    at: datetime


STATES = {
    Answer.DELIVERED: Letter.State.DELIVERED,
    Answer.BOUNCED: Letter.State.BOUNCED,
    Answer.ADDRESS_DEAD: Letter.State.BOUNCED,
    Answer.COMPLAINED: Letter.State.COMPLAINED,
    Answer.REFUSED: Letter.State.FAILED,
}
SUPPRESSES = {
    Answer.ADDRESS_DEAD: Suppression.Reason.BOUNCED,
    Answer.COMPLAINED: Suppression.Reason.COMPLAINED,
}
# reports arrive in any order; a weaker one never takes back a stronger one
STRENGTH = {
    Letter.State.HELD: 0,
    Letter.State.QUEUED: 0,
    Letter.State.SENT: 1,
    Letter.State.SUPPRESSED: 1,
    Letter.State.BLOCKED: 1,
    Letter.State.KEPT: 1,
    Letter.State.DELIVERED: 2,
    Letter.State.FAILED: 3,
    Letter.State.BOUNCED: 3,
    Letter.State.COMPLAINED: 4,
}


def record_report(*, report: Report, now: datetime) -> None:
    """Note a provider's report and stop mail to an address that is dead or complained.

    The same event twice changes nothing. A report about a letter that we do not know (another system may
    share the provider's account) still stops the address: the provider is trusted, and mail to a dead
    address hurts every other letter.
    """
    with transaction.atomic():
        letter = _letter_of(report)
        if letter is not None:
            if not _note(letter, report):
                return
            _move_on(letter, report)
            if lookup(letter.kind).purge_facts:
                Letter.objects.left().filter(pk=letter.pk).drop_facts(now)
        if report.answer in SUPPRESSES and report.email:
            suppress(email=report.email, reason=SUPPRESSES[report.answer], now=now)
        if report.answer is Answer.UNSUBSCRIBED and report.email:
            decline_by_link(email=report.email, topic=OptOut.ALL, now=now)


def suppress(*, email: str, reason: str, now: datetime) -> None:
    """Stop all mail to an address. Twice is once."""
    row = Suppression(email=email.strip().lower(), reason=reason, created_at=now)
    Suppression.objects.bulk_create([row], ignore_conflicts=True)


def _letter_of(report: Report) -> Letter | None:
    letters = Letter.objects.select_for_update()
    found = None
    if report.letter_id.isascii() and report.letter_id.isdigit():
        found = letters.filter(pk=int(report.letter_id[:18])).first()
    if found is None and report.provider_id:
        found = letters.filter(provider_id=report.provider_id).order_by("pk").first()
    # an id that returns with another address is not about this letter
    return found if found and report.email.lower() in {"", found.to_email} else None


def _note(letter: Letter, report: Report) -> bool:
    """Add the row; False when this event is known. Providers without event ids get one made of the facts."""
    made = f"{report.provider_id}|{report.email}|{report.answer}|{report.at.isoformat()}"
    event_id = report.event_id[:200] or "made:" + hashlib.sha256(made.encode()).hexdigest()
    if Delivery.objects.filter(event_id=event_id).exists():
        return False
    Delivery.objects.create(letter=letter, event_id=event_id, kind=report.answer, at=report.at)
    return True


def _move_on(letter: Letter, report: Report) -> None:
    state = STATES.get(report.answer)
    if state is None or STRENGTH[Letter.State(letter.state)] >= STRENGTH[state]:
        return
    letter.state, letter.lease_until = state, None
    # a worker may have died before noting that it sent this: the report proves it, and stops a second copy
    letter.sent_at = letter.sent_at or report.at
    letter.provider_id = letter.provider_id or report.provider_id[:200]
    letter.error = "" if state == Letter.State.DELIVERED else str(report.answer)
    letter.save(update_fields=["state", "lease_until", "sent_at", "provider_id", "error"])
