"""A file of volunteers: new people come in, known ones stay as they are, and nobody is cleared by it."""

import pytest

from accounts.models import Role
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.mapping import proposed
from donors.actions.imports.opening import Choice, open_import, read_with
from donors.actions.imports.reading import read_import
from donors.kinds import KINDS
from donors.models import Import
from tests.accounts.makers import browser_of, make_staff
from tests.donors.imports.files import fresh, problems, undone, upload_of, verdicts
from tests.factories import MOMENT, make_organisation, make_user
from tests.volunteers.makers import make_program, make_volunteer
from volunteers.models import Clearance, Volunteer

pytestmark = pytest.mark.django_db
FILE = """\
First name,Last name,Email,Phone,Language,Interests,Cleared
Rosa,Lind,Rosa@Example.org,518-555-0101,Spanish,Evenings; Garden,yes
Ivo,Brandt,ivo@example.org,,,,yes
"""


@pytest.fixture(autouse=True)
def _programs() -> None:
    make_organisation()
    make_program(name="Evenings")
    make_program(name="Garden")


def looked_at(content: str) -> Import:
    by = make_user(Role.COORDINATOR)
    run = open_import(upload=upload_of(content), kind="volunteers", by=by, now=MOMENT)
    if run.state == Import.State.MAPPING:
        choice = Choice(proposed(KINDS["volunteers"], run.header), "old-list", False)
        read_with(import_id=run.pk, choice=choice, by=by, now=MOMENT)
    read_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def written(content: str) -> Import:
    run = looked_at(content)
    start_applying(import_id=run.pk, by=make_user(Role.COORDINATOR), now=MOMENT)
    apply_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def test_new_people_come_in_with_their_interests_and_without_any_clearance() -> None:
    run = written(FILE)
    assert verdicts(run) == ["new", "new"]
    rosa = Volunteer.objects.get(email="rosa@example.org")
    assert (rosa.name, rosa.phone, rosa.language) == ("Rosa Lind", "518-555-0101", "es")
    assert sorted(rosa.interests.values_list("name", flat=True)) == ["Evenings", "Garden"]
    assert not Clearance.objects.exists()
    page = browser_of(make_staff(Role.COORDINATOR)).get("/desk/volunteers/").content.decode()
    assert "Rosa Lind" in page


def test_known_people_stay_as_they_are_and_the_same_file_again_changes_nothing() -> None:
    known = make_volunteer(name="Ivo B.", email="ivo@example.org")
    assert verdicts(written(FILE)) == ["new", "same"]
    known.refresh_from_db()
    assert known.name == "Ivo B."
    assert verdicts(looked_at(FILE)) == ["same", "same"]


def test_undoing_takes_away_who_did_nothing_since() -> None:
    run = written(FILE)
    Volunteer.objects.get(email="ivo@example.org").away.create(from_on=MOMENT.date(), until_on=MOMENT.date())
    run = undone(run)
    assert (run.counts["undone"], run.counts["kept"]) == (1, 1)
    assert list(Volunteer.objects.values_list("email", flat=True)) == ["ivo@example.org"]


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("Rosa,Lind,,,,,", ("email", "email_missing")),
        (",,rosa@example.org,,,,", ("name", "person_nameless")),
        ("Rosa,Lind,rosa@example.org,,,Flying,", ("interests", "program_unknown")),
    ],
)
def test_what_cannot_be_written_is_refused(row: str, refused: tuple[str, str]) -> None:
    run = looked_at(f"{FILE.splitlines()[0]}\n{row}\n")
    assert [(field, code) for _row, field, code in problems(run)] == [refused]
