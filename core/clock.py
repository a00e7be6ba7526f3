"""Legal days: the organisation's zone turns a moment into a date, once."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def moment(timestamp: int) -> datetime:
    """Return Stripe's seconds since 1970 as an aware moment."""
    return datetime.fromtimestamp(timestamp, tz=UTC)


def legal_day(at: datetime, zone: str) -> date:
    """Return the calendar day of a moment in an IANA zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def wall_zone() -> str:
    """Return the zone of the page's clock: the organisation's, on every page behind the sign-in."""
    return timezone.get_current_timezone_name()


def wall_day() -> date:
    """Return today by the page's clock."""
    return timezone.localdate()
