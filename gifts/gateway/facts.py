"""What Stripe says, as plain values: aware moments, `Decimal` amounts, our own words for states."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from core.money import ZERO
from gifts.models import Checkout, Frequency, LedgerLine, Payout, RecurringGift, Refund


class Standing(StrEnum):
    """How far the money of a payment came."""

    NOTHING = "nothing"  # never on its way: open, declined, abandoned
    PROCESSING = "processing"  # a bank still confirms
    ARRIVED = "arrived"
    FAILED = "failed"  # a bank took it up and said no, perhaps after it had said yes


@dataclass(frozen=True)
class TransactionFacts:
    """A balance transaction. `root` is the payment or payout it belongs to, where Stripe told."""

    txn_id: str
    kind: LedgerLine.Kind
    stripe_type: str
    source_id: str
    amount: Decimal
    fee: Decimal
    net: Decimal
    currency: str
    occurred_at: datetime
    available_on: date
    root: str = ""


@dataclass(frozen=True)
class RefundFacts:
    """A refund. `our_id` names the row that asked for it; None when it was made on Stripe's side."""

    refund_id: str
    our_id: UUID | None
    amount: Decimal
    currency: str
    reason: str
    state: Refund.State
    made_at: datetime


@dataclass(frozen=True)
class DisputeFacts:
    """A dispute, or an inquiry, which moves no money."""

    dispute_id: str
    amount: Decimal
    currency: str
    state: str
    reason: str
    is_inquiry: bool
    opened_at: datetime
    evidence_due_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the money is away and may come back."""
        return not self.is_inquiry and self.state in {"needs_response", "under_review"}


@dataclass(frozen=True)
class PaymentFacts:
    """A payment with everything that ever happened to its money.

    `product_id` is what the invoice of a recurring gift was for.
    """

    payment_id: str
    standing: Standing
    amount: Decimal
    currency: str
    method: str = ""
    charge_id: str = ""
    charged_at: datetime | None = None
    payer_name: str = ""
    payer_email: str = ""
    customer_id: str = ""
    checkout_id: UUID | None = None
    subscription_id: str = ""
    product_id: str = ""
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()
    transactions: tuple[TransactionFacts, ...] = ()


@dataclass(frozen=True)
class SessionFacts:
    """A visit to Stripe's page, and what came of it."""

    session_id: str
    checkout_id: UUID | None
    state: Checkout.State
    payment_id: str
    subscription_id: str


@dataclass(frozen=True)
class MethodFacts:
    """How a donor pays: the last four digits and no more. `expires_on` is the last good day of a card."""

    method_id: str = ""
    given_at: datetime | None = None
    kind: str = ""
    brand: str = ""
    last4: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class InvoiceFacts:
    """The newest invoice of a subscription. `payment_id` pays it, if anything was due.

    A draft that will be collected within the hour `is_coming`; one that was tried in vain is open.
    """

    invoice_id: str = ""
    is_coming: bool = False
    is_open: bool = False
    amount: Decimal = ZERO
    failed_attempts: int = 0
    next_attempt_at: datetime | None = None
    payment_id: str = ""


@dataclass(frozen=True)
class SubscriptionFacts:
    """A subscription. `newer_method_id` is a card that the donor gave later and that it does not use yet."""

    subscription_id: str
    item_id: str
    customer_id: str
    checkout_id: UUID | None
    product_id: str
    amount: Decimal
    currency: str
    frequency: Frequency
    state: RecurringGift.State
    is_paused: bool
    paused_until: datetime | None
    started_at: datetime
    anchor_at: datetime
    period_began_at: datetime
    next_charge_at: datetime | None
    ends_at: datetime | None
    cancelled_at: datetime | None
    ended_for: RecurringGift.Ended
    method: MethodFacts
    newer_method_id: str
    invoice: InvoiceFacts


@dataclass(frozen=True)
class PayoutFacts:
    """A payout, its own movements, and the lines it pays out.

    Lines can only be trusted to be complete when `is_complete`. One that was made by hand, and not
    by Stripe's schedule, names none: whoever chose its amount knows what it is made of.
    """

    payout_id: str
    amount: Decimal
    currency: str
    state: Payout.State
    created_at: datetime
    arrives_on: date
    is_automatic: bool
    is_complete: bool
    movements: tuple[TransactionFacts, ...]
    lines: tuple[TransactionFacts, ...]


@dataclass(frozen=True)
class EventFacts:
    """What a verified event says: something happened to this root. Never what."""

    event_id: str
    kind: str
    root: str
