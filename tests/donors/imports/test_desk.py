"""Imports on the desk: a file is brought, its columns named, its rows looked at, written, undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Role
from donors.actions.imports.applying import apply_import
from donors.actions.imports.reading import read_import
from donors.actions.imports.undoing import undo_import
from donors.models import Donor, Import, ImportRow
from tests.accounts.makers import browser_of, make_staff
from tests.donors.imports.files import JAMES, MARIA, applied, fresh, looked_at, text_of, verdicts
from tests.factories import MOMENT, make_donor, make_gift, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def brought(desk: Client, content: str, *, kind: str = "donors", name: str = "people.csv") -> str:
    """Upload a file; return where the answer leads, or the page."""
    file = SimpleUploadedFile(name, content.encode())
    answer = desk.post("/desk/imports/new/", {"file": file, "kind": kind})
    return answer.get("Location") or answer.content.decode()


def test_a_file_goes_its_whole_way(desk: Client) -> None:
    make_donor(name="Maria L.", email="maria@example.org")
    where = brought(desk, text_of([MARIA, JAMES, ("C-9", "", "", *[""] * 7)]))
    run = Import.objects.get()
    assert where == f"/desk/imports/{run.pk}/columns/"
    page = desk.get(where).content.decode()
    assert "maria@example.org" in page
    columns = {f"column_{place}": name for name, place in _proposed(run).items()}
    answer = desk.post(where, {**columns, "source": "CRM"})
    assert answer["Location"] == f"/desk/imports/{run.pk}/"
    at_work = desk.get(f"/desk/imports/{run.pk}/")
    assert at_work["Refresh"] == "3"
    assert "Refresh" not in desk.get(f"/desk/imports/{run.pk}/?still=1")
    read_import(import_id=run.pk, now=MOMENT)
    page = desk.get(f"/desk/imports/{run.pk}/").content.decode()
    assert "<del>Maria L.</del>" in page
    assert "<ins>Maria Lopez</ins>" in page
    assert "A new donor needs a name." in page
    assert "Write 2 rows" in page
    desk.post(f"/desk/imports/{run.pk}/apply/")
    apply_import(import_id=run.pk, now=MOMENT)
    assert set(Donor.objects.values_list("name", flat=True)) == {"Maria Lopez", "James Okafor"}
    page = desk.get(f"/desk/imports/{run.pk}/undo/").content.decode()
    assert "Undo 2 rows" in page
    desk.post(f"/desk/imports/{run.pk}/undo/")
    undo_import(import_id=run.pk, now=MOMENT)
    assert list(Donor.objects.values_list("name", flat=True)) == ["Maria L."]
    assert "Undone" in desk.get(f"/desk/imports/{run.pk}/").content.decode()


def _proposed(run: Import) -> dict[str, int]:
    from_names = dict(zip(run.header, range(len(run.header)), strict=True))
    return {
        "external_id": from_names["Contact ID"],
        "first_name": 1,
        "last_name": 2,
        "email": from_names["Email"],
    }


def test_the_next_file_with_the_same_columns_is_read_without_asking(desk: Client) -> None:
    looked_at(text_of([MARIA]))
    where = brought(desk, text_of([JAMES]))
    run = Import.objects.latest("pk")
    assert where == f"/desk/imports/{run.pk}/"
    assert (run.state, run.source) == ("reading", "crm")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("PK\x03\x04 workbook", "Open it in its program and save the sheet as CSV"),
        ("", "empty"),
        ("Name,Email\n", "no row below them"),
        ("maria@example.org,Maria\nb@example.org,Ben\n", "does not name the columns"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(desk: Client, content: str, sentence: str) -> None:
    assert sentence in brought(desk, content)
    assert not Import.objects.exists()


def test_refused_rows_leave_as_a_file_with_their_reasons(desk: Client) -> None:
    run = looked_at(text_of([MARIA, ("C-9", "", "", *[""] * 7), ("C-8", "=1+1", *[""] * 8)]))
    page = f"/desk/imports/{run.pk}/refused/"
    assert desk.post(page, {}).status_code == 302
    answer = desk.post(page, {"reason": "to mend them"})
    lines = b"".join(answer).decode().splitlines()
    assert len(lines) == 3
    assert lines[0].endswith('"Why it was refused"')
    assert "A new donor needs a name." in lines[1]
    assert "'=1+1" in lines[2]
    assert AuditEntry.objects.get(verb="import.refused_exported").reason == "to mend them"


def test_a_row_that_may_be_somebody_is_said_to_be_them(desk: Client) -> None:
    known = make_donor(name="María López", email="old@example.org")
    Donor.objects.filter(pk=known.pk).update(phone="(518) 555 0101")
    run = looked_at(text_of([MARIA, JAMES]))
    assert verdicts(run) == ["maybe", "new"]
    page = desk.get(f"/desk/imports/{run.pk}/rows/2/").content.decode()
    assert f"María López · old@example.org · #{known.pk}" in page
    desk.post(f"/desk/imports/{run.pk}/rows/2/", {"who": str(known.pk)})
    assert verdicts(run) == ["changed", "new"]
    assert fresh(run).counts == {"changed": 1, "new": 1}
    desk.post(f"/desk/imports/{run.pk}/rows/2/", {"who": "skip"})
    assert verdicts(run) == ["left_out", "new"]
    desk.post(f"/desk/imports/{run.pk}/rows/2/", {"who": "999999"})
    assert verdicts(run) == ["left_out", "new"]


def test_all_that_may_be_somebody_can_be_new_at_once(desk: Client) -> None:
    known = make_donor(name="Maria Lopez", email="old@example.org")
    Donor.objects.filter(pk=known.pk).update(phone="518-555-0101")
    run = looked_at(text_of([MARIA]))
    desk.post(f"/desk/imports/{run.pk}/doubts/", {"all": "new"})
    assert verdicts(run) == ["new"]


def test_many_rows_want_two_people_to_undo_them(desk: Client) -> None:
    rows = [(f"C-{n}", "Ann", f"Donor {n}", f"ann{n}@example.org", *[""] * 6) for n in range(21)]
    run = applied(text_of(rows))
    assert "want a second person" in desk.get(f"/desk/imports/{run.pk}/undo/").content.decode()
    for _again in range(2):
        desk.post(f"/desk/imports/{run.pk}/undo/")
        assert fresh(run).state == "applied"
    other = browser_of(make_staff(Role.FINANCE))
    assert "asked for this" in other.get(f"/desk/imports/{run.pk}/undo/").content.decode()
    other.post(f"/desk/imports/{run.pk}/undo/")
    assert fresh(run).state == "undoing"
    undo_import(import_id=run.pk, now=MOMENT)
    assert Donor.objects.count() == 0


def test_whoever_gave_since_stays_and_is_listed(desk: Client) -> None:
    run = applied(text_of([MARIA, JAMES]))
    make_gift(Donor.objects.get(name="Maria Lopez"))
    page = desk.get(f"/desk/imports/{run.pk}/undo/").content.decode()
    assert "Undo 1 row, leave the others" in page
    assert "Maria Lopez" in page
    assert ImportRow.objects.filter(outcome="kept").count() == 0, "looking changes nothing"
    desk.post(f"/desk/imports/{run.pk}/undo/")
    undo_import(import_id=run.pk, now=MOMENT)
    assert list(Donor.objects.values_list("name", flat=True)) == ["Maria Lopez"]
    assert fresh(run).counts["kept"] == 1


def test_a_file_can_be_given_up_and_leaves_nothing(desk: Client) -> None:
    run = looked_at(text_of([MARIA]))
    desk.post(f"/desk/imports/{run.pk}/cancel/")
    assert (fresh(run).state, run.lines.count(), run.parts.count()) == ("cancelled", 0, 0)
    desk.post(f"/desk/imports/{run.pk}/apply/")
    assert fresh(run).state == "cancelled"


def test_rows_are_paged_and_searched_with_as_many_questions_for_one_as_for_many(
    desk: Client,
) -> None:
    rows = [(f"C-{n}", "Ann", f"Donor {n:03}", f"ann{n}@example.org", *[""] * 6) for n in range(120)]
    one, many = looked_at(text_of(rows[:1])), looked_at(text_of(rows))
    asked = []
    for run in (one, many):
        with CaptureQueriesContext(connection) as questions:
            page = desk.get(f"/desk/imports/{run.pk}/?show=new").content.decode()
        asked.append(len(questions))
    assert asked[0] == asked[1]
    assert ("Donor 049" in page, "Donor 050" in page) == (True, False)
    page = desk.get(f"/desk/imports/{many.pk}/?show=new&from=52").content.decode()
    assert ("Donor 049" in page, "Donor 050" in page, "Donor 099" in page) == (False, True, True)
    page = desk.get(f"/desk/imports/{many.pk}/?show=new&until=52").content.decode()
    assert ("Donor 000" in page, "Donor 049" in page, "Donor 050" in page) == (True, True, False)
    page = desk.get(f"/desk/imports/{many.pk}/?q=donor+117").content.decode()
    assert ("Donor 117" in page, "Donor 116" in page) == (True, False)


def test_the_list_asks_as_much_for_one_import_as_for_three(desk: Client) -> None:
    asked = []
    for more in (1, 2):
        for _turn in range(more):
            looked_at(text_of([MARIA]))
        with CaptureQueriesContext(connection) as questions:
            desk.get("/desk/imports/")
        asked.append(len(questions))
    assert asked[0] == asked[1]


def test_a_coordinator_sees_no_file_of_donors(desk: Client) -> None:
    run = looked_at(text_of([MARIA]))
    other = browser_of(make_staff(Role.COORDINATOR))
    assert other.get(f"/desk/imports/{run.pk}/").status_code == 404
    assert "people.csv" not in other.get("/desk/imports/").content.decode()
    assert "Select a valid choice" in brought(other, text_of([MARIA]))
    assert "say below what is in it" in brought(other, text_of([MARIA]), kind="")
    assert Import.objects.count() == 1
