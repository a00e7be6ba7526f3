"""CPU time of one receipt, against the floor of the same text drawn by a plain, untagged reportlab canvas.

    python -m benchmarks.receipt_pdf

Every receipt has its own number, donor, address, amounts and code; no cache has seen these. The floor
draws the same strings in Helvetica, which it does not embed, and has no tags, profile, code or pictures.
"""

import io
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from reportlab.pdfgen.canvas import Canvas

from receipts.pdf import LABELS, Letterhead, Paper, PaperLine, render

ROUNDS, PER_ROUND = 7, 100
SURNAMES = ("Abara", "Baptiste", "Castellanos", "Dufour", "Fontaine", "Gutiérrez", "Haddad", "Iwasaki")

LETTERHEAD = Letterhead(
    legal_name="Safe Harbor International, Inc.",
    address_lines=("PO Box 1180", "Tampa, Florida 33601"),
    tax_number="12-3456789",
    phone="(813) 555-0142",
    email="giving@safeharbor.example",
    website="safeharbor.example",
    signatory_name="Margaret O'Neill",
    signatory_title="Director of Finance",
)


def paper_of(number: int, lines: int) -> Paper:
    """A receipt unlike all others."""
    scattered = number * 7919 % 1_000_003
    amounts = [f"${scattered % 997 + line}.00" for line in range(lines)]
    gifts = (
        PaperLine("Mar 3, 2026", "Gift for Spring Lights", "Safe housing", amount, "") for amount in amounts
    )
    return Paper(
        language="en",
        kind_title="Donation receipt",
        number=f"SH-2026-{number:06d}",
        issued_on="March 14, 2026",
        issued_at=datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC),
        payer_lines=(
            f"{SURNAMES[number % 8]} family {scattered}",
            f"{scattered % 9973} Bayshore Boulevard",
            f"Tampa, FL {scattered % 99_999:05d}",
        ),
        lines=tuple(gifts),
        total=f"${scattered:,}.00",
        statements=("No goods or services were provided in exchange for this contribution.",),
        note="Thank you for standing with people who rebuild their lives.",
        check_url=f"https://give.safeharbor.example/check/{scattered * 999_999_999_989 % 10**20:020d}/",
        check_code=f"{scattered:06d}-{number:06d}",
        mark="",
        replaces="",
        labels=LABELS["en"],
    )


def ours(paper: Paper) -> bytes:
    """Tagged, archival, with its code."""
    return render(paper, LETTERHEAD)


def floor(paper: Paper) -> bytes:
    """The same strings and nothing else."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792), pageCompression=1)
    head, labels = LETTERHEAD, paper.labels
    texts = [
        head.legal_name,
        *head.address_lines,
        head.phone,
        head.email,
        head.website,
        f"EIN {head.tax_number}",
    ]
    texts += [paper.kind_title, labels.number, paper.number, labels.issued, paper.issued_on, labels.payer]
    texts += [*paper.payer_lines, labels.headline, paper.total, labels.date, labels.description, labels.fund]
    texts += [labels.amount]
    for line in paper.lines:
        texts += [line.given_on, line.description, line.fund, line.amount]
    texts += [
        labels.total,
        paper.total,
        *paper.statements,
        paper.note,
        head.signatory_name,
        head.signatory_title,
    ]
    texts += [labels.check, paper.check_url, labels.check_code, paper.check_code, "Page 1 of 1", paper.number]
    for position, text in enumerate(texts):
        canvas.setFont("Helvetica", 9.6)
        canvas.drawString(54, 770 - position * 9, text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def cpu_ms(draw: Callable[[Paper], bytes], lines: int) -> float:
    """Median of the rounds, in CPU milliseconds for one paper."""
    for number in range(300):
        draw(paper_of(900_000 + number, lines))
    rounds = []
    for start in range(0, ROUNDS * PER_ROUND, PER_ROUND):
        papers = [paper_of(start + number, lines) for number in range(PER_ROUND)]
        began = time.process_time()
        for paper in papers:
            draw(paper)
        rounds.append((time.process_time() - began) / PER_ROUND * 1000)
    return statistics.median(rounds)


def main() -> None:
    """Prints the table."""
    print(f"{'lines':>5} {'ours ms':>8} {'a second':>9} {'floor ms':>9} {'ours / floor':>13} {'bytes':>7}")
    for lines in (1, 10):
        mine, least = cpu_ms(ours, lines), cpu_ms(floor, lines)
        size = len(ours(paper_of(1, lines)))
        print(f"{lines:>5} {mine:>8.2f} {1000 / mine:>9.0f} {least:>9.2f} {mine / least:>13.2f} {size:>7}")


if __name__ == "__main__":
    main()
