"""Two records become one, and two again."""

from donors.actions.merging.fold import FOLD_AGAIN, LIMIT, SecondPersonNeeded, fold_again, merge_donors
from donors.actions.merging.refusals import MergeRefused
from donors.actions.merging.requests import (
    approve_request,
    ask_to_merge,
    ask_to_undo,
    decline_request,
    withdraw_request,
)
from donors.actions.merging.unfold import UNFOLD_AGAIN, undo_merge, unfold_again

__all__ = [
    "FOLD_AGAIN",
    "LIMIT",
    "UNFOLD_AGAIN",
    "MergeRefused",
    "SecondPersonNeeded",
    "approve_request",
    "ask_to_merge",
    "ask_to_undo",
    "decline_request",
    "fold_again",
    "merge_donors",
    "undo_merge",
    "unfold_again",
    "withdraw_request",
]
