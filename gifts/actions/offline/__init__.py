"""Gifts that did not come through a page of ours: entered, put right and taken out by hand."""

from gifts.actions.offline.correct import Correction, Facts, Purpose, correct_gift, purpose_of
from gifts.actions.offline.promised import check_pledge
from gifts.actions.offline.record import record_gift, record_gifts
from gifts.actions.offline.reverse import Cause, reverse_gift, reverse_gifts
from gifts.actions.offline.shares import Part, split
from gifts.actions.offline.typed import (
    Days,
    OfflineGift,
    OfflineRefused,
    Party,
    TypedBenefit,
    TypedCredit,
    TypedThing,
    days_of,
)

__all__ = [
    "Cause",
    "Correction",
    "Days",
    "Facts",
    "OfflineGift",
    "OfflineRefused",
    "Part",
    "Party",
    "Purpose",
    "TypedBenefit",
    "TypedCredit",
    "TypedThing",
    "check_pledge",
    "correct_gift",
    "days_of",
    "purpose_of",
    "record_gift",
    "record_gifts",
    "reverse_gift",
    "reverse_gifts",
    "split",
]
