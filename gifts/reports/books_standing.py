"""Whether the books agree with Stripe's and closed months are what they were, as the doctor asks."""

from datetime import datetime, timedelta

from gifts.models import ClosedPeriod, Comparison
from gifts.reports.journal.export import digest
from gifts.reports.journal.month import rows_of_closed
from gifts.reports.parity import meter

A_NIGHT_MISSED = timedelta(hours=36)
LOOKED_AT = 3  # closed months whose digests are counted again; older ones have no reason to change


def books_agree(now: datetime) -> tuple[str, str]:
    """Return what the last comparison with Stripe said, and the remedy where something is amiss."""
    stands = meter()
    if stands.unexplained:
        says = f"{stands.unexplained} unexplained differences of {stands.compared} compared."
        return says, "See the desk, Money, Differences."
    if stands.as_of is not None and now - stands.as_of > A_NIGHT_MISSED:
        since = f"{stands.as_of:%Y-%m-%d %H:%M}"
        return (
            f"The books were not compared with Stripe's since {since} UTC.",
            "See that `manage.py work` runs and that no job gifts.sweep is dead; `stripe_sweep` does it now.",
        )
    if not Comparison.objects.exists():
        return "No unexplained difference with Stripe; nothing was compared yet.", ""
    return f"No unexplained difference with Stripe, of {stands.compared} compared.", ""


def months_stand() -> tuple[str, str]:
    """Return whether closed months still are what was exported, and the remedy where one is not."""
    closed = ClosedPeriod.objects.filter(reopened_at=None).order_by("-begins_on")
    wrong = [period for period in closed[:LOOKED_AT] if digest(rows_of_closed(period)) != period.digest]
    if wrong:
        names = ", ".join(f"{period.begins_on:%Y-%m}" for period in wrong)
        return (
            f"The journal of {names} is not what was closed: somebody changed it behind the books' back.",
            "Restore gifts_journalrow from a backup of the closing day; nobody may write there by hand.",
        )
    return f"{closed.count()} months are closed, and the newest say what they said.", ""
