"""The history of a recurring gift: what one reading changed, by whom, and what it did to the monthly sum."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gifts.models import Frequency, RecurringChange, RecurringGift, RecurringRequest
from gifts.schedule import MONTHS

Kind = RecurringChange.Kind
State = RecurringGift.State
TOLD = (
    "amount",
    "frequency",
    "fund_id",
    "state",
    "is_paused",
    "paused_until",
    "anchor_at",
    "ends_at",
    "ended_for",
    "method_brand",
    "method_last4",
)
NOTHING = Decimal("0.0000")


def note_change(row: RecurringGift, *, before: Mapping[str, Any] | None, now: datetime) -> None:
    """Write down how a reading changed the row; what moves with time, like the next charge, is no change.

    `before` holds the columns as they were, or None for a row just made.
    """
    after = {name: getattr(row, name) for name in TOLD}
    changed = [name for name in TOLD if before is None or before.get(name, after[name]) != after[name]]
    if not changed:
        return
    was = _monthly(before) if before else NOTHING
    RecurringChange.objects.create(
        recurring=row,
        kind=_kind(before, after, was, _monthly(after)),
        at=now,
        request=_request_under_way(row),
        before={name: _plain(before[name]) for name in changed} if before else {},
        after={name: _plain(after[name]) for name in changed},
        monthly_before=was,
        monthly_after=_monthly(after),
    )


def _request_under_way(row: RecurringGift) -> RecurringRequest | None:
    """What is being carried out; a visit to the card page tells Stripe nothing."""
    asked = RecurringRequest.objects.filter(recurring=row, state=RecurringRequest.State.ASKED)
    return asked.exclude(sent={}).order_by("-asked_at").first()


def monthly(amount: Decimal, frequency: str) -> Decimal:
    """Return what an amount comes to in a month, to a hundredth of a cent."""
    return (amount / MONTHS[Frequency(frequency)]).quantize(NOTHING)


def _monthly(facts: Mapping[str, Any]) -> Decimal:
    """What it adds to the monthly sum: nothing while paused, past due, not begun, or over."""
    counts = facts["state"] == State.ACTIVE and not facts["is_paused"]
    return monthly(facts["amount"], facts["frequency"]) if counts else NOTHING


def _kind(before: Mapping[str, Any] | None, after: Mapping[str, Any], was: Decimal, now: Decimal) -> Kind:
    old = before["state"] if before else State.PENDING
    if after["state"] == State.CANCELLED:
        return _ending(old, after["ended_for"])
    if old == State.PENDING:
        return Kind.NEW if after["state"] != State.PENDING else Kind.OTHER
    if old != after["state"]:
        return Kind.PAST_DUE if after["state"] == State.PAST_DUE else Kind.RECOVERED
    if before is not None and before["is_paused"] != after["is_paused"]:
        return Kind.PAUSED if after["is_paused"] else Kind.RESUMED
    if was == now:
        return Kind.OTHER
    return Kind.UPGRADE if now > was else Kind.DOWNGRADE


def _ending(old: str, ended_for: str) -> Kind:
    if old in (State.PENDING, State.CANCELLED):
        return Kind.OTHER
    if ended_for == RecurringGift.Ended.FAILED:
        return Kind.LOST_TO_FAILURE
    return Kind.COMPLETED if ended_for == RecurringGift.Ended.COMPLETED else Kind.LOST


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
