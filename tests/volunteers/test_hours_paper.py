"""Papers about hours: what they say, what they never name, and that they keep both standards."""

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.test import Client

from accounts.models import Role
from core.paper.letterhead import WORDS, Letterhead
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.receipts.papers import LETTERHEAD, NAMES
from tests.receipts.verapdf import broken_rules
from tests.volunteers.attending import HOUR, attended, corrected, entry, seat, today
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_role,
    make_shift,
    make_site,
    make_volunteer,
)
from tests.volunteers.pages import somebody
from volunteers.models import Site
from volunteers.papers import Wanted, hours_paper
from volunteers.pdf import HoursLine, HoursPaper, render_certificate, render_letter
from volunteers.pdf.labels import LABELS

Render = Callable[[HoursPaper, Letterhead], bytes]
ISSUED_AT = datetime(2026, 12, 31, 15, 9, 26, tzinfo=UTC)
OWN = "/volunteer/hours/paper/"
YEAR = {"from_on": "2026-01-01", "until_on": "2026-12-31"}

PAPER = HoursPaper(
    language="en",
    name="Rosa Lind",
    from_on="Jan 1, 2026",
    until_on="Dec 31, 2026",
    total="42 h 30 min",
    lines=tuple(HoursLine(f"Month {n}", LABELS["en"].scheduled, "3 h 30 min") for n in range(12)),
    issued_on="Dec 31, 2026",
    issued_at=ISSUED_AT,
)
VARIED = {
    "plain": PAPER,
    "spanish": replace(PAPER, language="es"),
    "long": replace(PAPER, name="N" * 900, lines=PAPER.lines * 9),
    "empty": replace(PAPER, name="", lines=()),
    "hostile": replace(PAPER, name="<b>x</b>\x00\u202etxt.exe\ud800"),
    **{script: replace(PAPER, name=name) for script, name in NAMES.items()},
}


def text_of(content: bytes, folder: Path) -> str:
    (folder / "paper.pdf").write_bytes(content)
    command = ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_letters_and_certificates_keep_both_standards(tmp_path: Path) -> None:
    files = []
    for name, paper in VARIED.items():
        for kind, render in (("letter", render_letter), ("certificate", render_certificate)):
            files.append(tmp_path / f"{kind}-{name}.pdf")
            files[-1].write_bytes(render(paper, LETTERHEAD))

    assert broken_rules(files) == {file.name: {"2a": "", "ua1": ""} for file in files}


@pytest.mark.parametrize("render", [render_letter, render_certificate])
@pytest.mark.parametrize("name", VARIED)
def test_the_file_says_its_language_and_maker_and_names_nobody(name: str, render: Render) -> None:
    paper = VARIED[name]
    with pikepdf.open(io.BytesIO(render(paper, LETTERHEAD))) as pdf:
        assert str(pdf.Root.Lang) == ("es-US" if paper.language == "es" else "en-US")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Producer) == "Safe Harbor"
        assert not paper.name or paper.name not in str(pdf.docinfo.Title)


@pytest.mark.parametrize("script", ["greek", "cyrillic", "vietnamese", "georgian", "chinese", "arabic"])
def test_a_name_of_any_script_is_copied_as_it_was_written(script: str, tmp_path: Path) -> None:
    for render in (render_letter, render_certificate):
        assert NAMES[script] in " ".join(text_of(render(VARIED[script], LETTERHEAD), tmp_path).split())


