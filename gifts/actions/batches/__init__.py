"""Batches of gifts that came together: opened, typed, posted as a whole, taken back as a whole."""

from gifts.actions.batches.depositing import note_deposit
from gifts.actions.batches.heading import change_batch, discard_batch, open_batch
from gifts.actions.batches.posting import MAY_OVERRIDE, post_batch
from gifts.actions.batches.reading import parts_of, problems_of
from gifts.actions.batches.rows import add_row, change_row, remove_row
from gifts.actions.batches.typed import BatchRefused, Heading, TypedRow
from gifts.actions.batches.undoing import undo_batch, wants_another

__all__ = [
    "MAY_OVERRIDE",
    "BatchRefused",
    "Heading",
    "TypedRow",
    "add_row",
    "change_batch",
    "change_row",
    "discard_batch",
    "note_deposit",
    "open_batch",
    "parts_of",
    "post_batch",
    "problems_of",
    "remove_row",
    "undo_batch",
    "wants_another",
]
