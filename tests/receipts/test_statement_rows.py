"""What the database refuses of statements, whoever asks."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from receipts.models import (
    ReceiptLine,
    Statement,
    StatementChunk,
    StatementLine,
    StatementProblem,
    StatementRun,
)
from receipts.snapshot import digest
from tests.factories import make_donor
from tests.receipts.stating import JANUARY, YEAR, make_giver, make_settled, run_year

pytestmark = pytest.mark.django_db


def write(**values: Any) -> Statement:
    """A statement of one donor with one line, written down by hand."""
    donor, of_gift = values.pop("donor", None) or make_giver(), values.pop("of_gift", None)
    facts: dict[str, Any] = {
        "year": YEAR,
        "number": f"S-{Statement.objects.count() + 1}",
        "language": "en",
        "issued_at": JANUARY,
        "amount": Decimal("50.00"),
        "snapshot": {},
        "snapshot_sha256": digest({}),
        "template_version": 1,
        "pdf": b"%PDF",
        "pdf_sha256": "0" * 64,
    }
    statement = Statement.objects.create(donor=donor, **{**facts, **values})
    line = ReceiptLine.objects.filter(receipt__donor=donor, active=True).first()
    assert line is not None
    StatementLine.objects.create(statement=statement, gift=of_gift or line.gift, receipt_line=line)
    return statement


def check_now() -> None:
    """Let the deferred triggers look, as at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def write_and_check(**values: Any) -> None:
    write(**values)
    check_now()


def test_a_donor_has_one_that_holds_for_a_year() -> None:
    first = write()
    with (
        pytest.raises(IntegrityError, match="one_current_statement_per_donor_and_year"),
        transaction.atomic(),
    ):
        write(donor=first.donor, version=2, replaces=first)


def test_a_version_exists_once() -> None:
    first = write(status="replaced", ended_at=JANUARY)
    with (
        pytest.raises(IntegrityError, match="one_statement_per_donor_year_and_version"),
        transaction.atomic(),
    ):
        write(donor=first.donor)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"version": 2}, "statement_version_names_the_one_before"),
        ({"version": 0}, "statement_version_names_the_one_before"),
        ({"status": "replaced"}, "statement_ended_has_time"),
        ({"ended_at": JANUARY}, "statement_ended_has_time"),
        ({"status": "lost", "ended_at": JANUARY}, "statement_status_is_known"),
        ({"amount": Decimal("0.00")}, "statement_amount_is_positive"),
    ],
)
def test_what_makes_no_sense_is_refused(values: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write(**values)


def test_a_first_version_names_no_other() -> None:
    first = write(status="replaced", ended_at=JANUARY)
    with pytest.raises(IntegrityError, match="statement_version_names_the_one_before"), transaction.atomic():
        write(version=1, replaces=first)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", "1.00"),
        ("number", "S-9"),
        ("year", 2024),
        ("snapshot", "{}"),
        ("pdf", b"other"),
        ("pdf_sha256", "1" * 64),
        ("issued_at", "2020-01-01T00:00:00Z"),
    ],
)
def test_what_a_statement_says_never_changes(column: str, value: object) -> None:
    write()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Statement.objects.update(**{column: value})


def test_a_merge_may_give_it_to_another_record() -> None:
    write()
    donor = make_donor()
    Statement.objects.update(donor=donor)
    assert Statement.objects.get().donor == donor


def test_one_that_ended_never_revives() -> None:
    write(status="withdrawn", ended_at=JANUARY)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Statement.objects.update(status="current", ended_at=None)


@pytest.mark.parametrize("table", ["receipts_statement", "receipts_statementline"])
def test_statements_and_lines_cannot_be_deleted(table: str) -> None:
    write()
    with (
        pytest.raises(DatabaseError, match=r"Cannot (update or )?delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


def test_a_line_never_changes() -> None:
    write()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        StatementLine.objects.update(gift=make_settled(make_donor()))


def test_a_gift_stands_on_a_statement_once() -> None:
    line = write().lines.get()
    with pytest.raises(IntegrityError, match="one_line_per_statement_and_gift"), transaction.atomic():
        StatementLine.objects.create(statement=line.statement, gift=line.gift, receipt_line=line.receipt_line)


def test_its_lines_sum_to_it() -> None:
    write()
    check_now()
    with pytest.raises(IntegrityError, match="do not sum to it"), transaction.atomic():
        write_and_check(amount=Decimal("50.01"))


def test_no_line_joins_it_later() -> None:
    statement = write()
    check_now()
    gift = make_settled(make_donor(), "1.00")
    with pytest.raises(IntegrityError, match="exceed it"), transaction.atomic():
        StatementLine.objects.create(
            statement=statement, gift=gift, receipt_line=ReceiptLine.objects.get(gift=gift)
        )


def test_a_line_names_the_gift_of_its_receipt() -> None:
    other = make_settled(make_donor())
    with pytest.raises(IntegrityError, match="do not sum to it"), transaction.atomic():
        write_and_check(of_gift=other)


def test_a_year_has_one_open_run() -> None:
    StatementRun.objects.create(year=YEAR, started_at=JANUARY, state="stopped")
    with pytest.raises(IntegrityError, match="one_open_run_per_year"), transaction.atomic():
        StatementRun.objects.create(year=YEAR, started_at=JANUARY)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "done"}, "statement_run_done_has_time"),
        ({"done_at": JANUARY}, "statement_run_done_has_time"),
        ({"state": "lost"}, "statement_run_state_is_known"),
    ],
)
def test_a_run_has_a_known_state(values: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StatementRun.objects.create(year=YEAR, started_at=JANUARY, **values)


def test_a_chunk_and_a_problem_exist_once_for_each_run() -> None:
    make_giver()
    run, donor = run_year(), make_donor()
    first = run.chunks.get().first_donor
    with pytest.raises(IntegrityError, match="one_chunk_per_run_and_donor"), transaction.atomic():
        StatementChunk.objects.create(run=run, first_donor=first, last_donor=first, donors=1)
    with pytest.raises(IntegrityError, match="statement_chunk_runs_forward"), transaction.atomic():
        StatementChunk.objects.create(run=run, first_donor=9, last_donor=8, donors=1)
    StatementProblem.objects.create(run=run, donor=donor, error="ValueError", at=JANUARY)
    with pytest.raises(IntegrityError, match="one_problem_per_run_and_donor"), transaction.atomic():
        StatementProblem.objects.create(run=run, donor=donor, error="ValueError", at=JANUARY)
