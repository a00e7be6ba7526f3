"""What the donor is told when a reading shows a failed charge, a change nobody asked us for, or an end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gifts.letters import queue_ending, queue_failure, tell_of_change
from gifts.models import RecurringGift

State = RecurringGift.State


def tell_of_reading(row: RecurringGift, *, before: Mapping[str, Any], now: datetime) -> None:
    """Write the letter that a reading gives occasion for; `before` holds the columns as they were."""
    if row.state != State.CANCELLED:
        queue_failure(row, now=now)
        tell_of_change(row, before=before, now=now)
    elif before["state"] in (State.ACTIVE, State.PAST_DUE):
        queue_ending(row, now=now)
