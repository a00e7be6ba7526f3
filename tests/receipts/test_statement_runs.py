"""The year end as a piece of work: left, stopped, killed; each donor ends with exactly one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from accounts.models import Organisation
from gifts.models import Gift
from jobs.registry import patient_kinds
from letters.models import Letter
from receipts.actions import settle
from receipts.actions.statement_runs import (
    KIND,
    RunRefused,
    draw_chunk,
    resume_run,
    start_run,
    stop_run,
)
from receipts.actions.statements import StatementRefused, draw_one
from receipts.models import (
    Statement,
    StatementChunk,
    StatementCopy,
    StatementProblem,
    StatementRun,
)
from receipts.papers import draw_statement
from receipts.pdf import BadPicture
from receipts.reports.exceptions import not_drawn, unreached
from receipts.reports.statements import without_statement
from tests.factories import make_gift
from tests.receipts.stating import (
    IN_YEAR,
    JANUARY,
    YEAR,
    each_has_exactly_one,
    give_back,
    make_bookkeeper,
    make_giver,
    run_year,
    small_chunks,
    work_off,
)

__all__ = ["small_chunks"]  # a fixture

pytestmark = pytest.mark.django_db


def test_all_get_one_and_the_run_is_done() -> None:
    for _ in range(5):
        make_giver()
    run = run_year()
    assert (run.state, run.done_at) == ("done", JANUARY)
    assert [chunk.donors for chunk in run.chunks.order_by("pk")] == [2, 2, 1]
    assert each_has_exactly_one()


def test_a_second_run_draws_only_for_those_who_came_later() -> None:
    make_giver()
    run_year()
    late = make_giver()
    second = run_year()
    assert [statement.donor for statement in second.statements.all()] == [late]
    assert each_has_exactly_one()


def test_it_cannot_be_started_twice_nor_before_the_year_is_over() -> None:
    make_giver()
    by = make_bookkeeper()
    with pytest.raises(RunRefused, match="not over"):
        start_run(year=2026, by=by, now=JANUARY)
    with pytest.raises(RunRefused, match="No gift"):
        start_run(year=2019, by=by, now=JANUARY)
    start_run(year=YEAR, by=by, now=JANUARY)
    with pytest.raises(RunRefused, match="already"):
        start_run(year=YEAR, by=by, now=JANUARY)
    assert StatementRun.objects.count() == 1


def test_stopped_it_draws_nothing_and_taken_up_again_it_draws_the_rest() -> None:
    for _ in range(5):
        make_giver()
    by = make_bookkeeper()
    run = start_run(year=YEAR, by=by, now=JANUARY)
    first = run.chunks.earliest("pk")
    draw_chunk(chunk_id=first.pk, now=JANUARY)
    stop_run(year=YEAR, by=by, now=JANUARY)
    work_off()
    assert Statement.objects.count() == 2
    with pytest.raises(RunRefused):
        stop_run(year=YEAR, by=by, now=JANUARY)
    resume_run(year=YEAR, by=by, now=JANUARY)
    with pytest.raises(RunRefused):
        resume_run(year=YEAR, by=by, now=JANUARY)
    work_off()
    run.refresh_from_db()
    assert (run.state, run.turn) == ("done", 2)
    assert each_has_exactly_one()


class Killed(BaseException):
    """The process ends here: nothing of ours catches it."""


@pytest.mark.parametrize(
    "step", ["prepare", "draw_missing", "StatementProblem.objects.bulk_create", "_finish"]
)
def test_killed_between_its_steps_and_begun_again_each_has_exactly_one(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        make_giver()
    run = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    first, second, _third = run.chunks.order_by("pk")
    draw_chunk(chunk_id=first.pk, now=JANUARY)

    def die(*_arguments: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"receipts.actions.statement_runs.{step}", die)
        with pytest.raises(Killed):
            draw_chunk(chunk_id=second.pk, now=JANUARY)
    work_off()
    run.refresh_from_db()
    assert run.state == "done"
    assert each_has_exactly_one()


@pytest.mark.parametrize("step", ["StatementLine.objects.bulk_create", "Statement.objects.bulk_create"])
def test_killed_while_it_writes_nothing_is_half_written(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_giver()
    run = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)

    def die(*_arguments: object, **_named: object) -> None:
        raise Killed

    chunk = run.chunks.get()
    with monkeypatch.context() as patch:
        patch.setattr(f"receipts.actions.statement_rows.{step}", die)
        with pytest.raises(Killed):
            draw_chunk(chunk_id=chunk.pk, now=JANUARY)
    assert (Statement.objects.count(), Letter.objects.filter(kind="statement").count()) == (0, 0)
    work_off()
    assert each_has_exactly_one()


def test_a_run_that_was_killed_after_its_last_chunk_is_closed_by_the_next_ring() -> None:
    make_giver()
    run = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    StatementChunk.objects.update(done_at=JANUARY)
    work_off()
    run.refresh_from_db()
    assert run.state == "done"


def test_one_bad_donor_stands_on_the_list_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make_giver(name="Bad"), make_giver(name="Good")

    def refuse(snapshot: Mapping[str, Any], *, issued_at: datetime, today: Organisation) -> bytes:
        if snapshot["payer"] == ["Bad"]:
            raise BadPicture
        return draw_statement(snapshot, issued_at=issued_at, today=today)

    with monkeypatch.context() as patch:
        patch.setattr("receipts.actions.statement_rows.draw_statement", refuse)
        run = run_year()
    assert run.state == "done"
    assert [statement.donor for statement in Statement.objects.all()] == [good]
    assert [(problem.donor, problem.error) for problem in not_drawn(YEAR)] == [(bad, "BadPicture")]
    assert list(without_statement(YEAR)) == [bad]
    run_year()
    assert list(not_drawn(YEAR)) == []
    assert StatementProblem.objects.count() == 1


def test_an_address_that_takes_no_mail_stops_no_other() -> None:
    bad, good = make_giver(name="Bad", email="maria@"), make_giver(name="Good")
    run = run_year()
    assert run.state == "done"
    assert {statement.donor for statement in Statement.objects.all()} == {bad, good}
    assert [letter.facts["name"] for letter in Letter.objects.filter(kind="statement")] == ["Good"]
    assert [statement.donor for statement in unreached(YEAR)] == [bad]


def test_a_gift_that_gets_no_receipt_keeps_its_donor_on_the_list_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = make_giver(name="Bad"), make_giver(name="Good")
    late = [make_gift(donor, given_at=IN_YEAR) for donor in (bad, good)]

    def refuse(*, gift_id: str, now: datetime) -> None:
        if gift_id == str(late[0].pk):
            raise ValueError
        settle(gift_id=gift_id, now=now)

    with monkeypatch.context() as patch:
        patch.setattr("receipts.actions.statements.settle", refuse)
        run = run_year()
        with pytest.raises(StatementRefused, match="ValueError"):
            draw_one(donor_id=bad.pk, year=YEAR, by=make_bookkeeper(), now=JANUARY)
    assert run.state == "done"
    assert [(row.donor, row.lines.count()) for row in Statement.objects.all()] == [(good, 2)]
    assert [(problem.donor, problem.error) for problem in not_drawn(YEAR)] == [(bad, "ValueError")]
    assert draw_one(donor_id=bad.pk, year=YEAR, by=make_bookkeeper(), now=JANUARY).lines.count() == 2
    assert list(not_drawn(YEAR)) == []


def test_a_deadlock_is_not_held_against_a_donor(monkeypatch: pytest.MonkeyPatch) -> None:
    make_gift(make_giver(), given_at=IN_YEAR)
    run = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)

    def collide(**_named: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("receipts.actions.statements.settle", collide)
        with pytest.raises(OperationalError):
            draw_chunk(chunk_id=run.chunks.get().pk, now=JANUARY)
    assert not StatementProblem.objects.exists()
    work_off()
    assert Statement.objects.get().lines.count() == 2


def test_whom_nothing_could_be_drawn_for_leaves_the_list_when_nothing_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_giver("50.00", name="Bad")

    def refuse(*_arguments: object, **_named: object) -> bytes:
        raise BadPicture

    monkeypatch.setattr("receipts.actions.statement_rows.draw_statement", refuse)
    run_year()
    assert len(not_drawn(YEAR)) == 1
    give_back(Gift.objects.get(), "50.00", state="refunded")
    assert list(not_drawn(YEAR)) == []


def test_nobody_is_mailed_who_wants_it_on_their_page_only() -> None:
    make_giver(contact="portal")
    run_year()
    assert Statement.objects.count() == 1
    assert not Letter.objects.filter(kind="statement").exists()
    assert not StatementCopy.objects.exists()


def test_who_wants_quiet_gets_it_all_the_same() -> None:
    make_giver(quiet_until=(JANUARY + timedelta(days=90)).date())
    run_year()
    assert Letter.objects.get(kind="statement").is_transactional


def test_a_letter_says_the_year_and_carries_the_paper() -> None:
    make_giver("20.00", "30.00", language="es")
    run_year()
    letter, statement = Letter.objects.get(kind="statement"), Statement.objects.get()
    assert letter.facts == {
        "name": "Maria Lopez",
        "year": "2025",
        "number": str(statement),
        "count": statement.snapshot["count"],
        "amount": "$50.00",
        "replaces": "",
    }
    assert bytes(letter.attachments.get().content) == bytes(statement.pdf)
    assert letter.attachments.get().filename == f"summary-{statement}.pdf"


def test_its_jobs_are_patient() -> None:
    make_giver()
    start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    assert KIND in patient_kinds()
