"""Where a campaign stands, and where an even pace from its first day to its last would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from campaigns.models import GoalKind
from core.money import ZERO
from gifts.reports.progress import Progress, tree_of
from gifts.reports.tallies import DAY_TALLIES

MOST = 14  # points that a phone can show
MONEY = f"""
    WITH {DAY_TALLIES}
    SELECT day, SUM(raised) FROM day_tallies WHERE campaign_id = ANY (%(tree)s) GROUP BY day
"""  # noqa: S608 - our own words
# what each day adds, by what the goal is counted in; `tree` names a campaign and all below it
ADDED = {
    GoalKind.MONEY: MONEY,
    GoalKind.DONORS: "SELECT first_on, COUNT(*) FROM ("
    " SELECT MIN(given_on) AS first_on FROM gifts_gift WHERE campaign_id = ANY (%(tree)s)"
    " AND donor_id IN (SELECT donor_number FROM gifts_campaigngiver"
    "  WHERE campaign_id = ANY (%(tree)s) AND raised > 0)"
    " AND stands > 0 GROUP BY donor_id) AS giver GROUP BY first_on",
    GoalKind.MONTHLY: "SELECT (change.at AT TIME ZONE %(zone)s)::date, COUNT(*)"
    " FROM gifts_recurringchange AS change JOIN gifts_recurringgift AS recurring"
    " ON recurring.id = change.recurring_id"
    " WHERE change.kind = 'new' AND recurring.campaign_id = ANY (%(tree)s) GROUP BY 1",
    GoalKind.GOODS: "SELECT given_on, COUNT(*) FROM gifts_gift WHERE campaign_id = ANY (%(tree)s)"
    " AND kind = 'goods' AND stands > 0 GROUP BY given_on",
}


@dataclass(frozen=True)
class Point:
    """What stands of all until the end of a day, and what an even pace has; None without goal or end."""

    day: date
    reached: Decimal
    even: Decimal | None


@dataclass(frozen=True)
class Pace:
    """The days so far, the last one now. `ahead` of an even pace, or behind it when below zero."""

    points: Sequence[Point]
    kind: GoalKind

    @property
    def ahead(self) -> Decimal | None:
        """How much more there is than an even pace would have; None without goal or end."""
        last = self.points[-1]
        return None if last.even is None else last.reached - last.even


def pace_of(progress: Progress, *, today: date, zone: str) -> Pace | None:
    """Return the pace of a campaign; None before its first day.

    A day's figure is what stands now of the gifts given until then: what was refunded since is taken off.
    Gifts dated before the first day count from it on.
    """
    campaign = progress.campaign
    if today < campaign.starts_on:
        return None
    last = min(today, campaign.ends_on or today)
    kind = GoalKind.MONEY if progress.is_money else GoalKind(campaign.goal_kind)
    added = _added(kind, campaign.pk, zone)
    points = [
        Point(day, sum((more for at, more in added if at <= day), ZERO), _even(progress, day))
        for day in _days(campaign.starts_on, last)
    ]
    if points[-1].day < today:  # what came after the last day counts as well
        whole = sum((more for _at, more in added), ZERO)
        points.append(Point(today, whole, campaign.target))
    return Pace(points, kind)


def _added(kind: GoalKind, campaign_id: int, zone: str) -> list[tuple[date, Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(ADDED[kind], {"tree": tree_of(campaign_id), "zone": zone})
        return [(day, Decimal(more)) for day, more in cursor.fetchall() if day is not None]


def _days(first: date, last: date) -> list[date]:
    """At most so many days, evenly apart, with the last one among them."""
    span = (last - first).days
    steps = min(span, MOST - 1)
    return (
        [first + timedelta(days=round(span * step / steps)) for step in range(steps + 1)] if steps else [last]
    )


def _even(progress: Progress, day: date) -> Decimal | None:
    campaign = progress.campaign
    target = campaign.target
    if target is None or campaign.ends_on is None:
        return None
    whole = (campaign.ends_on - campaign.starts_on).days + 1
    return (target * ((day - campaign.starts_on).days + 1) / whole).quantize(Decimal("0.01"))
