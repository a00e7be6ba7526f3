"""Letters about the end of a recurring gift: each says which of three ends it was."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gifts.letters.failures import GIFT_ID
from gifts.letters.words import amount_words, has_reader, in_their_language, moment_or_nothing, queue
from gifts.models import RecurringGift, RecurringRequest
from letters.kinds import LetterKind, register

SAMPLE = {"name": "Maria Lopez", "gift_id": GIFT_ID, "amount": "$20.00", "day": "Nov. 28, 2026"}
BY_STAFF = {"by_staff": "yes", "reason": "you called and asked for it"}

CANCELLED = register(
    LetterKind(name="recurring_cancelled", title=_("A recurring gift was cancelled"), facts=SAMPLE | BY_STAFF)
)
LOST = register(
    LetterKind(
        name="recurring_ended_failed",
        title=_("A recurring gift ended because payments failed"),
        facts=SAMPLE,
    )
)
COMPLETED = register(
    LetterKind(name="recurring_completed", title=_("A recurring gift is complete"), facts=SAMPLE)
)
KINDS = {
    RecurringGift.Ended.ASKED.value: CANCELLED,
    RecurringGift.Ended.FAILED.value: LOST,
    RecurringGift.Ended.COMPLETED.value: COMPLETED,
}


def queue_ending(row: RecurringGift, *, now: datetime) -> None:
    """Tell the donor that a recurring gift ended, and why, whoever ended it and wherever. Once."""
    if not has_reader(row):
        return
    kind = KINDS[row.ended_for]
    with in_their_language(row):
        facts = {"amount": amount_words(row), "day": moment_or_nothing(row.cancelled_at)}
    if kind is CANCELLED:
        asked = row.requests.filter(kind=RecurringRequest.Kind.CANCEL)
        heard = asked.exclude(state=RecurringRequest.State.REFUSED)
        facts |= staff_words(heard.order_by("asked_at").last())
    queue(row, kind, key=f"recurring_ended:{row.pk}", facts=facts, now=now)


def staff_words(request: RecurringRequest | None) -> dict[str, str]:
    """Return the facts that say that our staff acted, and why."""
    if request is None or not request.on_behalf:
        return {"by_staff": "", "reason": ""}
    return {"by_staff": "yes", "reason": request.reason}
