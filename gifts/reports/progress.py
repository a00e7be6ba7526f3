"""How far campaigns are: by kept totals, with what the campaigns below them brought, each gift once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from campaigns.models import Campaign, GoalKind
from core.money import ZERO

# the money and the counts of each campaign with all below it; donors of several of them once
READ = """
    WITH RECURSIVE tree (top, id) AS (
        SELECT id, id FROM campaigns_campaign WHERE id = ANY (%(wanted)s)
        UNION
        SELECT tree.top, child.id FROM campaigns_campaign AS child JOIN tree ON child.parent_id = tree.id
    ), summed AS (
        SELECT tree.top, COUNT(DISTINCT tree.id) AS size, COALESCE(SUM(raised), 0) AS raised,
            COALESCE(SUM(donors), 0) AS donors, COALESCE(SUM(monthly), 0) AS monthly,
            COALESCE(SUM(goods), 0) AS goods
        FROM tree LEFT JOIN gifts_campaigntotal AS total ON total.campaign_id = tree.id GROUP BY tree.top
    )
    SELECT summed.top, summed.raised,
        CASE WHEN summed.size > 1 AND campaign.goal_kind = 'donors' THEN (
            SELECT COUNT(DISTINCT donor_number) FROM gifts_campaigngiver AS giver
            JOIN tree ON tree.id = giver.campaign_id WHERE tree.top = summed.top AND giver.raised > 0
        ) ELSE summed.donors END, summed.monthly, summed.goods
    FROM summed JOIN campaigns_campaign AS campaign ON campaign.id = summed.top
"""
UNDER = """
    WITH RECURSIVE tree (id) AS (
        SELECT %s::bigint
        UNION
        SELECT child.id FROM campaigns_campaign AS child JOIN tree ON child.parent_id = tree.id
    ) SELECT id FROM tree
"""


@dataclass(frozen=True)
class Progress:
    """What stands of a campaign's gifts and of those below it; refunds, disputes and returns are taken off.

    `donors` counts a person of several campaigns of the tree once where the goal is counted in donors.
    """

    campaign: Campaign
    raised: Decimal
    donors: int
    monthly: int
    goods: int

    @property
    def is_money(self) -> bool:
        """Whether the goal is counted in money, or there is none."""
        return self.campaign.goal_kind == GoalKind.MONEY or self.campaign.target is None

    @property
    def count(self) -> int:
        """What a goal that is not money counts."""
        counts = {
            GoalKind.DONORS: self.donors,
            GoalKind.MONTHLY: self.monthly,
            GoalKind.GOODS: self.goods,
        }
        return counts.get(GoalKind(self.campaign.goal_kind), 0)

    @property
    def reached(self) -> Decimal:
        """How far it is, in what the goal is counted in."""
        return self.raised if self.is_money else Decimal(self.count)

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        target = self.campaign.target
        return target is not None and self.reached >= target

    @property
    def percent(self) -> int | None:
        """How far, in whole percents; None without a goal."""
        target = self.campaign.target
        return int(self.reached * 100 / target) if target else None


def progress_of(campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """Return how far each campaign is, by its id. One query of a few rows, however many gifts there are."""
    wanted = {campaign.pk: campaign for campaign in campaigns}
    with connection.cursor() as cursor:
        cursor.execute(READ, {"wanted": list(wanted)})
        found = {
            top: Progress(wanted[top], raised, int(donors), int(monthly), int(goods))
            for top, raised, donors, monthly, goods in cursor.fetchall()
        }
    return {pk: found.get(pk) or Progress(wanted[pk], ZERO, 0, 0, 0) for pk in wanted}


def tree_of(campaign_id: int) -> list[int]:
    """Return a campaign's id and those of all below it."""
    with connection.cursor() as cursor:
        cursor.execute(UNDER, [campaign_id])
        return [row[0] for row in cursor.fetchall()]
