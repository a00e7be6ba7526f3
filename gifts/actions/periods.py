"""Closed months: what is refused there, and the lock that those who record share with whoever closes."""

from datetime import date

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gifts.models import ClosedPeriod
from gifts.models.guarding import PERIODS_LOCK


class PeriodClosed(Exception):
    """A sentence for the person who asked; `day` is the one that lies in a closed month."""

    def __init__(self, sentence: str, day: date) -> None:
        super().__init__(sentence)
        self.day = day


def hold_open(*days: date | None) -> None:
    """See that days lie in open months, and keep them open until the transaction ends.

    Raises: PeriodClosed with a sentence.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [PERIODS_LOCK])
    asked = {day for day in days if day is not None}
    if not asked:
        return
    closed = ClosedPeriod.objects.filter(
        reopened_at=None, begins_on__lte=max(asked), ends_on__gte=min(asked)
    ).order_by("begins_on")
    for begins_on, ends_on in closed.values_list("begins_on", "ends_on"):
        for day in sorted(asked):
            if begins_on <= day <= ends_on:
                raise PeriodClosed(_closed(begins_on), day)


def _closed(month: date) -> str:
    return _(
        "%(month)s is closed in the books. Choose a day in an open month, or ask finance to open it again."
    ) % {"month": date_format(month, "YEAR_MONTH_FORMAT")}


def hold_alone() -> None:
    """Wait until nobody records anything dated; nobody does until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PERIODS_LOCK])
