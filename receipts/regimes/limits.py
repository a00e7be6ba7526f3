"""The yearly limits under which a token or small benefit may be disregarded.

A year without its source is refused. Rev. Proc. 90-12 (as amplified by 92-49 and modified by 92-102) starts
from $5, $25 and $50; the IRS adjusts them for each taxable year. A year that is not here disregards
nothing: the donor is then told of every benefit, which is never wrong. Add a year only with figures read in
a source that is named.
"""

from dataclasses import dataclass
from decimal import Decimal


class UnsourcedYear(ValueError):
    """Limits of a year were given without saying where their figures come from."""


@dataclass(frozen=True)
class YearLimits:
    """One year's limits, of taxable years that begin in it.

    `item_cost`: what token items may cost us together, if the payment is at least `least_payment`. `cap`: the
    most that 2 % of a payment may let pass. `source` says where the figures were read. Raises: UnsourcedYear.
    """

    year: int
    item_cost: Decimal
    least_payment: Decimal
    cap: Decimal
    source: str

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise UnsourcedYear(f"{self.year}: where were these limits read?")


def _year(year: int, figures: str, source: str) -> YearLimits:
    item_cost, least_payment, cap = (Decimal(figure) for figure in figures.split())
    return YearLimits(year, item_cost, least_payment, cap, source)


# each read in November 2026; 2012, 2017 and 2026 are missing because no such source could be read
_TABLE = (
    _year(2011, "9.70 48.50 97.00", "Nolo, IRS Changes Thank-You Gift Rules, as of 2011"),
    _year(2013, "10.20 51.00 102.00", "Rev. Proc. 2012-41, in theministryblog.com/node/309"),
    _year(2014, "10.40 52.00 104.00", "Rev. Proc. 2013-35, in C. Teitell, New York Law Journal"),
    _year(2015, "10.50 52.50 105.00", "Blue & Co., 2015 Thresholds for Insubstantial Benefits"),
    _year(2016, "10.60 53.00 106.00", "Blue & Co., 2016 Thresholds for Insubstantial Benefits"),
    _year(2018, "10.90 54.50 109.00", "harmoncurran.com/2019-inflation-adjustments"),
    _year(2019, "11.10 55.50 111.00", "harmoncurran.com/2019-inflation-adjustments"),
    _year(2020, "11.20 56.00 112.00", "duganlopatka.com, Inflation-Adjusted Amounts for 2021"),
    _year(2021, "11.30 56.50 113.00", "duganlopatka.com, Inflation-Adjusted Amounts for 2021"),
    _year(2022, "11.70 58.50 117.00", "RSM US, Exempt organization inflation adjusted items for 2023"),
    _year(2023, "12.50 62.50 125.00", "Rev. Proc. 2022-38, in RSM US, items for 2023; clarknuber.com"),
    _year(2024, "13.20 66.00 132.00", "Rev. Proc. 2023-34, in RSM US, items for 2024; endowdevelop.com"),
    _year(2025, "13.60 68.00 136.00", "Rev. Proc. 2024-40, in RSM US, items for 2025; KPMG, 22 October 2024"),
)
LIMITS = {limits.year: limits for limits in _TABLE}


def limits_of(year: int) -> YearLimits | None:
    """Return the limits of a year, or None where nothing may be disregarded because none were sourced."""
    return LIMITS.get(year)
