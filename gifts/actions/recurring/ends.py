"""The end that was promised, told to Stripe together with whatever moves it."""

from datetime import datetime
from typing import Any

from accounts.organisation import the_zone
from gifts.gateway.subscriptions import an_end
from gifts.models import RecurringGift
from gifts.schedule import as_if, end_after


def with_end(
    change: dict[str, Any], row: RecurringGift, *, now: datetime, **columns: object
) -> dict[str, Any]:
    """Return a change for Stripe that moves the promised end along; `columns` are as they are after it."""
    if not row.has_end:
        return change
    at = end_after(as_if(row, **columns), now=now, zone=the_zone())
    return change | an_end(at) if at else change
