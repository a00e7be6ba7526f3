"""Days and months as Stripe counts them: in UTC, by the Gregorian calendar, from an anchor."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

DAY = 86_400


def moment(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def stamp(when: datetime) -> int:
    return int(when.timestamp())


def add_months(anchor: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day: 31 January + 1 = 28 or 29 February."""
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(index, 12)
    day = min(anchor.day, monthrange(year, month + 1)[1])
    return anchor.replace(year=year, month=month + 1, day=day)


def shifted(anchor: int, interval: str, count: int) -> int:
    """`count` intervals after the anchor."""
    start = moment(anchor)
    if interval == "month":
        return stamp(add_months(start, count))
    if interval == "year":
        return stamp(add_months(start, 12 * count))
    return stamp(start + timedelta(days=count * (7 if interval == "week" else 1)))


def next_on_anchor(anchor: int, after: int, interval: str, interval_count: int) -> int:
    """The first moment later than `after` on the grid the anchor lays out.

    Each is counted from the anchor itself, so 31 January is followed by 28 February and then 31 March.
    """
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[interval] * interval_count * DAY
    step = max(0, (after - anchor) // longest)
    while shifted(anchor, interval, step * interval_count) <= after:
        step += 1
    return shifted(anchor, interval, step * interval_count)


def business_days_later(timestamp: int, days: int) -> int:
    """Midnight UTC after so many weekdays; bank holidays are not counted."""
    day = moment(timestamp).replace(hour=0, minute=0, second=0, microsecond=0)
    while days:
        day += timedelta(days=1)
        if day.weekday() < 5:
            days -= 1
    return stamp(day)


def next_midnight(timestamp: int) -> int:
    return (timestamp // DAY + 1) * DAY
