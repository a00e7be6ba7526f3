"""Summaries of a year to print in tests."""

import subprocess
from dataclasses import replace

from receipts.pdf import StatementPaper, StatementPaperLine
from tests.receipts.papers import HOSTILE, ISSUED_AT, NAMES


def line_of(number: int) -> StatementPaperLine:
    """A gift unlike the others."""
    return StatementPaperLine(
        given_on=f"Mar {number % 28 + 1}, 2025",
        fund="Safe housing" if number % 5 else "Where most needed, Education and career",
        receipt=f"R-2025-{number:06d}",
        goods="None" if number % 5 else "Worth $4.00",
        amount=f"${number * 10}.00",
    )


SUMMARY = StatementPaper(
    language="en",
    title="Summary of your gifts in 2025",
    number="S-2025-000417",
    issued_on="Jan 5, 2026",
    issued_at=ISSUED_AT,
    payer_lines=("Eleanor M. Whitfield", "1209 Bayshore Boulevard", "Apartment 4", "Tampa FL 33606"),
    lines=tuple(line_of(number) for number in range(1, 13)),
    count="12 gifts",
    total="$780.00",
    statements=(
        "This is a summary, not another receipt: each gift on it has the receipt whose number stands beside "
        "it, and counts once. Please keep it with them.",
        "Safe Harbor, Inc. is a tax-exempt organization under section 501(c)(3) of the Internal Revenue "
        "Code, EIN 12-3456789.",
        "Whether goods or services were provided in exchange stands beside each gift; where it says none, "
        "none were.",
    ),
    mark="",
    replaces="",
)
LONG = replace(
    SUMMARY, lines=tuple(line_of(number) for number in range(1, 91)), count="90 gifts", total="$40,950.00"
)
VARIED_SUMMARIES = {
    "one": replace(SUMMARY, lines=SUMMARY.lines[:1]),
    "twelve": SUMMARY,
    "long": LONG,
    "ended": replace(LONG, mark="VOID"),
    "second": replace(SUMMARY, number="S-2025-000417-2", replaces="S-2025-000417"),
    "spanish": replace(
        SUMMARY, language="es", title="Resumen de sus donaciones de 2025", count="12 donaciones"
    ),
    "names": replace(SUMMARY, payer_lines=tuple(NAMES.values())[:8]),
    "hostile": replace(SUMMARY, payer_lines=(HOSTILE, "N" * 3000), total="$" + "9" * 80),
    "empty": replace(SUMMARY, payer_lines=(), lines=(), total="", count="", statements=()),
}


def words(content: bytes, page: int = 0) -> str:
    """What `pdftotext` reads of a page, or of all."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    command = ["pdftotext", "-layout", *pages, "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
