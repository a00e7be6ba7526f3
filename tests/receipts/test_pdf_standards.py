"""The file keeps PDF/A-2a and PDF/UA-1; veraPDF judges where it is installed, the rest is always checked."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from receipts.pdf import Paper, render
from tests.receipts.kinds import FORTY, head_of
from tests.receipts.papers import LETTERHEAD, PAPER, SPANISH, VARIED, paper_of
from tests.receipts.reading import picture_of
from tests.receipts.verapdf import broken_rules

ROOT = Path(__file__).parents[2]


def save(folder: Path, name: str, paper: Paper) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(render(paper, LETTERHEAD))
    return path


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forty")
    files = {name: folder / f"{name}.pdf" for name in FORTY}
    for name, file in files.items():
        file.write_bytes(render(FORTY[name], head_of(name)))
    return files


def opened(folder: Path, paper: Paper) -> pikepdf.Pdf:
    return pikepdf.open(save(folder, "paper", paper))


def tags(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The element and all below it, in reading order."""
    yield element
    kids: pikepdf.Object = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from tags(kid)


def test_forty_papers_keep_both_standards(forty: dict[str, Path]) -> None:
    wanted = {f"{name}.pdf": {"3a" if name.endswith("-data") else "2a": "", "ua1": ""} for name in FORTY}

    assert len(FORTY) >= 40
    assert broken_rules(list(forty.values())) == wanted


def test_forty_papers_are_sound_to_qpdf(forty: dict[str, Path]) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf not installed")
    for file in forty.values():
        done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert (done.returncode, "WARNING" in done.stderr) == (0, False), file.name + done.stderr


def test_the_code_is_read_back_from_each_page_that_has_one(forty: dict[str, Path], tmp_path: Path) -> None:
    for name in ("dinner", "vehicle-void", "canada", "annual", "in-arabic", "spanish-copy", "long"):
        pages = len(pikepdf.open(forty[name]).pages)
        picture = picture_of(forty[name].read_bytes(), tmp_path, "-gray", page=pages)
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
        assert [code.text for code in found] == [PAPER.check_url], name


def drop_nothing(pdf: pikepdf.Pdf) -> None:
    assert "/StructTreeRoot" in pdf.Root


def drop_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def drop_picture_text(pdf: pikepdf.Pdf) -> None:
    figure = next(tag for tag in tags(pdf.Root.StructTreeRoot.K) if tag.S == "/Figure")
    del figure["/Alt"]


