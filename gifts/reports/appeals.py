"""What each appeal of a campaign brought, against what it cost."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from campaigns.models import Appeal, Campaign
from core.money import ZERO
from gifts.models import Gift, LedgerLine


@dataclass(frozen=True)
class AppealResult:
    """An ask and what came of it; `appeal` None: gifts of people who came without a code."""

    appeal: Appeal | None
    gifts: int
    raised: Decimal

    @property
    def per_dollar(self) -> Decimal | None:
        """What one unit of cost brought; None where nothing was spent."""
        cost = self.appeal.cost if self.appeal else ZERO
        return (self.raised / cost).quantize(Decimal("0.1")) if cost else None


def results_of(campaign: Campaign) -> list[AppealResult]:
    """Return a campaign's appeals, the most fruitful first; what stands of their gifts, fees not taken off.

    Three queries, however many appeals. A gift carries its appeal, so figures follow corrections at once.
    """
    lines = LedgerLine.objects.filter(gift__campaign=campaign).order_by()
    raised = dict(lines.values_list("gift__appeal").annotate(Sum("amount")))
    gifts = Gift.objects.filter(campaign=campaign).arrived().order_by()
    counted = dict(gifts.values_list("appeal").annotate(Count("pk")))
    appeals: list[Appeal | None] = [*campaign.appeals.all(), None]
    results = [_result(appeal, counted, raised) for appeal in appeals]
    known = [result for result in results if result.appeal or result.gifts]
    return sorted(known, key=lambda result: -result.raised)


def _result(
    appeal: Appeal | None, counted: dict[int | None, int], raised: dict[int | None, Decimal]
) -> AppealResult:
    key = appeal.pk if appeal else None
    return AppealResult(appeal=appeal, gifts=counted.get(key, 0), raised=raised.get(key, ZERO))
