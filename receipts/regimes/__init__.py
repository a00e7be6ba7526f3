"""What the law of a country wants on a receipt. The United States first."""

from receipts.regimes.regime import Claim, Regime
from receipts.regimes.us import UNITED_STATES

__all__ = ["UNITED_STATES", "Claim", "Regime"]
