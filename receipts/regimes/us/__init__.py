"""The rules of the United States. Not legal advice; each rule names its source."""

from receipts.regimes.regime import Regime
from receipts.regimes.us.claims import claim, together
from receipts.regimes.us.titles import other_titles
from receipts.regimes.us.wording import SENTENCES, titles

__all__ = ["UNITED_STATES"]

# a summary is optional and gathers what the acknowledgments said: IRS Publication 1771 (read 2026-11);
# thanks for a grant are numbered apart, so that the series of receipts holds nothing that is not one
UNITED_STATES = Regime(
    code="US",
    claim=claim,
    together=together,
    sentences=SENTENCES,
    titles=titles,
    summary=("not_a_receipt", "tax_exempt", "goods_by_line"),
    series={"": "R", "thank_you_only": "T"},
    other_titles=other_titles,
)
