"""Gifts as staff type them; every value may be said, none must."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Role
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
from gifts.models import Gift, GiftKind, Payer, SoftCredit
from tests.factories import MOMENT, make_donor, make_fund, make_user
from tests.gifts.pretend import check_constraints

TODAY = date(2026, 11, 25)
COATS = TypedThing(description="Twelve winter coats", place="Albany")
DINNER = TypedBenefit(description="Dinner", fair_value=Decimal("40.00"), basis="price of such a dinner")
NOW = MOMENT


def typed_check(donor: Donor | None = None, **values: Any) -> OfflineGift:
    """A check of $100.00 for one fund, which came today."""
    amount = values.pop("amount", Decimal("100.00"))
    given = OfflineGift(
        form_key=uuid.uuid4(),
        source="check",
        amount=amount,
        donor=Party(donor_id=(donor or make_donor()).pk),
        days=days_of("check", arrived_on=TODAY),
        shares=((make_fund().pk, amount),),
    )
    return replace(given, **values)


def typed_coats(donor: Donor | None = None, **values: Any) -> OfflineGift:
    """Goods that were handed over today."""
    facts: dict[str, Any] = {
        "kind": GiftKind.GOODS,
        "source": "delivery",
        "days": days_of("delivery", arrived_on=TODAY),
        "thing": COATS,
    }
    return typed_check(donor, **{**facts, **values})


def typed_grant(adviser: Donor, **values: Any) -> OfflineGift:
    """A grant of a sponsor, advised by somebody."""
    credit = TypedCredit(Party(donor_id=adviser.pk), SoftCredit.Role.ADVISER, Decimal("100.00"))
    sponsor = make_donor(name="Evergreen Fund", email="grants@evergreen.example")
    return typed_check(sponsor, **{"payer": Payer.DAF, "credits": (credit,), **values})


def recorded(typed: OfflineGift) -> Gift:
    """Enter one as a fundraiser does; what the commit would check is checked."""
    gift = record_gift(typed=typed, by=make_user(Role.FUNDRAISER), now=NOW)
    check_constraints()
    return gift
