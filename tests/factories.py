"""Plain makers of rows. Each returns what it made; every value may be said, none must."""

import itertools
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, Role, RoleGrant, User
from campaigns.models import Appeal, Campaign, Fund
from core.clock import legal_day
from donors.models import Donor
from gifts.models import Allocation, Checkout, Frequency, Gift, LedgerLine, RecurringGift

MOMENT = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
ZONE = "America/New_York"
_numbers = itertools.count(1)


def make_organisation(**values: str) -> Organisation:
    """The one organisation."""
    facts = {
        "legal_name": "Safe Harbor, Inc.",
        "public_name": "Safe Harbor",
        "tax_number": "12-3456789",
        "address": "PO Box 100\nAlbany, NY 12201",
        "email": "giving@example.org",
        "phone": "518-555-0100",
        "website": "https://example.org",
        "zone": ZONE,
        "signatory_name": "Ana Reyes",
        "signatory_title": "Executive Director",
    }
    return Organisation.objects.update_or_create(pk=1, defaults={**facts, **values})[0]


def today() -> date:
    """The day it is where the organisation is; in the small hours of UTC the one before."""
    return legal_day(timezone.now(), ZONE)


def make_user(*roles: Role, email: str | None = None, name: str = "") -> User:
    """A user who holds the roles; no second factor."""
    user = User.objects.create_user(email or f"user{next(_numbers)}@example.org", name=name)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def make_fund(code: str | None = None, *, name: str = "Housing") -> Fund:
    """An open fund."""
    return Fund.objects.create(code=code or f"fund-{next(_numbers)}", name=name)


def make_campaign(
    *,
    slug: str | None = None,
    name: str = "Doors open",
    state: str = Campaign.State.PUBLISHED,
    goal: str = "10000",
) -> Campaign:
    """A campaign with one fund and two proposed amounts."""
    campaign = Campaign.objects.create(
        slug=slug or f"campaign-{next(_numbers)}",
        name=name,
        summary="A safe place to sleep, and time.",
        goal=Decimal(goal),
        currency="usd",
        starts_on=date(2026, 1, 1),
        state=state,
    )
    campaign.funds.add(make_fund())
    campaign.presets.create(amount=Decimal("25.00"), impact="a week of bus fares")
    campaign.presets.create(amount=Decimal("50.00"), impact="a warm coat", is_default=True)
    return campaign


def make_appeal(campaign: Campaign, *, code: str | None = None) -> Appeal:
    """An appeal by e-mail."""
    return Appeal.objects.create(
        campaign=campaign,
        code=code or f"appeal-{next(_numbers)}",
        name="November letter",
        kind=Appeal.Kind.EMAIL,
    )


def make_donor(*, name: str = "Maria Lopez", email: str | None = None, user: User | None = None) -> Donor:
    """A person who gives."""
    return Donor.objects.create(name=name, email=email or f"donor{next(_numbers)}@example.org", user=user)


def make_checkout(
    campaign: Campaign,
    *,
    amount: str = "50.00",
    frequency: str = Frequency.ONCE,
    email: str = "maria@example.org",
) -> Checkout:
    """A donor's wish that Stripe has not heard of yet."""
    return Checkout.objects.create(
        form_key=uuid.uuid4(),
        campaign=campaign,
        fund=campaign.funds.get(),
        amount=Decimal(amount),
        currency="usd",
        frequency=frequency,
        name="Maria Lopez",
        email=email,
        created_at=MOMENT,
    )


def make_gift(
    donor: Donor | None = None,
    *,
    campaign: Campaign | None = None,
    amount: str = "50.00",
    given_at: datetime = MOMENT,
    state: str = Gift.State.PAID,
) -> Gift:
    """A paid gift by card with its allocation and its ledger line (fee 2.9 % + 0.30)."""
    number = next(_numbers)
    campaign = campaign or make_campaign()
    gift = Gift.objects.create(
        source=Gift.Source.STRIPE,
        state=state,
        payment_id=f"pi_{number}",
        charge_id=f"ch_{number}",
        method="card",
        donor=donor or make_donor(),
        campaign=campaign,
        amount=Decimal(amount),
        currency="usd",
        given_at=given_at,
        given_on=legal_day(given_at, ZONE),
        created_at=given_at,
    )
    Allocation.objects.create(gift=gift, fund=campaign.funds.get(), amount=gift.amount)
    fee = (gift.amount * Decimal("0.029") + Decimal("0.30")).quantize(Decimal("0.01"))
    make_line(gift, kind=LedgerLine.Kind.CHARGE, amount=gift.amount, fee=fee, at=given_at)
    return gift


def make_line(
    gift: Gift, *, kind: str, amount: Decimal, fee: Decimal = Decimal("0.00"), at: datetime = MOMENT
) -> LedgerLine:
    """A movement of Stripe's balance for a gift."""
    return LedgerLine.objects.create(
        txn_id=f"txn_{next(_numbers)}",
        kind=kind,
        gift=gift,
        amount=amount,
        fee=fee,
        net=amount - fee,
        currency=gift.currency,
        occurred_at=at,
        created_at=at,
    )


def make_recurring(donor: Donor | None = None, **values: Any) -> RecurringGift:
    """A monthly gift of $20.00 that began at MOMENT; a donor brings along nothing else."""
    defaults: dict[str, Any] = {
        "subscription_id": f"sub_test_{next(_numbers)}",
        "customer_id": "cus_1",
        "donor": donor,
        "amount": Decimal("20.00"),
        "currency": "usd",
        "frequency": Frequency.MONTHLY,
        "state": RecurringGift.State.ACTIVE,
        "started_at": MOMENT,
    }
    facts = {**defaults, **values}
    facts.setdefault("anchor_at", facts["started_at"])
    if facts["state"] == RecurringGift.State.CANCELLED:
        facts.setdefault("cancelled_at", facts["started_at"])
        facts.setdefault("ended_for", RecurringGift.Ended.ASKED)
    return RecurringGift.objects.create(**facts)
