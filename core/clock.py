"""Legal days: the organisation's zone turns a moment into a date, once."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def moment(timestamp: int) -> datetime:
    """Return Stripe's seconds since 1970 as an aware moment."""
    return datetime.fromtimestamp(timestamp, tz=UTC)


def legal_day(at: datetime, zone: str) -> date:
    """Return the calendar day of a moment in an IANA zone."""
    return at.astimezone(ZoneInfo(zone)).date()
