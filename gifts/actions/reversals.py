"""Rows of refunds and disputes, as Stripe tells of them, and the letters that follow."""

from datetime import datetime

from accounts.organisation import the_organisation
from core.money import ZERO
from gifts.gateway.facts import DisputeFacts, PaymentFacts, RefundFacts
from gifts.letters import (
    queue_dispute_notice,
    queue_refund_notice,
    queue_return_notice,
    queue_unpaid_notice,
)
from gifts.models import Dispute, Gift, Refund

FOLLOWING = ("amount", "currency", "state", "reason", "is_inquiry", "opened_at", "evidence_due_at")
ON_ITS_WAY = {Refund.State.PENDING, Refund.State.SUCCEEDED}


def write_reversals(facts: PaymentFacts, gift: Gift, *, now: datetime) -> None:
    """Make the rows say what the facts say. The payment's root is locked."""
    for refund in facts.refunds:
        _write_refund(refund, gift, now=now)
    for dispute in facts.disputes:
        _write_dispute(dispute, gift, now=now)


def tell_of_return(facts: PaymentFacts, gift: Gift, *, before: str, now: datetime) -> None:
    """Tell the donor when a bank took the money back for good, and when it never carried out a debit.

    Of a recurring gift's debit the letter about its failed charge tells.
    """
    if gift.state == Gift.State.FAILED and before == Gift.State.PROCESSING and gift.recurring is None:
        queue_unpaid_notice(gift=gift, now=now)
    failed_late = gift.state == Gift.State.FAILED and before not in {"", Gift.State.PROCESSING}
    if before != gift.state and (gift.state == Gift.State.LOST or failed_late):
        lost = sum((dispute.amount for dispute in facts.disputes if dispute.state == "lost"), ZERO)
        queue_return_notice(gift=gift, amount=lost or gift.amount, now=now)


def _write_refund(facts: RefundFacts, gift: Gift, *, now: datetime) -> None:
    row = _refund_row(facts, gift)
    before = row.state if row else ""
    if row is None:
        row = Refund.objects.create(
            gift=gift,
            refund_id=facts.refund_id,
            amount=facts.amount,
            currency=facts.currency,
            reason=facts.reason,
            state=facts.state,
            requested_at=facts.made_at,
        )
    elif (row.state, row.refund_id, row.amount) != (facts.state, facts.refund_id, facts.amount):
        row.state, row.refund_id, row.amount, row.error = facts.state, facts.refund_id, facts.amount, ""
        row.save(update_fields=["state", "refund_id", "amount", "error"])
    if facts.state in ON_ITS_WAY and before not in ON_ITS_WAY:
        queue_refund_notice(refund=row, now=now)


def _refund_row(facts: RefundFacts, gift: Gift) -> Refund | None:
    """By Stripe's id; else the row that asked for it and does not know its id yet."""
    rows = Refund.objects.filter(gift=gift)
    asked = rows.filter(pk=facts.our_id, refund_id=None) if facts.our_id else Refund.objects.none()
    row = rows.filter(refund_id=facts.refund_id).first() or asked.first()
    if row is not None:
        row.gift = gift
    return row


def _write_dispute(facts: DisputeFacts, gift: Gift, *, now: datetime) -> None:
    values = {name: getattr(facts, name) for name in FOLLOWING}
    row = Dispute.objects.filter(dispute_id=facts.dispute_id).first()
    if row is None:
        row = Dispute.objects.create(dispute_id=facts.dispute_id, gift=gift, **values)
        changed = list(FOLLOWING)
    else:
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        if changed:
            row.save(update_fields=changed)
    if facts.is_open and "is_inquiry" in changed:
        row.gift = gift
        _tell_finance(row, now=now)


def _tell_finance(dispute: Dispute, *, now: datetime) -> None:
    organisation = the_organisation()
    if organisation.email:
        queue_dispute_notice(dispute=dispute, to=organisation.email, now=now)
