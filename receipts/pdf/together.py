"""Many papers in one file, to be printed: each on pages of its own, counted from one."""

from collections.abc import Iterable

from core.paper.document import Document
from core.paper.file import write_file
from core.paper.letterhead import LANGUAGES, Letterhead
from core.paper.text import clean
from receipts.pdf.cover import draw_cover
from receipts.pdf.paper import Cover, Paper, StatementPaper
from receipts.pdf.receipt import draw_receipt
from receipts.pdf.statement import PRODUCER, draw_statement

Printed = Cover | Paper | StatementPaper


def render_together(papers: Iterable[tuple[Printed, Letterhead]], title: str) -> bytes:
    """Papers one after the other in one file of the same standards, to be printed and posted.

    Each is a section with its own letterhead and language.

    Raises: BadPicture; ValueError for no paper at all.
    """
    document: Document | None = None
    for paper, letterhead in papers:
        if document is None:
            document = Document(LANGUAGES[paper.language], clean(title, 200), PRODUCER, paper.issued_at)
        whole = document.root
        document.root = whole.add("Sect", f"/Lang({LANGUAGES[paper.language]})")
        match paper:
            case Paper():
                draw_receipt(document, paper, letterhead)
            case StatementPaper():
                draw_statement(document, paper, letterhead)
            case Cover():
                draw_cover(document, paper, letterhead)
        document.root = whole
    if document is None:
        raise ValueError("no paper to print")
    return write_file(document)