def drop_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def drop_character_map(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Resources.Font.F0["/ToUnicode"]


def drop_marks(pdf: pikepdf.Pdf) -> None:
    kept = [
        part
        for part in pikepdf.parse_content_stream(pdf.pages[0])
        if str(part.operator) not in ("BDC", "BMC", "EMC")
    ]
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def test_a_file_with_a_tag_less_is_refused(tmp_path: Path) -> None:
    damages: list[Callable[[pikepdf.Pdf], None]] = [
        drop_nothing,
        drop_structure,
        drop_picture_text,
        drop_language,
        drop_character_map,
        drop_marks,
    ]
    files = []
    for damage in damages:
        with opened(tmp_path, PAPER) as pdf:
            damage(pdf)
            files.append(tmp_path / f"{damage.__name__}.pdf")
            pdf.save(files[-1])

    kept = {name: not any(broken.values()) for name, broken in broken_rules(files).items()}

    assert kept == {f"{damage.__name__}.pdf": damage is drop_nothing for damage in damages}


def test_the_same_paper_gives_the_same_bytes_in_another_process_without_django() -> None:
    program = (
        "import sys, hashlib\n"
        "from receipts.pdf import render\n"
        "from tests.receipts.kinds import FORTY, head_of\n"
        "print([hashlib.sha256(render(paper, head_of(name))).hexdigest() for name, paper in FORTY.items()])\n"
        "print('django' in sys.modules)"
    )
    run = [sys.executable, "-c", program]

    first, second = (
        subprocess.run(run, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    )

    assert first == second
    assert first.endswith(b"\nFalse\n")


def test_bytes_do_not_depend_on_what_was_printed_before() -> None:
    before = render(PAPER, LETTERHEAD)
    for paper in VARIED.values():
        render(paper, LETTERHEAD)

    assert render(PAPER, LETTERHEAD) == before


def test_the_catalog_names_language_title_and_standards(tmp_path: Path) -> None:
    with opened(tmp_path, SPANISH) as pdf:
        metadata = pdf.open_metadata()
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("es-US", True)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert metadata["dc:title"] == "Recibo de donación SH-2026-000417"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.docinfo.CreationDate) == "D:20260314150926+00'00'"
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_the_name_of_the_donor_is_in_no_metadata(tmp_path: Path) -> None:
    with opened(tmp_path, PAPER) as pdf:
        assert b"Whitfield" not in pdf.Root.Metadata.read_bytes()
        assert "Whitfield" not in str(pdf.docinfo)


def test_the_structure_reads_title_gifts_and_pictures_in_order(tmp_path: Path) -> None:
    with opened(tmp_path, PAPER) as pdf:
        order = [str(tag.S) for tag in tags(pdf.Root.StructTreeRoot.K)]
        figures = [str(tag.Alt) for tag in tags(pdf.Root.StructTreeRoot.K) if tag.S == "/Figure"]

    assert [tag for tag in order if tag != "/P"] == [
        "/Document", "/Figure", "/H1", "/Table", "/TR", "/TH", "/TH", "/TH", "/TH",
        "/TR", "/TD", "/TD", "/TD", "/TD", "/TR", "/TH", "/TD", "/Figure", "/Figure",
    ]  # fmt: skip
    assert figures == [
        "Logo of Safe Harbor International, Inc.",
        "Signature of Margaret O'Neill",
        "QR code of the page that checks this receipt",
    ]


def test_a_table_over_pages_is_one_table_with_one_row_for_each_gift(tmp_path: Path) -> None:
    with opened(tmp_path, paper_of(60)) as pdf:
        found = list(tags(pdf.Root.StructTreeRoot.K))
        assert len(pdf.pages) == 3
        assert [str(tag.S) for tag in found].count("/Table") == 1
        assert [str(tag.S) for tag in found].count("/TR") == 62


def test_nothing_in_the_file_leads_out_of_it(tmp_path: Path) -> None:
    for paper in VARIED.values():
        with opened(tmp_path, paper) as pdf:
            text = "".join(repr(item) for item in pdf.objects)
        for way in (
            "/URI",
            "/Launch",
            "/EmbeddedFile",
            "/JavaScript",
            "/JS",
            "/GoToR",
            "/AA",
            "/OpenAction",
            "/Annots",
        ):
            assert way not in text


def test_every_font_is_embedded_in_part_and_says_which_characters_it_draws(tmp_path: Path) -> None:
    with opened(tmp_path, VARIED["names"]) as pdf:
        fonts = dict(pdf.pages[0].Resources.Font.items())
        assert len(fonts) > 8
        for font in fonts.values():
            assert str(font.BaseFont)[7] == "+"
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert b"beginbfchar" in font.ToUnicode.read_bytes()


def test_a_receipt_stays_small() -> None:
    assert len(render(PAPER, LETTERHEAD)) < 60_000
    assert len(render(paper_of(60), LETTERHEAD)) < 75_000


def test_a_new_moment_of_issue_is_another_file() -> None:
    later = replace(PAPER, issued_at=PAPER.issued_at.replace(second=27))

    assert render(later, LETTERHEAD) != render(PAPER, LETTERHEAD)


@pytest.mark.parametrize("name", VARIED)
def test_streams_end_on_a_line_of_their_own(name: str) -> None:
    data = render(VARIED[name], LETTERHEAD)

    assert data.count(b"\nendstream\nendobj\n") == data.count(b"endstream")
