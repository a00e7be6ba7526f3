"""The page as it looks: code, columns, repeated headers, fonts."""

import hashlib
import io
import random
import re
import string
from dataclasses import replace
from pathlib import Path

import pytest
import segno
import zxingcpp
from PIL import Image

from core.paper.faces import FILES, FONTS
from core.paper.qr import MASK, qr_modules, qr_samples
from receipts.pdf import LABELS, Paper, PaperLine, render
from tests.receipts.papers import LETTERHEAD, PAPER, SPANISH, paper_of
from tests.receipts.reading import picture_of, text_of


def pages_of(paper: Paper, folder: Path) -> list[str]:
    return text_of(render(paper, LETTERHEAD), folder).split("\f")[:-1]


def test_the_code_is_read_back_from_the_printed_page(tmp_path: Path) -> None:
    picture = picture_of(render(PAPER, LETTERHEAD), tmp_path, "-gray")
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))

    assert [code.text for code in found] == [PAPER.check_url]


def test_codes_are_those_of_a_plain_encoder() -> None:
    chance = random.Random(41)
    for length in (1, 12, 20, 40, 90):
        code = "".join(chance.choices(string.ascii_letters + string.digits + "-", k=length))
        address = f"https://give.safeharbor.example/check/{code}/"
        plain = segno.make_qr(address.encode(), error="m", mode="byte", mask=MASK, boost_error=False)
        bits = "".join(str(module & 1) for row in plain.matrix for module in row)
        assert qr_modules(address) == (len(plain.matrix), int(bits, 2))


def test_modules_of_a_code_are_eight_samples_wide_and_high_with_dark_as_zero() -> None:
    side, samples = qr_samples(PAPER.check_url)
    modules, bits = qr_modules(PAPER.check_url)
    image = Image.frombytes("1", (side, side), samples).resize((modules, modules), Image.Resampling.BOX)
    dark = "".join("0" if light else "1" for light in image.convert("L").tobytes())

    assert side == modules * 8
    assert int(dark, 2) == bits


@pytest.mark.parametrize("count", [1, 3, 19, 20, 21, 22, 23, 24, 25, 26, 60])
def test_every_gift_is_on_the_paper_and_every_page_says_its_number(count: int, tmp_path: Path) -> None:
    pages = pages_of(paper_of(count), tmp_path)
    whole = "\n".join(pages)

    assert [number for number in range(1, count + 1) if not re.search(rf"Gift {number}\b", whole)] == []
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page


def test_pages_that_continue_the_table_repeat_its_header_and_the_number(tmp_path: Path) -> None:
    _, second, _ = pages_of(paper_of(60), tmp_path)

    assert "Goods or services" in second
    assert "SH-2026-000417, continued" in second


def test_amounts_of_all_columns_that_hold_something_are_printed(tmp_path: Path) -> None:
    goods = replace(PAPER, total="", lines=(PaperLine("Mar 3, 2026", "12 winter coats", "", "", ""),))
    (page,) = pages_of(goods, tmp_path)

    assert "12 winter coats" in page
    assert "Amount" not in page
    assert "Fund" not in page


def test_twelve_benefits_of_a_gift_are_told_to_the_last_word(tmp_path: Path) -> None:
    each = [f"Prize {number:02}, {'as long as staff may type it ' * 4}"[:120] for number in range(1, 13)]
    benefit = "; ".join(f"{one}: $1,234.00" for one in each)
    line = PaperLine("Mar 3, 2026", "A " * 150, "Safe housing and a longer name", "$99,999.00", benefit)
    pages = pages_of(replace(PAPER, lines=(line,), statements=(f"In exchange: {benefit}.",)), tmp_path)
    whole = " ".join("".join(pages).split())

    assert len(benefit) > 1500
    assert "…" not in whole
    assert f"In exchange: {benefit}." in whole
    assert [one for one in each if whole.count(one.split(",")[0]) != 2] == []


def test_a_spanish_paper_has_no_english_word_of_ours(tmp_path: Path) -> None:
    page = "\n".join(pages_of(SPANISH, tmp_path))
    english, spanish = LABELS["en"], LABELS["es"]
    shared = {english.total}

    assert spanish.payer in page
    for word in {english.payer, english.number, english.issued, english.fund, english.amount} - shared:
        assert not re.search(rf"\b{word}\b", page)


def test_a_replacement_names_the_receipt_it_replaces(tmp_path: Path) -> None:
    (page,) = pages_of(replace(PAPER, replaces="SH-2026-000102"), tmp_path)

    assert "Replaces receipt SH-2026-000102" in page


def test_a_paper_without_a_check_address_has_no_code(tmp_path: Path) -> None:
    data = render(replace(PAPER, check_url="", check_code=""), LETTERHEAD)

    assert b"/Code " not in data


def test_a_letterhead_without_pictures_prints() -> None:
    data = render(PAPER, replace(LETTERHEAD, logo_png=None, signature_png=None))

    assert b"/Logo " not in data


def test_fonts_are_the_files_their_list_names() -> None:
    listed = dict(
        re.findall(r"^\| `([^`]+)\.ttf` .*`([0-9a-f]{64})` \|$", (FONTS / "README.md").read_text(), re.M)
    )
    found = {name: hashlib.sha256((FONTS / f"{name}.ttf").read_bytes()).hexdigest() for name in FILES}

    assert listed == found
    assert {path.stem for path in FONTS.glob("*.ttf")} == set(FILES)
