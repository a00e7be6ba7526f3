"""Whether the papers of this house prove themselves, as the doctor asks."""

from datetime import datetime

from accounts.models import Regime
from accounts.organisation import the_organisation
from core.clock import legal_day
from receipts.regimes.limits import limits_of
from receipts.signing import is_on


def papers_stand(now: datetime) -> tuple[str, str]:
    """Return what is so with the papers, and the remedy where something can be done."""
    if not is_on():
        return (
            "Receipts are not signed: nobody can tell ours from a forgery by the file alone.",
            "Set RECEIPT_SIGNING_KEYS to 32 random bytes in base64; papers of before are signed, too.",
        )
    organisation = the_organisation()
    year = legal_day(now, organisation.zone).year
    if organisation.regime == Regime.UNITED_STATES and limits_of(year) is None:
        return (
            f"Receipts are signed. The limits of {year} for small benefits are unknown, so all are told.",
            "",
        )
    return "Receipts are signed.", ""
