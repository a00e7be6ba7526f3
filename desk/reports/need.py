"""What a thing that waits for somebody says of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import User

WEEK = timedelta(days=7)
Rows = QuerySet[Any, Any] | int


@dataclass(frozen=True)
class Need:
    """Something that waits: the list that shows it (route and query), its rows for whoever looks, its words.

    `rows` are counted, all needs together by one question; a number is the count itself. With `of_week` the
    list begins a week ago, at midnight.
    """

    route: str
    query: str
    rows: Callable[[User, datetime], Rows]
    words: Callable[[int], str]
    of_week: bool = False


def week_before(now: datetime) -> datetime:
    """Return the midnight (UTC) with which the last week begins."""
    return (now - WEEK).replace(hour=0, minute=0, second=0, microsecond=0)
