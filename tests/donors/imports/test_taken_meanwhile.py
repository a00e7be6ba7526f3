"""What somebody took, changed or ended between the look at a file, its writing and its undoing."""

from datetime import timedelta

import pytest

from accounts.models import Role
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.clearing import cancel_import
from donors.actions.imports.opening import ImportRefused, open_import
from donors.actions.imports.undoing import ask_to_undo, undo_import
from donors.models import Donor, ExternalId, Import, OtherEmail
from tests.donors.imports.files import MARIA, applied, fresh, looked_at, text_of, upload_of
from tests.donors.imports.test_import import state
from tests.donors.imports.test_rules import row
from tests.factories import MOMENT, make_donor, make_user

pytestmark = pytest.mark.django_db


def numbered(number: str, *, email: str, name: str = "Maria Lopez") -> Donor:
    """A donor whom a file knows by the other program's number."""
    donor = make_donor(name=name)
    Donor.objects.filter(pk=donor.pk).update(email=email)
    ExternalId.objects.create(donor=donor, source="crm", key=number)
    return donor


def written(run: Import) -> Import:
    start_applying(import_id=run.pk, by=make_user(), now=MOMENT)
    apply_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def test_a_row_whose_address_somebody_took_since_the_look_is_left_alone() -> None:
    maria = numbered("C-1", email="")
    james = numbered("C-2", email="old@example.org", name="James")
    rows = [row(contact_id="C-1", email="maria@example.org"), row(contact_id="C-2", phone="518-555-0100")]
    run = looked_at(text_of(rows))
    make_donor(name="Another Maria", email="maria@example.org")
    run = written(run)
    assert (run.state, run.counts["stale"], run.counts["done"]) == ("applied", 1, 1)
    assert (Donor.objects.get(pk=maria.pk).email, Donor.objects.get(pk=james.pk).phone) == (
        "",
        "518-555-0100",
    )


def test_a_row_whose_address_became_another_s_further_one_is_left_alone() -> None:
    maria = numbered("C-1", email="")
    run = looked_at(text_of([row(contact_id="C-1", email="maria@example.org")]))
    OtherEmail.objects.create(donor=make_donor(), email="maria@example.org")
    run = written(run)
    assert (run.state, run.counts["stale"]) == ("applied", 1)
    assert Donor.objects.get(pk=maria.pk).email == ""


def test_an_address_that_somebody_took_since_is_not_taken_back() -> None:
    maria = numbered("C-1", email="old@example.org")
    james = numbered("C-2", email="james@example.org", name="James")
    run = applied(
        text_of([row(contact_id="C-1", email="new@example.org"), row(contact_id="C-2", phone="518-555-0100")])
    )
    make_donor(name="Somebody new", email="old@example.org")
    ask_to_undo(import_id=run.pk, by=make_user(), now=MOMENT)
    undo_import(import_id=run.pk, now=MOMENT)
    run = fresh(run)
    assert (run.state, run.counts["kept"], run.counts["undone"]) == ("undone", 1, 1)
    assert Donor.objects.get(pk=maria.pk).email == "new@example.org"
    assert Donor.objects.get(pk=james.pk).phone == ""


def test_more_rows_than_one_person_may_undo_wait_for_a_second_when_the_work_begins() -> None:
    """Rows may become free between the question and the work: they are counted where they are undone."""
    run = applied(
        text_of([row(first_name=f"Ann {n}", last_name="Lee", email=f"a{n}@example.org") for n in range(21)])
    )
    held = Donor.objects.order_by("pk").first()
    assert held is not None
    Donor.objects.filter(pk=held.pk).update(phone="518-555-0100")
    before = state()
    by = make_user()
    ask_to_undo(import_id=run.pk, by=by, now=MOMENT)
    assert fresh(run).state == "undoing"
    Donor.objects.filter(pk=held.pk).update(phone="")
    undo_import(import_id=run.pk, now=MOMENT)
    run = fresh(run)
    assert (run.state, run.undone_by, run.undo_asked_by) == ("applied", None, by)
    assert len(state()["donors_donor"]) == len(before["donors_donor"])
    ask_to_undo(import_id=run.pk, by=make_user(), now=MOMENT + timedelta(minutes=1))
    undo_import(import_id=run.pk, now=MOMENT + timedelta(minutes=1))
    assert (fresh(run).state, Donor.objects.count()) == ("undone", 0)


def test_the_names_of_columns_and_of_the_file_tell_of_nobody() -> None:
    """A file whose first row is a person and no header is not kept."""
    told = text_of([MARIA], ("Ana", "our client Rosa", "12 Elm Street", *MARIA[4:], ""))
    with pytest.raises(ImportRefused, match="does not name the columns"):
        open_import(upload=upload_of(told), kind="donors", by=make_user(Role.FUNDRAISER), now=MOMENT)
    run = open_import(
        upload=upload_of(text_of([MARIA]), "our client Rosa case 12345.csv"),
        kind="donors",
        by=make_user(Role.FUNDRAISER),
        now=MOMENT,
    )
    assert run.file_name == "file.csv"


def test_what_is_written_is_not_given_up_and_no_file_comes_in_by_who_does_not_work_with_it() -> None:
    run = applied(text_of([MARIA]))
    with pytest.raises(ImportRefused, match="can be undone instead"):
        cancel_import(import_id=run.pk, by=make_user(), now=MOMENT)
    assert run.lines.exists()
    with pytest.raises(ImportRefused, match="do not work with"):
        open_import(
            upload=upload_of(text_of([MARIA])), kind="donors", by=make_user(Role.COORDINATOR), now=MOMENT
        )
