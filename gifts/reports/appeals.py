"""What each appeal of a campaign brought, against what it cost and how many it reached."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from campaigns.models import Appeal, Campaign, CampaignCost
from core.money import CENT, ZERO
from gifts.reports.figures.tables import by_appeal
from gifts.reports.progress import tree_of

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Return:
    """Gifts that arrived, what stands of them, and what was spent to bring them."""

    gifts: int
    raised: Decimal
    cost: Decimal

    @property
    def net(self) -> Decimal:
        """What is left after the cost."""
        return self.raised - self.cost

    @property
    def per_dollar(self) -> Decimal | None:
        """What one unit of cost brought; None where nothing was spent."""
        return (self.raised / self.cost).quantize(TENTH) if self.cost else None

    @property
    def cost_per_dollar(self) -> Decimal | None:
        """What it cost to raise one unit; None where nothing was spent, or nothing stands."""
        return (self.cost / self.raised).quantize(CENT) if self.cost and self.raised > 0 else None


@dataclass(frozen=True)
class AppealResult(Return):
    """An ask and what came of it; `appeal` None: gifts of people who came without a code."""

    appeal: Appeal | None = None

    @property
    def response(self) -> Decimal | None:
        """Gifts for each hundred that it reached; None where nobody counted those."""
        reached = self.appeal.sent_count if self.appeal else None
        return (Decimal(100) * self.gifts / reached).quantize(TENTH) if reached else None


@dataclass(frozen=True)
class Results:
    """A campaign's appeals, the most fruitful first, with those of the campaigns below it."""

    appeals: tuple[AppealResult, ...]
    other_cost: Decimal

    @property
    def whole(self) -> Return:
        """All of it, with the costs that belong to no one appeal."""
        return Return(
            gifts=sum(each.gifts for each in self.appeals),
            raised=sum((each.raised for each in self.appeals), ZERO),
            cost=sum((each.cost for each in self.appeals), self.other_cost),
        )


def results_of(campaign: Campaign) -> Results:
    """Return what a campaign and those below it brought; what stands of the gifts, fees not taken off.

    Four queries, however many appeals and gifts. A gift carries its appeal, so figures follow corrections at
    once.
    """
    tree = tree_of(campaign.pk)
    brought = {appeal: (sums.count, sums.money) for appeal, sums in by_appeal(tree).items()}
    appeals = list(Appeal.objects.filter(campaign__in=tree).select_related("campaign"))
    known = {appeal.pk for appeal in appeals}
    results = [_result(appeal, brought.get(appeal.pk)) for appeal in appeals]
    # an appeal of a campaign outside the tree, whose gift was moved here since, is told with those without
    rest = [each for appeal, each in brought.items() if appeal not in known]
    if rest:
        gifts, raised = sum(count for count, _sum in rest), sum((each for _count, each in rest), ZERO)
        results.append(AppealResult(gifts=gifts, raised=raised, cost=ZERO))
    other = CampaignCost.objects.filter(campaign__in=tree).aggregate(sum=Sum("amount"))["sum"]
    return Results(tuple(sorted(results, key=lambda result: -result.raised)), other or ZERO)


def _result(appeal: Appeal, brought: tuple[int, Decimal] | None) -> AppealResult:
    gifts, raised = brought or (0, ZERO)
    return AppealResult(gifts=gifts, raised=raised, cost=appeal.cost, appeal=appeal)
