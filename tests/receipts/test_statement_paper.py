"""The summary's paper keeps the standards, runs over pages, and prints together with others."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from receipts.pdf import render_statement, render_together
from tests.receipts.papers import LETTERHEAD
from tests.receipts.summaries import LONG, SUMMARY, VARIED_SUMMARIES, words
from tests.receipts.verapdf import broken_rules


def page_count(content: bytes) -> int:
    return len(pikepdf.open(io.BytesIO(content)).pages)


def test_varied_summaries_keep_both_standards(tmp_path: Path) -> None:
    files = []
    for name, paper in VARIED_SUMMARIES.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(render_statement(paper, LETTERHEAD))
    files.append(tmp_path / "together.pdf")
    together = [(paper, LETTERHEAD) for paper in VARIED_SUMMARIES.values()]
    files[-1].write_bytes(render_together(together, "For posting"))

    assert broken_rules(files) == {file.name: {"2a": "", "ua1": ""} for file in files}


def test_equal_words_give_equal_bytes() -> None:
    assert render_statement(SUMMARY, LETTERHEAD) == render_statement(SUMMARY, LETTERHEAD)


@pytest.mark.parametrize(
    ("title", "total"),
    [
        ("Resumen de sus donaciones de 2025", "$780.00"),
        ("Resumen de sus donaciones de 2024", "$1,234,567.00"),
        ("Summary of your gifts in 2025", "$12,345,678.90"),
    ],
)
def test_what_must_be_set_smaller_is_not_cut_short(title: str, total: str) -> None:
    content = render_statement(replace(VARIED_SUMMARIES["spanish"], title=title, total=total), LETTERHEAD)
    assert title in words(content)
    assert total in words(content).split("Fecha")[0]


def test_a_year_of_monthly_gifts_fits_on_one_page() -> None:
    assert page_count(render_statement(SUMMARY, LETTERHEAD)) == 1


def test_many_gifts_run_over_pages_whose_heads_say_what_they_continue() -> None:
    content = render_statement(LONG, LETTERHEAD)
    assert page_count(content) == 4
    second = words(content, 2)
    assert "S-2025-000417, continued" in second
    assert "Goods or services" in second
    assert all(f"R-2025-{number:06d}" in words(content) for number in range(1, 91))


def test_the_address_stands_in_the_window_and_nothing_else_does() -> None:
    """A no. 10 window is 4.5 by 1.125 inches, 0.875 from the left, 0.5 from the bottom of 4.125.

    A sheet folded in three has half an inch of play in it: seen is 2.05 to 3.6 inches from its top.
    """
    content = render_statement(SUMMARY, LETTERHEAD)
    box = ["-x", "63", "-y", "147", "-W", "324", "-H", "113", "-f", "1", "-l", "1"]
    command = ["pdftotext", *box, "-", "-"]
    seen = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode().split()
    assert seen == " ".join(SUMMARY.payer_lines).split()


def test_together_each_begins_a_page_of_its_own_and_counts_from_one() -> None:
    spanish = VARIED_SUMMARIES["spanish"]
    content = render_together([(LONG, LETTERHEAD), (spanish, LETTERHEAD), (SUMMARY, LETTERHEAD)], "All")
    assert page_count(content) == 6
    assert "Page 4 of 4" in words(content, 4)
    assert "Página 1 de 1" in words(content, 5)
    assert "continued" not in words(content, 6)
    assert "Page 1 of 1" in words(content, 6)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        languages = [str(part.Lang) for part in pdf.Root.StructTreeRoot.K.K]
    assert languages == ["en-US", "es-US", "en-US"]


def test_nothing_to_print_is_no_file() -> None:
    with pytest.raises(ValueError, match="no paper"):
        render_together([], "None")
