"""What staff type of a batch: what it is, and its rows."""

from gifts.forms.batches.ending import DepositForm, PostForm, UndoForm
from gifts.forms.batches.heading import HeadingSheet
from gifts.forms.batches.row import RowForm

__all__ = ["DepositForm", "HeadingSheet", "PostForm", "RowForm", "UndoForm"]
