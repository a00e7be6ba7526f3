"""What is printed is what was given, in any script, and nothing of it is obeyed."""

import random
import unicodedata
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from core.paper.direction import levels, visual_order
from core.paper.faces import OWN_FACES, face
from core.paper.shaping import PAIR_FEATURES, Run, shape, split_runs
from core.paper.text import PAIRED, clean, set_line, wrap
from receipts.pdf import BadPicture, render
from tests.receipts.papers import HOSTILE, LETTERHEAD, NAMES, PAPER, VARIED, png
from tests.receipts.reading import one_line, text_of


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script_can_be_copied_from_the_page(script: str, tmp_path: Path) -> None:
    data = render(replace(PAPER, payer_lines=(NAMES[script],)), LETTERHEAD)
    found = unicodedata.normalize("NFC", text_of(data, tmp_path))

    assert unicodedata.normalize("NFC", NAMES[script]) in found


@pytest.mark.parametrize("script", ["arabic", "hebrew"])
def test_a_name_that_runs_right_to_left_is_spoken_in_reading_order(script: str) -> None:
    line = set_line(NAMES[script], 0)

    assert line.spoken == NAMES[script]


def test_letters_of_a_right_to_left_name_stand_from_right_to_left() -> None:
    shown = set_line("שלום", 0).shown
    hebrew = face(next(run.face for run in split_runs("ש", 0)))
    first, last = (f"{hebrew.glyph_of[ord(letter)]:04X}" for letter in "שם")

    assert shown.index(last) < shown.index(first)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cohen (אב) 2", "Cohen (בא) 2"),  # both brackets go with the Latin text around them
        ("אב (Ltd.) 12", "12 (.Ltd) בא"),
        ("אב 12", "12 בא"),
        ("ab אב", "ab בא"),
    ],
)
def test_text_in_both_directions_stands_as_unicode_orders_it(text: str, shown: str) -> None:
    runs = [Run(0, letter, level) for letter, level in zip(text, levels(text), strict=True)]
    mirror = str.maketrans("()", ")(")
    seen = [run.text.translate(mirror) if run.level % 2 else run.text for run in visual_order(runs)]

    assert "".join(seen) == shown


def test_a_character_no_font_has_is_a_box_that_keeps_its_text() -> None:
    line = set_line("\U00012000", 0)

    assert f"{face(0).glyph_of[ord('□')]:04X}" in line.shown
    assert "/ActualText<feffd808dc00>" in line.shown


def test_a_family_of_emoji_is_one_glyph_that_keeps_its_text() -> None:
    line = set_line("👩‍👩‍👧", 0)

    assert "👩‍👩‍👧".encode("utf-16-be").hex() in line.shown
    assert len(line.rare) == 1


def test_common_text_is_set_as_whole_shaping_would_set_it() -> None:
    chance = random.Random(20260314)
    for number in range(600):
        text = "".join(chance.choices(PAIRED, k=chance.randint(1, 40)))
        wanted = number % OWN_FACES
        whole, line = shape(Run(wanted, text), PAIR_FEATURES), set_line(text, wanted)
        assert line.shown == f"/F{wanted} 1 Tf{whole.operators}"
        assert line.width == pytest.approx(whole.width)
        assert {glyph for glyph, _ in whole.glyphs} <= set(face(wanted).common)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\x1b[31m", "ab[31m"),
        ("a\u202etxt.exe\u2066\u200f", "atxt.exe"),
        (" two\n lines\t\u2028and\xa0more ", "two lines and more"),
        ("\ud800x", "x"),
        ("\ue000\ufffe\U0010ffff\ufdd0", "\ufffd" * 4),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 5000, "x" * 1999 + "…"),
    ],
)
def test_cleaning_keeps_what_can_be_printed(given: str, kept: str) -> None:
    assert clean(given) == kept


def test_markup_is_printed_as_it_was_typed(tmp_path: Path) -> None:
    data = render(replace(PAPER, note=HOSTILE), LETTERHEAD)

    assert HOSTILE in one_line(data, tmp_path)


def test_markup_opens_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    render(PAPER, LETTERHEAD)  # the fonts are read
    monkeypatch.setattr("builtins.open", None)
    monkeypatch.setattr("os.open", None)

    assert render(replace(PAPER, payer_lines=(HOSTILE,)), LETTERHEAD).startswith(b"%PDF")


def test_a_long_name_ends_in_an_ellipsis_and_keeps_its_lines() -> None:
    lines = wrap("N" * 5000, 0, 10_000, 3)

    assert len(lines) == 3
    assert max(line.width for line in lines) <= 10_000
    assert lines[-1].shown.endswith(f"{face(0).glyph_of[ord('…')]:04X}>]TJ")


def test_wrapped_lines_keep_the_space_between_their_words() -> None:
    first, second = wrap("alpha beta", 0, 3000, 2)

    assert first.width == pytest.approx(set_line("alpha ", 0).width)
    assert second.width == pytest.approx(set_line("beta", 0).width)


def test_an_address_breaks_after_a_slash() -> None:
    lines = wrap("https://give.safeharbor.example/check/K7QF3MXN9TRD2W8HPZ41/", 0, 20_000, 3)

    assert [line.width for line in lines] == [
        set_line("https://give.safeharbor.example/check/", 0).width,
        set_line("K7QF3MXN9TRD2W8HPZ41/", 0).width,
    ]


def test_random_text_never_stops_the_printing(tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(60):
        text = "".join(chr(chance.randrange(0x20, 0x11_0000)) for _ in range(30))
        text += "".join(chr(chance.randrange(0x300, 0x3100)) for _ in range(60))
        data = render(replace(PAPER, payer_lines=(text, text[::-1]), note=text), LETTERHEAD)
        (tmp_path / "paper.pdf").write_bytes(data)
        with pikepdf.open(tmp_path / "paper.pdf") as pdf:
            pikepdf.parse_content_stream(pdf.pages[0])


def test_a_picture_that_is_no_png_is_refused() -> None:
    with pytest.raises(BadPicture):
        render(PAPER, replace(LETTERHEAD, logo_png=b"GIF89a"))


def test_a_picture_cut_short_is_refused() -> None:
    with pytest.raises(BadPicture):
        render(PAPER, replace(LETTERHEAD, logo_png=png()[:80]))


def test_a_picture_too_large_to_print_is_refused() -> None:
    with pytest.raises(BadPicture):
        render(PAPER, replace(LETTERHEAD, logo_png=png(2100, 2000)))


def test_the_mark_is_a_word_that_is_read_and_a_water_mark_that_is_not(tmp_path: Path) -> None:
    (tmp_path / "void.pdf").write_bytes(render(VARIED["void"], LETTERHEAD))
    with pikepdf.open(tmp_path / "void.pdf") as pdf:
        content = pdf.pages[0].Contents.read_bytes()

    assert content.count(b"/Artifact<</Type/Pagination/Subtype/Watermark>>BDC") == 1
    assert "VOID\n" in text_of(render(VARIED["void"], LETTERHEAD), tmp_path)
