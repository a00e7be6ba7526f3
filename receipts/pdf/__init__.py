"""The paper of a receipt: values in, bytes of a PDF out. Knows no Django and no database."""

from core.paper.letterhead import Letterhead
from core.paper.pictures import BadPicture
from receipts.pdf.paper import LABELS, Labels, Paper, PaperLine
from receipts.pdf.receipt import render

__all__ = ["LABELS", "BadPicture", "Labels", "Letterhead", "Paper", "PaperLine", "render"]
