"""What came back for a gift: which benefits must be told, and which the law lets pass."""

from collections.abc import Sequence
from decimal import Decimal

from receipts.regimes.limits import YearLimits, limits_of
from receipts.regimes.regime import Contribution, Given

ZERO = Decimal("0.00")
MEMBERSHIP_UP_TO = Decimal("75.00")
SMALL_SHARE = Decimal("0.02")


def told_of(gift: Contribution) -> tuple[Given, ...]:
    """Return the benefits a paper must describe and value.

    Intangible religious benefits are never valued. Source: IRC 170(f)(8)(B); they exist only where the
    organisation is organised exclusively for religious purposes. The other exceptions are worded for
    payments, so they serve gifts of money alone. Source: Reg. 1.170A-13(f)(8)(i).
    """
    benefits = tuple(benefit for benefit in gift.benefits if benefit.kind != "religious")
    if gift.kind != "money":
        return benefits
    rest = tuple(benefit for benefit in benefits if not _is_small_membership(benefit, gift.paid))
    limits = limits_of(gift.given_on.year)
    return () if limits and _are_insubstantial(rest, gift.paid, limits) else rest


def worth(benefits: Sequence[Given]) -> Decimal:
    """Return the sum of the good-faith estimates."""
    return sum((benefit.value for benefit in benefits), ZERO)


def _is_small_membership(benefit: Given, paid: Decimal) -> bool:
    """Tell whether it is a privilege that comes with a yearly membership of at most $75.

    Who pays more gets the privileges of the $75 level free of count and is told of the rest.
    Source: Reg. 1.170A-13(f)(8)(i)(B) and (ii), example 1; ECFA, membership benefits.
    """
    if benefit.kind != "membership":
        return False
    return paid <= MEMBERSHIP_UP_TO or (
        benefit.sold_from is not None and benefit.sold_from <= MEMBERSHIP_UP_TO
    )


def _are_insubstantial(benefits: Sequence[Given], paid: Decimal, limits: YearLimits) -> bool:
    """Tell whether all that came back is small beside the payment, or nothing but token items.

    Either the fair value of all is at most 2 % of the payment and the year's cap; or all are low-cost items
    with our name or logo, cost us together at most the year's limit, and the payment reaches the year's
    minimum. Source: Rev. Proc. 90-12, sec. 3.01(2).
    """
    if worth(benefits) <= min(paid * SMALL_SHARE, limits.cap):
        return True
    costs = [benefit.cost for benefit in benefits if benefit.kind == "token" and benefit.cost is not None]
    return (
        len(costs) == len(benefits) and paid >= limits.least_payment and sum(costs, ZERO) <= limits.item_cost
    )
