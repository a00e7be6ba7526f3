"""Gifts that did not come through a page: one of each kind and payer, entered as staff would."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from accounts.models import Role, User
from accounts.organisation import the_zone
from campaigns.models import Campaign, Fund
from core.clock import legal_day
from donors.models import Donor
from gifts.actions.offline import (
    OfflineGift,
    Party,
    TypedBenefit,
    TypedCredit,
    TypedThing,
    days_of,
    record_gift,
)
from gifts.models import Benefit, Gift, GiftKind, Payer, Property, SoftCredit
from receipts.actions import settle
from receipts.tasks import render_and_send

ORGANISATION = Donor.Kind.ORGANISATION
WALTER = Party(name="Walter Ames", email="walter.ames@mail.example")
JUNE = Party(name="June Okafor", email="june.okafor@mail.example")
DELIVERY, CHECK = Gift.Source.DELIVERY, Gift.Source.CHECK
TICKET = TypedBenefit("Dinner at the spring gala", Decimal("65.00"), "price of such a dinner at Hotel Albany")
MUG = TypedBenefit(
    "Mug with our name", Decimal("9.00"), "price in the shop", kind=Benefit.Kind.TOKEN, cost=Decimal("3.20")
)
SHARES = TypedThing("common stock", issuer="Hudson Rail Corp.", shares=Decimal("40"))
CAR = TypedThing(
    "2015 Honda Fit, blue", vin="JHMGE8H50FC000001", is_claimed_over_500=True, use=Property.Use.SALE
)


@dataclass(frozen=True)
class Example:
    """One gift: `ago` days before today it came, was handed over or withheld."""

    amount: int
    donor: Party
    source: str = CHECK
    ago: int = 12
    posted: int = 0
    more: dict[str, Any] = field(default_factory=dict)


EXAMPLES = (
    Example(300, WALTER, posted=5),
    Example(
        480,
        JUNE,
        DELIVERY,
        more={"kind": GiftKind.GOODS, "thing": TypedThing("Twelve winter coats", "Albany")},
    ),
    Example(3100, WALTER, DELIVERY, 40, more={"kind": GiftKind.SECURITIES, "thing": SHARES}),
    Example(
        5000,
        Party(name="Evergreen Community Foundation", email="grants@evergreen.example", kind=ORGANISATION),
        more={
            "payer": Payer.DAF,
            "payer_name": "The Ames Family Fund",
            "credits": (TypedCredit(WALTER, SoftCredit.Role.ADVISER, Decimal(5000)),),
        },
    ),
    Example(
        250,
        Party(name="Mohawk Valley Tools", email="matching@mohawk.example", kind=ORGANISATION),
        more={
            "payer": Payer.MATCH,
            "credits": (TypedCredit(JUNE, SoftCredit.Role.EMPLOYEE, Decimal(250)),),
        },
    ),
    Example(150, JUNE, ago=30, more={"benefits": (TICKET, MUG)}),
    Example(2000, WALTER, ago=20, more={"payer": Payer.IRA, "payer_name": "Capital Trust Company"}),
    Example(2400, JUNE, DELIVERY, 8, more={"kind": GiftKind.VEHICLE, "thing": CAR}),
    Example(25, JUNE, Gift.Source.PAYROLL, 15),
    Example(60, WALTER, Gift.Source.CASH, 3, more={"tribute_kind": "memory", "tribute_name": "Rosa Lopez"}),
)


def enter_gifts(now: datetime) -> int:
    """Enter them all, each with its paper; return how many. Entering them again changes nothing."""
    by = User.objects.filter(grants__role=Role.FINANCE).order_by("pk")[0]
    fund = Fund.objects.order_by("pk")[0]
    campaign = Campaign.objects.public().order_by("pk").first()
    with transaction.atomic():
        for typed in _typed(legal_day(now, the_zone()), fund, campaign):
            gift = record_gift(typed=typed, by=by, now=now)
            receipt = settle(gift_id=gift.pk, now=now)
            if receipt is not None:
                render_and_send(str(receipt.pk), now)
    return len(EXAMPLES)


def _typed(today: date, fund: Fund, campaign: Campaign | None) -> Iterator[OfflineGift]:
    for number, one in enumerate(EXAMPLES):
        came_on = today - timedelta(days=one.ago)
        posted_on = came_on - timedelta(days=one.posted) if one.posted else None
        amount = Decimal(one.amount).quantize(Decimal("0.01"))
        yield OfflineGift(
            form_key=uuid5(NAMESPACE_OID, f"demo offline {number}"),
            source=one.source,
            amount=amount,
            donor=one.donor,
            days=days_of(one.source, arrived_on=came_on, postmarked_on=posted_on),
            shares=((fund.pk, amount),),
            campaign_id=campaign.pk if campaign else None,
            **one.more,
        )
