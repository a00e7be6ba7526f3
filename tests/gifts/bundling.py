"""Batches as rows; every value may be said, none must."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Role
from donors.models import Donor
from gifts.models import Batch, BatchRow
from tests.factories import MOMENT, make_donor, make_fund, make_user

TODAY = date(2026, 11, 25)


def make_batch(count: int = 2, total: str = "200.00", **values: Any) -> Batch:
    """An open batch of checks that came today, all for one fund."""
    facts: dict[str, Any] = {
        "source": Batch.Source.CHECK,
        "expected_count": count,
        "expected_total": Decimal(total),
        "currency": "usd",
        "received_on": TODAY,
        "opened_at": MOMENT,
    }
    facts |= values
    facts.setdefault("opened_by", make_user(Role.FUNDRAISER))
    batch = Batch.objects.create(**facts)
    batch.shares.create(fund=make_fund())
    return batch


def make_row(batch: Batch, donor: Donor | None = None, *, amount: str = "100.00", **values: Any) -> BatchRow:
    """A row that is ready to become a gift."""
    facts: dict[str, Any] = {
        "donor": donor if donor or values.get("who") else make_donor(),
        "amount": Decimal(amount),
        "entered_by": batch.opened_by,
        "entered_at": MOMENT,
    }
    return BatchRow.objects.create(batch=batch, **(facts | values))
