"""One payment: what its row, shares, ledger and letters must be, read anew from Stripe's books."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.organisation import the_zone
from campaigns.models import Campaign, Fund
from core.clock import legal_day
from core.money import ZERO, shares_of
from donors.models import Donor
from gifts.actions.givers import donor_of
from gifts.actions.ledger import record_lines
from gifts.actions.recurring.rows import recurring_of
from gifts.actions.reversals import ON_ITS_WAY, tell_of_return, write_reversals
from gifts.actions.roots import READ_AGAIN, root_locked
from gifts.gateway.facts import PaymentFacts, Standing
from gifts.gateway.payments import read_payment
from gifts.letters import queue_thanks
from gifts.models import Allocation, Checkout, Gift, RecurringGift
from gifts.models.tribute import Wishes
from jobs.actions import enqueue

BOOKED_WITHIN = timedelta(seconds=6)
STANDS = {Gift.State.PAID, Gift.State.PARTLY_REFUNDED}
WISHES = tuple(field.name for field in Wishes._meta.local_fields)


Split = tuple[tuple[int, Decimal], ...]  # funds and their parts
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Origin:
    """Why a payment came, as far as we know; the columns that its gift takes over."""

    donor: Donor | None = None
    campaign: Campaign | None = None
    appeal_id: int | None = None
    split: Split = ()
    checkout: Checkout | None = None
    recurring: RecurringGift | None = None


def sync_payment(*, payment_id: str, now: datetime) -> None:
    """Re-read a payment and make gift, shares, ledger, refunds, disputes and letters follow. Twice is once.

    A payment that never moved money leaves no row. One that nobody here knows becomes an unmatched gift.

    Raises: DoorShut, NotAtStripe, StripeRefused, with nothing written.
    """
    with root_locked(payment_id, now=now):
        facts = read_payment(payment_id)
        row = Gift.objects.select_for_update().filter(payment_id=payment_id).first()
        if row is not None and row.charge_id not in ("", facts.charge_id):
            facts = read_payment(payment_id, every_charge=True)
        write_payment(facts, row, now=now)
        _look_again(facts, now=now)


def write_payment(facts: PaymentFacts, row: Gift | None, *, now: datetime) -> None:
    """Make the rows say what the facts say; where they do, nothing is written. Root and row are locked."""
    if row is None and facts.standing is Standing.NOTHING:
        return
    before = row.state if row else ""
    row = _update(row, facts) if row else _make(facts, now=now)
    record_lines(facts.transactions, now=now, link="gift_id", to=row.pk)
    write_reversals(facts, row, now=now)
    if before != row.state and row.state in STANDS:
        queue_thanks(gift=row, now=now)  # once: also when it was disputed before we first heard of it
    tell_of_return(facts, row, before=before, now=now)


def _look_again(facts: PaymentFacts, *, now: datetime) -> None:
    """Stripe books a payment a moment after it succeeded, and tells by an event that may be lost.

    The receipt waits for that line, so it is looked for once more before the donor would notice.
    """
    if facts.standing is Standing.ARRIVED and not facts.transactions:
        key = f"{READ_AGAIN}:{facts.payment_id}:unbooked"
        enqueue(kind=READ_AGAIN, about=facts.payment_id, key=key, now=now, run_at=now + BOOKED_WITHIN)


def state_of(facts: PaymentFacts) -> Gift.State:
    """Return what has become of a payment."""
    if facts.standing is Standing.PROCESSING:
        return Gift.State.PROCESSING
    if facts.standing is not Standing.ARRIVED:
        return Gift.State.FAILED
    formal = [dispute for dispute in facts.disputes if not dispute.is_inquiry]
    if any(dispute.state == "lost" for dispute in formal):
        return Gift.State.LOST
    if any(dispute.is_open for dispute in formal):
        return Gift.State.DISPUTED
    back = sum((refund.amount for refund in facts.refunds if refund.state in ON_ITS_WAY), ZERO)
    if back >= facts.amount:
        return Gift.State.REFUNDED
    return Gift.State.PARTLY_REFUNDED if back else Gift.State.PAID


def _make(facts: PaymentFacts, *, now: datetime) -> Gift:
    origin = _origin(facts, now=now)
    checkout = origin.checkout
    wishes = {name: getattr(checkout, name) for name in WISHES} if checkout else {}
    gift = Gift(
        source=Gift.Source.STRIPE,
        payment_id=facts.payment_id,
        checkout=checkout,
        recurring=origin.recurring,
        donor=origin.donor,
        is_unmatched=origin.donor is None,
        payer_name=facts.payer_name,
        payer_email=facts.payer_email,
        campaign=origin.campaign,
        appeal_id=origin.appeal_id,
        amount=facts.amount,
        fee_cover=_fee_cover(origin, facts.amount),
        currency=facts.currency,
        created_at=now,
        **wishes,
    )
    for name, value in _following(gift, facts).items():
        setattr(gift, name, value)
    gift.save(force_insert=True)
    if origin.split:
        Allocation.objects.bulk_create(
            Allocation(gift=gift, fund_id=fund_id, amount=amount)
            for fund_id, amount in shares_of(gift.amount, origin.split)
        )
    return gift


def _update(gift: Gift, facts: PaymentFacts) -> Gift:
    values = _following(gift, facts)
    changed = [name for name, value in values.items() if getattr(gift, name) != value]
    for name in changed:
        setattr(gift, name, values[name])
    if changed:
        gift.save(update_fields=changed)
    return gift


def _following(gift: Gift, facts: PaymentFacts) -> dict[str, object]:
    """The columns that follow Stripe. The day is resolved once: from then on no reading moves it."""
    values: dict[str, object] = {
        "state": state_of(facts),
        "charge_id": facts.charge_id or gift.charge_id,
        "method": facts.method or gift.method,
    }
    if gift.given_at is None and facts.standing is Standing.ARRIVED and facts.charged_at is not None:
        values |= {"given_at": facts.charged_at, "given_on": legal_day(facts.charged_at, the_zone())}
    return values


def _origin(facts: PaymentFacts, *, now: datetime) -> Origin:
    checkout = _checkout(facts)
    if checkout is not None:
        donor = donor_of(checkout, customer_id=facts.customer_id, now=now)
        return Origin(
            donor, checkout.campaign, checkout.appeal_id, _split(checkout.fund_id, checkout), checkout
        )
    if not facts.subscription_id:
        return Origin()
    recurring = recurring_of(facts.subscription_id, now=now)
    if recurring.donor is None:
        return Origin(recurring=recurring)
    return Origin(
        donor=recurring.donor,
        campaign=recurring.campaign,
        appeal_id=recurring.appeal_id,
        split=_split(_fund_of(facts) or recurring.fund_id, recurring.checkout),
        checkout=recurring.checkout,
        recurring=recurring,
    )


def _checkout(facts: PaymentFacts) -> Checkout | None:
    # whoever had us forget them is nobody's donor any more: what still arrives waits for staff
    related = Checkout.objects.select_related("campaign").exclude(email="")
    return related.filter(pk=facts.checkout_id).first() if facts.checkout_id else None


def _split(fund_id: int | None, checkout: Checkout | None) -> Split:
    """One fund, or the percents that the donor left it to when they gave first."""
    if fund_id is not None:
        return ((fund_id, WHOLE),)
    return tuple(checkout.shares.values_list("fund_id", "percent")) if checkout else ()


def _fund_of(facts: PaymentFacts) -> int | None:
    """The fund that the invoice was for: a change made since does not move what was charged before it."""
    return Fund.objects.filter(products__product_id=facts.product_id).values_list("pk", flat=True).first()


def _fee_cover(origin: Origin, amount: Decimal) -> Decimal:
    """What of the amount the donor added toward the fee: known only while the amount is what was asked."""
    recurring, checkout = origin.recurring, origin.checkout
    if recurring is not None and recurring.amount == amount:
        return recurring.fee_cover
    if checkout is None or checkout.amount + checkout.fee_cover != amount:
        return ZERO
    return checkout.fee_cover
