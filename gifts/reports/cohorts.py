"""Monthly donors by the month in which they began: how many of them still give, so many months later."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import connection
from django.db.models import Case, Max, Min, Q, QuerySet, Value, When

from donors.models import Donor
from gifts.models import Frequency, RecurringGift
from gifts.reports.monthly import midnight

MONTHLY = Q(recurring_gifts__frequency=Frequency.MONTHLY) & ~Q(
    recurring_gifts__state=RecurringGift.State.PENDING
)
# for each donor the month of their first monthly gift, and that in which the last one ended
COUNT = """
SELECT began, gone, count(*) FROM (
  SELECT date_trunc('month', min(started_at) AT TIME ZONE %(zone)s)::date AS began,
         CASE WHEN bool_and(cancelled_at IS NOT NULL)
              THEN date_trunc('month', max(cancelled_at) AT TIME ZONE %(zone)s)::date END AS gone
  FROM gifts_recurringgift
  WHERE frequency = 'monthly' AND state <> 'pending' AND donor_id IS NOT NULL
  GROUP BY donor_id
) AS donors WHERE began >= %(since)s GROUP BY began, gone
"""


@dataclass(frozen=True)
class Cell:
    """Who still gives so many months after the month they began in: how many, and their share in percent."""

    after: int
    count: int
    share: int

    @property
    def shade(self) -> int:
        """How dark the cell is: 0 to 4."""
        return min(self.share // 20, 4)


@dataclass(frozen=True)
class Cohort:
    """The donors who began in one month, and a cell for each month since."""

    first: date
    count: int
    cells: list[Cell]


def cohorts(*, today: date, zone: str, months: int = 12) -> list[Cohort]:
    """Return the last months' beginners, the oldest first. What the current month brings is not over.

    A donor still gives while one of their monthly gifts has not ended, also while it is paused or past due.
    """
    this_month = today.replace(day=1)
    since = this_month - relativedelta(months=months - 1)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"zone": zone, "since": since})
        rows: list[tuple[date, date | None, int]] = cursor.fetchall()
    found = []
    for step in range(months):
        first = since + relativedelta(months=step)
        of_month = [(gone, count) for began, gone, count in rows if began == first]
        found.append(_cohort(first, of_month, months - step))
    return found


def still_giving(*, first: date, after: int | None, zone: str) -> QuerySet[Donor]:
    """Return the donors of a cell, or all who began in a month; each with when they began and ended."""
    end = midnight(first + relativedelta(months=1), zone)
    donors = Donor.objects.filter(MONTHLY).annotate(
        began_at=Min("recurring_gifts__started_at"),
        ended_at=Max("recurring_gifts__cancelled_at"),
        goes_on=Max(
            Case(
                When(recurring_gifts__cancelled_at=None, then=Value(1)),
                default=Value(0),
            )
        ),
    )
    donors = donors.filter(began_at__gte=midnight(first, zone), began_at__lt=end).order_by("began_at", "pk")
    if after is None:
        return donors
    month_over = midnight(first + relativedelta(months=after + 1), zone)
    return donors.filter(Q(goes_on=1) | Q(ended_at__gte=month_over))


def _cohort(first: date, gone: list[tuple[date | None, int]], months: int) -> Cohort:
    count = sum(number for _month, number in gone)
    cells = []
    for after in range(months):
        month = first + relativedelta(months=after)
        stay = sum(number for left, number in gone if left is None or left > month)
        cells.append(Cell(after, stay, stay * 100 // count if count else 0))
    return Cohort(first, count, cells)
