"""What the law of a country wants on a receipt. The United States first; Canada as the second, in full."""

from receipts.regimes.au import AUSTRALIA
from receipts.regimes.ca import CANADA
from receipts.regimes.gb import UNITED_KINGDOM
from receipts.regimes.regime import Claim, Contribution, Given, Regime, Said, Sentence, Thing
from receipts.regimes.us import UNITED_STATES

__all__ = [
    "AUSTRALIA",
    "CANADA",
    "UNITED_KINGDOM",
    "UNITED_STATES",
    "Claim",
    "Contribution",
    "Given",
    "Regime",
    "Said",
    "Sentence",
    "Thing",
    "UnknownRegime",
    "regime_named",
]

_REGIMES = {regime.code: regime for regime in (UNITED_STATES, CANADA, AUSTRALIA, UNITED_KINGDOM)}


class UnknownRegime(LookupError):
    """No rules are known under that code."""


def regime_named(code: str) -> Regime:
    """Return the rules of a country by its code. Raises: UnknownRegime."""
    if code not in _REGIMES:
        raise UnknownRegime(code)
    return _REGIMES[code]
