"""Papers about gifts that are no receipts: values in, bytes of a PDF out. Knows no Django and no database."""

from gifts.pdf.card import Card, render_card

__all__ = ["Card", "render_card"]
