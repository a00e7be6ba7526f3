"""Which month of the past a night reads again: each has its turn, so that nothing old is looked at never."""

from datetime import UTC, datetime

from gifts.models import Comparison, LedgerLine


def next_month(month: datetime) -> datetime:
    """Return the first moment of the month after."""
    is_december = month.month == 12
    return month.replace(year=month.year + is_december, month=1 if is_december else month.month + 1)


def month_in_turn(since: datetime | None) -> datetime | None:
    """Return the month after the one that had its turn last; the oldest after the newest.

    None where all is compared anyhow, or nothing is older than `since`.
    """
    lines = LedgerLine.objects.exclude(txn_id=None)
    oldest = lines.order_by("occurred_at").values_list("occurred_at", flat=True).first()
    if since is None or oldest is None or oldest >= since:
        return None
    last = Comparison.objects.exclude(month=None).order_by("-ended_at", "-pk").first()
    first = _month_of(oldest)
    if last is None or last.month is None:
        return first
    following = next_month(datetime(last.month.year, last.month.month, 1, tzinfo=UTC))
    return following if first <= following < since else first


def _month_of(at: datetime) -> datetime:
    return datetime(at.year, at.month, 1, tzinfo=UTC)
