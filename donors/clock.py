"""What waits for donors' records."""

from datetime import datetime

from donors.actions.merging import FOLD_AGAIN, fold_again
from jobs.registry import handles


@handles(FOLD_AGAIN)
def fold_stragglers(about: str, now: datetime) -> None:
    """Finish a merge with what came in while it ran."""
    fold_again(merge_id=int(about))
