"""What is done with receipts."""

from receipts.actions.settle import settle

__all__ = ["settle"]
