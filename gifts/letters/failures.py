"""Letters about a charge that failed: the first, the second, the last; and the link to another card."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from core.money import format_money
from gifts.letters.quiet import FAILURES
from gifts.letters.words import amount_words, has_reader, in_their_language, moment_or_nothing, queue
from gifts.models import RecurringGift
from letters.kinds import Leaving, LetterKind, NoLongerTrue, register

GIFT_ID = "6f3c2a52-0d3b-4c6e-9e41-3f1f1f1a2b3c"
SAMPLE = {"name": "Maria Lopez", "gift_id": GIFT_ID, "amount": "$20.00", "next_day": "Nov. 28, 2026"}
# Stripe may go on for weeks, in a rhythm of its own; whoever did not answer two letters gets one more
LAST = 3


class Stage(StrEnum):
    """Which letter about a failed charge it is."""

    FIRST = "first"
    AGAIN = "again"
    LAST = "last"


def stage_of(row: RecurringGift) -> Stage:
    """Return which letter a failed charge wants: where nothing is tried any more, the last one."""
    if row.next_attempt_at is None or row.failed_attempts >= LAST:
        return Stage.LAST
    return Stage.FIRST if row.failed_attempts == 1 else Stage.AGAIN


def is_failing(row: RecurringGift) -> bool:
    """Whether a charge was tried in vain, and is still open."""
    return row.state == RecurringGift.State.PAST_DUE and bool(row.failed_attempts and row.open_invoice_id)


def _leaves_at(leaving: Leaving, *, stage: Stage) -> datetime:
    """Now. Raises: NoLongerTrue when it was paid or ended meanwhile, or a later letter says more."""
    row = RecurringGift.objects.filter(pk=leaving.about_id).first()
    if row is None or not is_failing(row) or stage_of(row) != stage:
        raise NoLongerTrue
    return leaving.now


def _still(stage: Stage) -> Callable[[Leaving], datetime]:
    return partial(_leaves_at, stage=stage)


TITLES = {
    Stage.FIRST: _("A charge failed: first letter"),
    Stage.AGAIN: _("A charge failed again"),
    Stage.LAST: _("A charge failed: last letter"),
}
KINDS = {
    stage: register(LetterKind(name=name, title=TITLES[stage], facts=SAMPLE, leaves_at=_still(stage)))
    for stage, name in zip(Stage, FAILURES, strict=True)
}
CARD_LINK = register(
    LetterKind(
        name="recurring_card_link",
        title=_("Link to give another card"),
        facts={"name": "Maria Lopez", "gift_id": GIFT_ID, "amount": "$20.00"},
    )
)


def queue_failure(row: RecurringGift, *, now: datetime) -> None:
    """Tell the donor that a charge failed: once for each stage of each charge, however often it is read."""
    if not is_failing(row) or not has_reader(row):
        return
    kind = KINDS[stage_of(row)]
    with in_their_language(row):
        facts = {
            "amount": format_money(row.open_amount or row.amount, row.currency),
            "next_day": moment_or_nothing(row.next_attempt_at),
        }
    queue(row, kind, key=f"{kind.name}:{row.open_invoice_id}", facts=facts, now=now)


def queue_card_link(row: RecurringGift, *, now: datetime) -> None:
    """Mail the donor where to give another card, as staff were asked; once a day at most."""
    with in_their_language(row):
        facts = {"amount": amount_words(row)}
    queue(row, CARD_LINK, key=f"{CARD_LINK.name}:{row.pk}:{now.date()}", facts=facts, now=now)
