"""Our books of what went through Stripe, in Stripe's ids, for anyone to compare without our tables."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

from gifts.models import Dispute, Gift, LedgerLine, Payout, RecurringGift, Refund

Row = dict[str, object]
Known = TypeVar("Known", bound=Model)


def gift_rows() -> Iterator[tuple[str, Row]]:
    """Yield every gift that came through Stripe, by its id of ours, in the order of payments."""
    gifts = Gift.objects.filter(source=Gift.Source.STRIPE).with_net()
    related = gifts.select_related("donor", "campaign", "appeal", "recurring")
    for gift in related.prefetch_related("allocations__fund").order_by("payment_id").iterator(1000):
        donor = gift.donor
        yield (
            str(gift.pk),
            {
                "payment": gift.payment_id,
                "charge": gift.charge_id,
                "status": gift.state,
                "amount": str(gift.amount),
                "net_given": str(gift.net),
                "currency": gift.currency,
                "given_on": str(gift.given_on) if gift.given_on else None,
                "donor": {"name": donor.name, "email": donor.email} if donor else None,
                "unmatched": gift.is_unmatched,
                "campaign": gift.campaign.slug if gift.campaign else None,
                "appeal": gift.appeal.code if gift.appeal else None,
                "funds": {share.fund.code: str(share.amount) for share in gift.allocations.all()},
                "subscription": gift.recurring.subscription_id if gift.recurring else None,
            },
        )


def other_books() -> dict[str, list[Row]]:
    """Return recurring gifts, refunds, disputes, ledger lines and payouts, each in the order of its ids."""
    return {
        "recurring": [_recurring(row) for row in _ordered(RecurringGift.objects.all(), "subscription_id")],
        "refunds": [_refund(row) for row in _ordered(Refund.objects.select_related("gift"), "refund_id")],
        "disputes": [_dispute(row) for row in _ordered(Dispute.objects.select_related("gift"), "dispute_id")],
        "ledger": [
            _line(row)
            for row in _ordered(
                LedgerLine.objects.exclude(txn_id=None).select_related("gift", "payout"), "txn_id"
            )
        ],
        "payouts": [_payout(row) for row in _ordered(Payout.objects.all(), "payout_id")],
    }


def _ordered(rows: QuerySet[Known], field: str) -> Iterator[Known]:
    return rows.order_by(field).iterator(1000)


def _recurring(row: RecurringGift) -> Row:
    return {
        "subscription": row.subscription_id,
        "customer": row.customer_id,
        "status": row.state,
        "amount": str(row.amount),
        "currency": row.currency,
        "frequency": row.frequency,
        "paused": row.is_paused,
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
        "next_charge": row.next_charge_at.isoformat() if row.next_charge_at else None,
    }


def _refund(row: Refund) -> Row:
    return {
        "refund": row.refund_id,
        "payment": row.gift.payment_id,
        "status": row.state,
        "amount": str(row.amount),
        "currency": row.currency,
    }


def _dispute(row: Dispute) -> Row:
    return {
        "dispute": row.dispute_id,
        "payment": row.gift.payment_id,
        "status": row.state,
        "inquiry": row.is_inquiry,
        "amount": str(row.amount),
        "currency": row.currency,
    }


def _line(row: LedgerLine) -> Row:
    return {
        "txn": row.txn_id,
        "kind": row.kind,
        "type": row.stripe_type,
        "source": row.source_id,
        "payment": row.gift.payment_id if row.gift else None,
        "payout": row.payout.payout_id if row.payout else None,
        "amount": str(row.amount),
        "fee": str(row.fee),
        "net": str(row.net),
        "currency": row.currency,
        "at": row.occurred_at.isoformat(),
    }


def _payout(row: Payout) -> Row:
    return {
        "payout": row.payout_id,
        "status": row.state,
        "amount": str(row.amount),
        "currency": row.currency,
        "lines_net": str(row.lines_net),
        "needs_attention": row.needs_attention,
    }
