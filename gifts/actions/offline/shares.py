"""How a gift is shared among funds: parts in cents or percent, resolved so that they sum to it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from core.money import CENT, ZERO
from gifts.actions.offline.typed import OfflineRefused

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Part:
    """What a fund gets: a fixed amount, a percentage of the whole gift, or (neither said) the rest."""

    fund_id: int
    amount: Decimal | None = None
    percent: Decimal | None = None

    @property
    def is_rest(self) -> bool:
        """Whether it gets what the others leave."""
        return self.amount is None and self.percent is None


def split(whole: Decimal, parts: Sequence[Part]) -> tuple[tuple[int, Decimal], ...]:
    """Return what each fund gets, in the order of the parts; together exactly the gift.

    Cents that percentages leave over go to the parts that lost most by rounding, the earlier first. A part
    of less than a cent gets nothing and is left out.

    Raises: OfflineRefused where the parts are not the whole gift.
    """
    if not parts:
        raise OfflineRefused(_("Please say which fund it is for."))
    if len({part.fund_id for part in parts}) < len(parts):
        raise OfflineRefused(_("One fund stands there twice."))
    if sum(part.is_rest for part in parts) > 1:
        raise OfflineRefused(_("Please say the part of each fund; one of them may have the rest."))
    fixed = sum((part.amount for part in parts if part.amount is not None), ZERO)
    wanted = [whole * part.percent / HUNDRED for part in parts if part.percent is not None]
    has_rest = any(part.is_rest for part in parts)
    if (has_rest and fixed + sum(wanted) >= whole) or (not has_rest and fixed + sum(wanted) != whole):
        raise OfflineRefused(_("The parts of the funds are not the whole gift."))
    resolved = iter(_in_cents(wanted, None if has_rest else whole - fixed))
    given = [
        part.amount if part.amount is not None else next(resolved) if part.percent is not None else ZERO
        for part in parts
    ]
    rest = whole - sum(given, ZERO)
    shares = [(part.fund_id, rest if part.is_rest else got) for part, got in zip(parts, given, strict=True)]
    return tuple((fund_id, got) for fund_id, got in shares if got > ZERO)


def _in_cents(wanted: Sequence[Decimal], total: Decimal | None) -> list[Decimal]:
    """Round parts down to cents; where they must come to a total, hand the missing cents out."""
    cents = [part.quantize(CENT, ROUND_DOWN) for part in wanted]
    if total is None or not cents:
        return cents
    missing = int((total - sum(cents, ZERO)) / CENT)
    by_loss = sorted(range(len(cents)), key=lambda place: (cents[place] - wanted[place], place))
    for place in by_loss[:missing]:
        cents[place] += CENT
    return cents
