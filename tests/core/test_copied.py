"""What the database writes as a file is what the list shows: defused, whole, of one moment, of any size."""

import csv
import io
import tracemalloc
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.db.models import Value
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry, Role
from accounts.views.exports import Table, send
from core.exports import DANGEROUS, ROWS_AT_ONCE, Cells, Copied, csv_text, defuse
from donors.models import Donor, Household
from gifts.models import Gift
from gifts.reports.exported import GIFT, gifts_as_file
from tests.accounts.makers import browser_of, make_staff
from tests.exporting import exported
from tests.factories import MOMENT, make_donor, make_gift, make_organisation
from tests.volunteers.makers import make_program, make_volunteer

pytestmark = pytest.mark.django_db
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=20)


def rows_of(copied: Copied) -> list[list[str]]:
    text = "".join(csv_text(list(copied.columns), copied.lines()))
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=6))
def test_the_database_defuses_as_we_do_and_gives_each_text_back(texts: list[str]) -> None:
    Household.objects.all().delete()
    Household.objects.bulk_create(Household(formal_greeting=text, informal_greeting=text) for text in texts)
    columns = {"said": "formal_greeting", "again": "informal_greeting"}
    found = rows_of(Copied(columns, Household.objects.order_by("pk")))
    assert found == [[defuse(text)] * 2 for text in texts]


@pytest.mark.parametrize("sign", DANGEROUS)
def test_no_sign_that_runs_leaves_at_the_beginning_of_a_cell(sign: str) -> None:
    for dressed in (f"{sign}1+1", f" {sign}1+1", f'"{sign}1+1', f"' {sign}1+1"):
        Household.objects.all().delete()
        Household.objects.create(formal_greeting=dressed, informal_greeting="–")
        (row,) = rows_of(Copied({"said": "formal_greeting"}, Household.objects.all()))
        assert row == [f"'{dressed}"]


def test_what_stands_after_a_refund_stays_a_number_and_what_is_unknown_is_empty() -> None:
    columns: Cells = {
        "owed": Value(Decimal("-5.00")),
        "spouse": "household__formal_greeting",
        "news": "wants_news",
    }
    make_donor(name="Ana")
    assert rows_of(Copied(columns, Donor.objects.all())) == [["-5.00", "", "no"]]


def test_a_filter_that_lets_nothing_through_leaves_the_header_alone() -> None:
    make_donor()
    copied = Copied({"name": "name"}, Donor.objects.none())
    assert list(csv_text(["name"], copied.lines())) == ['"name"\r\n']


def test_a_file_is_one_statement_however_many_rows_it_has() -> None:
    counts = []
    for _round in range(2):
        make_gift()
        with CaptureQueriesContext(connection) as queries:
            rows_of(gifts_as_file(Gift.objects.all()))
        counts.append(len(queries))
    assert counts == [3, 3]  # with the savepoint around the statement


def test_a_file_holds_a_few_rows_in_memory_and_not_all() -> None:
    Household.objects.bulk_create(
        Household(formal_greeting="x" * 200, informal_greeting="y" * 190) for _n in range(ROWS_AT_ONCE * 40)
    )
    copied = Copied({"one": "formal_greeting", "two": "informal_greeting"}, Household.objects.all())
    tracemalloc.start()
    size = sum(len(piece) for piece in csv_text(["one", "two"], copied.lines()))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 7_900_000
    assert peak < size / 8


@pytest.fixture
def fundraiser() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def test_whoever_hangs_up_midway_is_written_down_and_the_connection_goes_on() -> None:
    donor = make_donor()
    for number in range(ROWS_AT_ONCE + 20):
        make_gift(donor, given_at=MOMENT + timedelta(seconds=number))
    request: Any = RequestFactory().post("/", {"reason": "for the board"})
    request.user = make_staff(Role.FUNDRAISER)
    rows = gifts_as_file(Gift.objects.all())
    answer: Any = send(request, Table("gifts", "gift.exported", "gifts", list(GIFT), rows), back="/")
    pieces = iter(answer)
    assert next(pieces) == "\ufeff".encode()
    assert next(pieces).startswith(b'"gift","given_on"')
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
    left = AuditEntry.objects.get(verb="gift.exported_rows").after
    assert (left["is_whole"], 0 < left["rows"] < ROWS_AT_ONCE + 20) == (False, True)
    assert Gift.objects.count() == ROWS_AT_ONCE + 20


def test_the_export_of_gifts_has_a_column_for_each_of_its_cells() -> None:
    gift = make_gift()
    (row,) = rows_of(gifts_as_file(Gift.objects.all()))
    assert dict(zip(GIFT, row, strict=True))["gift"] == str(gift.pk)


def test_donors_leave_as_the_filter_shows_them_with_home_and_wishes(fundraiser: Client) -> None:
    ana = make_donor(name="Ana", email="ana@example.org")
    Donor.objects.filter(pk=ana.pk).update(wants_news=True, no_phone=True)
    ana.addresses.create(line1="1 Elm St", city="Tampa", region="FL", postal_code="33601")
    ana.addresses.create(line1="9 Old Rd", is_primary=False)
    make_donor(name="Ben")
    rows = exported(fundraiser, "/desk/donors/export/", "news=yes")
    shown = [(row["name"], row["address_1"], row["city"], row["no_phone"]) for row in rows]
    assert shown == [("Ana", "1 Elm St", "Tampa", "yes")]
    assert AuditEntry.objects.get(verb="donor.exported").after == {"filters": "news"}
    assert len(exported(fundraiser, "/desk/donors/export/", "")) == 2
    assert exported(fundraiser, "/desk/donors/export/", "kind=nonsense") == []


def test_who_only_reads_takes_no_donors_away() -> None:
    reader = browser_of(make_staff(Role.READ_ONLY))
    make_donor()
    assert "Export as CSV" not in reader.get("/desk/donors/").content.decode()
    assert reader.post("/desk/donors/export/", {"reason": "curious"}).status_code == 404


def test_volunteers_leave_as_the_list_shows_them(now: Any) -> None:
    make_organisation()
    coordinator = make_staff(Role.COORDINATOR)
    desk = browser_of(coordinator)
    rosa, _ivo = make_volunteer(name="Rosa Lind"), make_volunteer(name="Ivo Brandt")
    for volunteer in (rosa, _ivo):
        volunteer.clearances.create(
            program=make_program(name=f"Evenings of {volunteer.name}"),
            from_on=now.date(),
            decided_at=now,
            decided_by=coordinator,
        )
    rows = exported(desk, "/desk/volunteers/export/", "q=Rosa")
    assert [(row["name"], row["email"], row["cleared_for"]) for row in rows] == [
        ("Rosa Lind", rosa.email, "Evenings of Rosa Lind")
    ]
    assert AuditEntry.objects.get(verb="volunteer.exported_rows").after == {"rows": 1, "is_whole": True}
    assert len(exported(desk, "/desk/volunteers/export/", "")) == 2
