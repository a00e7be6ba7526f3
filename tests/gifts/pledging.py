"""Pledges as rows; every value may be said, none must."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Role
from donors.models import Donor
from gifts.models import Gift, Instalment, Pledge
from tests.factories import MOMENT, make_donor, make_fund, make_user
from tests.gifts.offline import recorded, typed_check

TODAY = date(2026, 11, 25)


def make_pledge(donor: Donor | None = None, *amounts: str, days: int = 30, **values: Any) -> Pledge:
    """A pledge of $300.00 in three parts unless said, due today and each `days` after it."""
    parts = [Decimal(amount) for amount in amounts or ("100.00", "100.00", "100.00")]
    facts: dict[str, Any] = {
        "donor": donor or make_donor(),
        "amount": sum(parts, Decimal("0.00")),
        "currency": "usd",
        "pledged_on": TODAY,
        "rhythm": Pledge.Rhythm.OWN,
        "created_at": MOMENT,
    }
    first_on = values.pop("first_on", TODAY)
    facts |= values
    facts.setdefault("fund", None)
    facts["fund"] = facts["fund"] or make_fund()
    facts.setdefault("recorded_by", make_user(Role.FUNDRAISER))
    pledge = Pledge(**facts)
    with transaction.atomic():
        _write(pledge, parts, first_on=first_on, days=days)
    return pledge


def _write(pledge: Pledge, parts: list[Decimal], *, first_on: date, days: int) -> None:
    pledge.save()
    Instalment.objects.bulk_create(
        Instalment(
            pledge=pledge,
            due_on=first_on + timedelta(days=days * place),
            amount=part,
            created_at=MOMENT,
        )
        for place, part in enumerate(parts)
    )


def now_of(pledge: Pledge, today: date = TODAY) -> Pledge:
    """The pledge as it stands on a day."""
    return Pledge.objects.with_balance(today).get(pk=pledge.pk)


def balance(pledge: Pledge, today: date = TODAY) -> tuple[str, ...]:
    """Paid, open, due, overdue and written off, in whole dollars."""
    row = now_of(pledge, today)
    return tuple(f"{value:.0f}" for value in (row.paid, row.open, row.due, row.overdue, row.written_off))


def paid(pledge: Pledge, amount: str) -> Gift:
    """A check that pays some of it."""
    return recorded(typed_check(pledge.donor, amount=Decimal(amount), pledge_id=pledge.pk))


def act(pledge: Pledge) -> dict[str, Any]:
    """By whom and when."""
    return {"by": pledge.recorded_by, "now": MOMENT}
