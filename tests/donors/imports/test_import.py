"""A file of donors: looked at, written, written again, taken back."""

import pytest
from django.db import connection

from donors.models import Address, Donor, ExternalId, Import, ImportRow
from tests.donors.imports.files import (
    HEADER,
    JAMES,
    MARIA,
    applied,
    fresh,
    looked_at,
    problems,
    text_of,
    undone,
    verdicts,
)
from tests.factories import MOMENT, make_donor

pytestmark = pytest.mark.django_db

TABLES = ("donors_donor", "donors_address", "donors_externalid", "letters_optout", "donors_consent")


def state() -> dict[str, list[str]]:
    """Every row of every table that an import may touch, as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY id")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def test_nothing_is_written_before_somebody_applied_it() -> None:
    before = state()
    run = looked_at(text_of([MARIA, JAMES]))
    assert verdicts(run) == ["new", "new"]
    assert (run.state, run.counts, run.rows) == ("ready", {"new": 2}, 2)
    assert state() == before


def test_a_new_donor_gets_all_that_the_file_says() -> None:
    applied(text_of([MARIA, JAMES]))
    maria = Donor.objects.get(email="maria@example.org")
    assert (maria.name, maria.phone, maria.kind, maria.created_at) == (
        "Maria Lopez",
        "518-555-0101",
        "person",
        MOMENT,
    )
    assert Address.objects.values_list(
        "line1", "city", "region", "postal_code", "country", "is_primary"
    ).get() == (*("PO Box 1", "Albany", "NY", "12201", "US", True),)
    assert ExternalId.objects.get(source="crm", key="C-1").donor == maria
    assert Donor.objects.get(name="James Okafor").no_post


def test_the_same_file_again_changes_nothing() -> None:
    applied(text_of([MARIA, JAMES, ("", "Only", "Name", "", "", "", "", "", "", "")]))
    before = state()
    run = looked_at(text_of([MARIA, JAMES, ("", "Only", "Name", "", "", "", "", "", "", "")]))
    assert verdicts(run) == ["same", "same", "same"]
    assert state() == before


def test_undoing_gives_the_previous_state_to_the_letter() -> None:
    known = make_donor(name="Maria L.", email="maria@example.org")
    Address.objects.create(donor=known, line1="Old Road 1", city="Troy", region="NY")
    make_donor(name="J. Okafor", email="james@example.org")
    before = state()
    more = text_of(
        [(*MARIA[:8], "12209", "yes"), JAMES, ("C-3", "Aisha", "Haddad", "", "518-555-0199", *[""] * 5)]
    )
    run = applied(more)
    assert verdicts(run) == ["changed", "changed", "new"]
    assert state() != before
    run = undone(run)
    assert (run.state, run.counts["undone"]) == ("undone", 3)
    assert state() == before


def test_what_differs_is_told_old_and_new() -> None:
    make_donor(name="Maria L.", email="maria@example.org")
    run = looked_at(text_of([MARIA]))
    row = ImportRow.objects.get(run=run)
    assert row.verdict == "changed"
    assert (row.before["name"], row.after["name"]) == ("Maria L.", "Maria Lopez")
    assert (row.before["external_id"], row.after["external_id"]) == (None, "C-1")
    assert "email" not in row.after


def test_rows_that_cannot_be_taken_are_refused_with_their_sentence() -> None:
    rows = [
        MARIA,
        (*JAMES[:3], "not an address", *JAMES[4:]),
        ("C-3", "=HYPERLINK(1)", "X", *[""] * 7),
        ("C-4", "", "", *[""] * 7),
        ("C-5", "Aisha", "", *[""] * 3, "Albany", "", "", ""),
        (*MARIA[:4], *[""] * 6),
        ("C-6", "Grace, one of our residents", "", *[""] * 7),
    ]
    run = looked_at(text_of(rows))
    assert problems(run) == [
        (3, "email", "email_shape"),
        (4, "first_name", "formula"),
        (5, "name", "name_missing"),
        (6, "line1", "street_missing"),
        (7, "external_id", "same_record"),
        (8, "first_name", "guard_person_served"),
    ]
    assert run.counts == {"new": 1, "refused": 6}
    assert "residents" not in str(list(ImportRow.objects.values()))
    assert Import.objects.get().header == list(HEADER)
    assert fresh(run).state == "ready"
