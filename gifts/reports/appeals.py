"""What each appeal of a campaign brought, against what it cost."""

from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Appeal, Campaign
from core.money import ZERO
from gifts.reports.figures.kept import Sums
from gifts.reports.figures.tables import by_appeal


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

    Two queries, however many gifts and appeals. A gift carries its appeal, so figures follow corrections.
    """
    found = by_appeal(campaign.pk)
    appeals: list[Appeal | None] = [*campaign.appeals.all(), None]
    results = [_result(appeal, found) for appeal in appeals]
    known = [result for result in results if result.appeal or result.gifts]
    return sorted(known, key=lambda result: -result.raised)


def _result(appeal: Appeal | None, found: dict[int | None, Sums]) -> AppealResult:
    sums = found.get(appeal.pk if appeal else None, Sums())
    return AppealResult(appeal=appeal, gifts=sums.count, raised=sums.money)
