"""What is done with donors."""

from donors.actions.addresses import Postal, keep_address, remove_address
from donors.actions.claims import claim_donor
from donors.actions.doubles import look_for_doubles
from donors.actions.erasure import erase_donor
from donors.actions.merging import (
    MergeRefused,
    SecondPersonNeeded,
    approve_request,
    ask_to_merge,
    ask_to_undo,
    decline_request,
    merge_donors,
    undo_merge,
    withdraw_request,
)
from donors.actions.preferences import choose_contact, choose_letters
from donors.actions.records import move_to_address, note_details

__all__ = [
    "MergeRefused",
    "Postal",
    "SecondPersonNeeded",
    "approve_request",
    "ask_to_merge",
    "ask_to_undo",
    "choose_contact",
    "choose_letters",
    "claim_donor",
    "decline_request",
    "erase_donor",
    "keep_address",
    "look_for_doubles",
    "merge_donors",
    "move_to_address",
    "note_details",
    "remove_address",
    "undo_merge",
    "withdraw_request",
]
