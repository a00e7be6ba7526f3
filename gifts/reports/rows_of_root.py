"""What our rows say of one root at Stripe, as short lines that two readings can be compared by."""

from dataclasses import dataclass

from gifts.models import Dispute, Gift, LedgerLine, Part, Payout, RecurringGift, Refund

Key = tuple[str, str]
Kind = LedgerLine.Kind
PART_OF_LINE = {
    Kind.CHARGE: Part.CHARGES,
    Kind.REFUND: Part.REFUNDS,
    Kind.DISPUTE: Part.DISPUTES,
    Kind.PAYOUT: Part.PAYOUTS,
}
PART_OF_KIND = {
    "gift": Part.CHARGES,
    "refund": Part.REFUNDS,
    "dispute": Part.DISPUTES,
    "payout": Part.PAYOUTS,
    "payout_row": Part.PAYOUTS,
    "recurring": Part.RECURRING,
    "subscription": Part.RECURRING,
    "balance": Part.BALANCE,
}
BY_ROOT = {"pi_": Part.CHARGES, "po_": Part.PAYOUTS, "sub_": Part.RECURRING}


@dataclass(frozen=True)
class Said:
    """One row: what it says, and which part of the comparison it stands in."""

    text: str
    part: Part


def part_of_line(kind: str, stripe_type: str) -> Part:
    """Return where a movement is counted. What comes back of a dispute has no type of its own at Stripe."""
    if kind == Kind.REVERSAL:
        return Part.DISPUTES if stripe_type == "adjustment" else Part.REFUNDS
    return PART_OF_LINE.get(Kind(kind), Part.BALANCE)


def rows_of(root: str) -> dict[Key, Said]:
    """Return our rows of a payment, a payout or a subscription, by kind and Stripe's id."""
    if root.startswith("pi_"):
        return _of_payment(root)
    if root.startswith("po_"):
        return _of_payout(root)
    if root.startswith("sub_"):
        return _of_subscription(root)
    return {}


def _of_payment(payment_id: str) -> dict[Key, Said]:
    gift = Gift.objects.filter(payment_id=payment_id).first()
    if gift is None:
        return {}
    found = {("gift", payment_id): Said(f"{gift.state} {gift.amount} {gift.charge_id}".strip(), Part.CHARGES)}
    for refund in Refund.objects.filter(gift=gift).exclude(refund_id=None):
        said = Said(f"{refund.state} {refund.amount}", Part.REFUNDS)
        found["refund", refund.refund_id or ""] = said
    for dispute in Dispute.objects.filter(gift=gift):
        found["dispute", dispute.dispute_id] = Said(f"{dispute.state} {dispute.amount}", Part.DISPUTES)
    return found


def _of_payout(payout_id: str) -> dict[Key, Said]:
    row = Payout.objects.filter(payout_id=payout_id).first()
    if row is None:
        return {}
    text = f"{row.state} {row.amount} {row.arrives_on}"
    found = {("payout_row", payout_id): Said(text, Part.PAYOUTS)}
    lines = LedgerLine.objects.filter(payout=row).exclude(txn_id=None)
    for txn_id, kind, stripe_type in lines.values_list("txn_id", "kind", "stripe_type"):
        found["line", txn_id or ""] = Said(f"→ {payout_id}", part_of_line(kind, stripe_type))
    return found


def _of_subscription(subscription_id: str) -> dict[Key, Said]:
    row = RecurringGift.objects.filter(subscription_id=subscription_id).first()
    if row is None:
        return {}
    paused = " paused" if row.is_paused else ""
    following = f"{row.next_charge_at:%Y-%m-%d}" if row.next_charge_at else "–"
    text = f"{row.state}{paused} {row.amount} {row.frequency} {following}"
    return {("recurring", subscription_id): Said(text, Part.RECURRING)}
