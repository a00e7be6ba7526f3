"""What processing cost by month and kind, as a share of what was charged, and what donors covered of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, F, Q, Sum, Value, When
from django.db.models.functions import TruncMonth

from core.money import CENT, ZERO
from gifts.models import LedgerLine
from gifts.reports.monthly import midnight

Kind = LedgerLine.Kind
CARD, DEBIT, DISPUTES, OWN = "card", "debit", "disputes", "own"
KINDS = (CARD, DEBIT, DISPUTES, OWN)


@dataclass(frozen=True)
class Cost:
    """What a kind charged and cost in a month."""

    charged: Decimal = ZERO
    fees: Decimal = ZERO

    @property
    def rate(self) -> Decimal | None:
        """The fee as percent of what was charged."""
        return (self.fees * 100 / self.charged).quantize(CENT) if self.charged else None


@dataclass(frozen=True)
class Month:
    """A month's fees, and what donors added toward them."""

    first: date
    kinds: dict[str, Cost]
    covered: Decimal

    @property
    def whole(self) -> Cost:
        """All kinds together."""
        return Cost(
            sum((one.charged for one in self.kinds.values()), ZERO),
            sum((one.fees for one in self.kinds.values()), ZERO),
        )

    @property
    def cells(self) -> list[Cost]:
        """Each kind in its place."""
        return [self.kinds.get(kind, Cost()) for kind in KINDS]

    @property
    def borne(self) -> Decimal:
        """What was left to us."""
        return self.whole.fees - self.covered


def fees_by_month(*, since: date, until: date, zone: str) -> list[Month]:
    """Return the months between two days in which anything was charged or cost."""
    lines = LedgerLine.objects.exclude(txn_id=None).filter(
        occurred_at__gte=midnight(since, zone), occurred_at__lt=midnight(until + timedelta(days=1), zone)
    )
    kind = Case(
        When(kind=Kind.CHARGE, gift__method="us_bank_account", then=Value(DEBIT)),
        When(kind=Kind.CHARGE, then=Value(CARD)),
        When(kind__in=[Kind.DISPUTE, Kind.REVERSAL, Kind.REFUND], then=Value(DISPUTES)),
        default=Value(OWN),
        output_field=CharField(),
    )
    sums = (
        lines.exclude(kind__in=[Kind.PAYOUT, Kind.ADJUSTMENT])
        .annotate(month=TruncMonth("occurred_at", tzinfo=midnight(since, zone).tzinfo), of=kind)
        .order_by()
        .values("month", "of")
        .annotate(
            charged=Sum("amount", filter=Q(kind=Kind.CHARGE)),
            kept=Sum("fee"),
            own=Sum("amount", filter=Q(kind=Kind.FEE)),
            covered=Sum("gift__fee_cover", filter=Q(kind=Kind.CHARGE, amount=F("gift__amount"))),
        )
    )
    months: dict[date, dict[str, Cost]] = defaultdict(dict)
    covered: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for row in sums:
        first = row["month"].date()
        cost = (row["kept"] or ZERO) - (row["own"] or ZERO)
        months[first][row["of"]] = Cost(row["charged"] or ZERO, cost)
        covered[first] += row["covered"] or ZERO
    return [Month(first, months[first], covered[first]) for first in sorted(months)]