def test_the_same_paper_is_the_same_bytes_in_another_process_without_django() -> None:
    program = (
        "import sys, hashlib\n"
        "from datetime import UTC, datetime\n"
        "from core.paper.letterhead import Letterhead\n"
        "from volunteers.pdf import HoursLine, HoursPaper, render_certificate, render_letter\n"
        "head = Letterhead('Harbor', (), '', '', '', '', 'Ana Reyes', 'Director')\n"
        "paper = HoursPaper('en', 'Rosa', 'a', 'b', '3 h', (HoursLine('May', 'x', '3 h'),), 'c',"
        " datetime(2026, 1, 1, tzinfo=UTC))\n"
        "draws = (render_certificate, render_letter)\n"
        "print([hashlib.sha256(draw(paper, head)).hexdigest() for draw in draws])\n"
        "print('django' in sys.modules)"
    )
    run = [sys.executable, "-c", program]

    first, second = (
        subprocess.run(
            run, cwd=Path(__file__).parents[2], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    )

    assert first == second
    assert first.endswith(b"\nFalse\n")


def test_a_spanish_paper_has_no_english_word_of_ours(tmp_path: Path) -> None:
    for render in (render_letter, render_certificate):
        said = text_of(render(VARIED["spanish"], LETTERHEAD), tmp_path)
        for word in (LABELS["en"].letter, LABELS["en"].hours, LABELS["en"].certifies, "Page", "Volunteer "):
            assert word not in said.replace("Volunteer service, scheduled", "")
    assert set(LABELS) == set(WORDS)


def test_a_letter_over_pages_repeats_the_head_of_its_table(tmp_path: Path) -> None:
    said = text_of(render_letter(VARIED["long"], LETTERHEAD), tmp_path).split("\f")

    assert len(said) > 3
    assert all(f"Page {number} of {len(said) - 1}" in page for number, page in enumerate(said[:-1], 1))
    assert "Confirmation of volunteer service, continued" in said[1]


@pytest.mark.django_db
def test_a_letter_says_what_counts_by_month_and_names_no_program_role_or_place(tmp_path: Path) -> None:
    make_organisation()
    role = make_role(make_program(name="Shelter"), name="Night lead")
    hidden = make_site(Site.Kind.CONFIDENTIAL, label="House One")
    one = seat(make_shift(role, site=hidden), "Rosa Lind")
    shift_hours = attended(one, SHIFT_START, SHIFT_START + 3 * HOUR)
    corrected(shift_hours, -30)
    reported = entry(one.volunteer, role.program, date(2026, 11, 2), 60, state="approved")
    corrected(reported, 15)
    entry(one.volunteer, role.program, date(2026, 11, 3), 600)
    entry(one.volunteer, role.program, date(2025, 11, 3), 600, state="approved")
    wanted = Wanted("letter", date(2026, 1, 1), date(2026, 12, 31), "en")

    letter = text_of(hours_paper(one.volunteer, wanted, ISSUED_AT), tmp_path)
    others = (replace(wanted, paper="certificate"), replace(wanted, language="es"))
    certificate, spanish = (text_of(hours_paper(one.volunteer, each, ISSUED_AT), tmp_path) for each in others)

    rows = [" ".join(line.split()) for line in letter.splitlines()]
    assert "November 2026 Volunteer service, reported and approved 1 h 15 min" in rows
    assert "December 2026 Volunteer service, scheduled 2 h 30 min" in rows
    assert "Total 3 h 45 min" in rows
    assert "noviembre de 2026" in spanish.lower() or "noviembre 2026" in spanish.lower()
    for said in (letter, certificate, spanish):
        assert "Rosa Lind" in said
        assert "3 h 45 min" in said
        for word in ("Shelter", "Night", "House One", "10 h"):
            assert word not in said
    for said in (letter, certificate):
        assert "Dec 31, 2026" in said
        assert "Ana Reyes" in said


@pytest.mark.django_db
def test_a_volunteer_gets_their_own_paper_and_a_coordinator_anybody_s() -> None:
    make_organisation()
    program = make_program()
    rosa, wim = somebody(program), make_volunteer(name="Wim Adler")
    ana = make_volunteer(name="Ana Bo", language="es")
    for volunteer in (rosa.volunteer, wim, ana):
        entry(volunteer, program, today(), 90, state="approved")
    span = {"from_on": f"{today() - timedelta(days=3)}", "until_on": f"{today()}"}
    desk = browser_of(make_staff(Role.COORDINATOR))

    for browser, path in ((rosa.browser, OWN), (desk, f"/desk/volunteers/{wim.pk}/paper/")):
        for paper in ("letter", "certificate"):
            answer = browser.get(path, {**span, "paper": paper})
            assert answer.headers["Content-Type"] == "application/pdf"
            assert "no-store" in answer.headers["Cache-Control"]
            assert answer.content.startswith(b"%PDF")
    spanish = desk.get(f"/desk/volunteers/{ana.pk}/paper/", {**span, "paper": "letter"})
    with pikepdf.open(io.BytesIO(spanish.content)) as pdf:
        assert str(pdf.Root.Lang) == "es-US"
    assert rosa.browser.get(f"/desk/volunteers/{wim.pk}/paper/", span).status_code == 404
    assert desk.get("/desk/volunteers/999999/paper/", span).status_code == 404
    assert "/accounts/sign-in/" in Client().get(OWN, span).headers["Location"]


@pytest.mark.django_db
def test_without_hours_or_with_days_in_disorder_there_is_a_sentence_and_no_paper() -> None:
    make_organisation()
    rosa = somebody(make_program())

    def said(**query: str) -> str:
        answer = rosa.browser.get(OWN, {**YEAR, "paper": "letter", **query}, follow=True)
        assert answer.headers["Content-Type"].startswith("text/html")
        return answer.content.decode()

    assert "No approved hours on these days yet" in said()
    assert "cannot come before the first" in said(until_on="2025-01-01")
    assert "valid date" in said(from_on="x")
