"""Closed months: what is refused there, and the lock that those who record share with whoever closes."""

from datetime import date

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gifts.models import ClosedPeriod
from gifts.models.guarding import PERIODS_LOCK


class PeriodClosed(Exception):
    """A sentence for the person who asked."""


def hold_open(*days: date | None) -> None:
    """See that days lie in open months, and keep them open until the transaction ends.

    Raises: PeriodClosed with a sentence.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [PERIODS_LOCK])
    for day in days:
        if day is None:
            continue
        closed = ClosedPeriod.objects.filter(reopened_at=None, begins_on__lte=day, ends_on__gte=day).first()
        if closed is not None:
            raise PeriodClosed(
                _(
                    "%(month)s is closed in the books. Choose a day in an open month, or ask finance"
                    " to open it again."
                )
                % {"month": date_format(closed.begins_on, "YEAR_MONTH_FORMAT")}
            )


def hold_alone() -> None:
    """Wait until nobody records anything dated; nobody does until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PERIODS_LOCK])
