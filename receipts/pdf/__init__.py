"""The papers of giving: values in, bytes of a PDF out. Knows no Django and no database."""

from core.paper.letterhead import Letterhead
from core.paper.pictures import BadPicture
from receipts.pdf.labels import VOLUNTEER_LABELS
from receipts.pdf.paper import LABELS, Cover, Labels, Paper, PaperLine, StatementPaper, StatementPaperLine
from receipts.pdf.receipt import render
from receipts.pdf.statement import render_statement
from receipts.pdf.together import render_together

__all__ = [
    "LABELS",
    "VOLUNTEER_LABELS",
    "BadPicture",
    "Cover",
    "Labels",
    "Letterhead",
    "Paper",
    "PaperLine",
    "StatementPaper",
    "StatementPaperLine",
    "render",
    "render_statement",
    "render_together",
]
