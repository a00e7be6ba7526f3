"""Two workers, two runs, two presses at the same moment: each donor ends with exactly one statement."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from donors.models import Donor
from receipts.actions.statement_mail import SendingRefused, take_for_posting
from receipts.actions.statement_runs import RunRefused, draw_chunk, resume_run, start_run, stop_run
from receipts.actions.statements import StatementRefused, draw_missing, reissue
from receipts.models import ReceiptLine, Statement, StatementCopy, StatementRun
from receipts.pdf import BadPicture
from tests.factories import make_gift
from tests.racing import at_once
from tests.receipts.stating import (
    JANUARY,
    YEAR,
    each_has_exactly_one,
    make_address,
    make_bookkeeper,
    make_giver,
    run_year,
    small_chunks,
)

__all__ = ["small_chunks"]  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_at_one_chunk_draw_it_once() -> None:
    for _ in range(2):
        make_giver()
    run = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    chunk_id = run.chunks.get().pk

    at_once(*[lambda: draw_chunk(chunk_id=chunk_id, now=JANUARY)] * 2)

    run.refresh_from_db()
    assert run.state == "done"
    assert each_has_exactly_one()


def test_two_workers_at_two_runs_that_share_a_donor_draw_one() -> None:
    make_giver()
    first = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    StatementRun.objects.filter(pk=first.pk).update(state="done", done_at=JANUARY)
    second = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    StatementRun.objects.filter(pk=first.pk).update(year=YEAR - 1, state="running", done_at=None)
    donors = list(Donor.objects.values_list("pk", flat=True))

    def work(run: StatementRun) -> None:
        with transaction.atomic():
            draw_missing(donors, year=YEAR, now=JANUARY, by=None, run=run)

    at_once(lambda: work(first), lambda: work(second))

    assert each_has_exactly_one()


def test_two_presses_of_a_new_version_make_one() -> None:
    make_giver("50.00", "60.00")
    run_year()
    old, by = Statement.objects.get(), make_bookkeeper()
    ReceiptLine.objects.filter(paid="60.00").update(active=False)

    press = partial(reissue, statement_id=old.pk, by=by, now=JANUARY)
    results = at_once(press, press, refusals=(StatementRefused,))

    assert len([one for one in results if isinstance(one, StatementRefused)]) == 1
    assert list(Statement.objects.order_by("version").values_list("version", "status")) == [
        (1, "replaced"),
        (2, "current"),
    ]


def test_two_workers_at_one_chunk_note_a_problem_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> bytes:
        raise BadPicture

    monkeypatch.setattr("receipts.actions.statement_rows.draw_statement", refuse)
    make_giver()
    run = start_run(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    chunk_id = run.chunks.get().pk

    at_once(*[lambda: draw_chunk(chunk_id=chunk_id, now=JANUARY)] * 2)

    assert run.problems.count() == 1


def test_two_presses_of_taking_it_up_again_ring_once() -> None:
    make_giver()
    by = make_bookkeeper()
    run = start_run(year=YEAR, by=by, now=JANUARY)
    stop_run(year=YEAR, by=by, now=JANUARY)

    press = partial(resume_run, year=YEAR, by=by, now=JANUARY)
    results = at_once(press, press, refusals=(RunRefused,))

    run.refresh_from_db()
    assert (len([one for one in results if isinstance(one, RunRefused)]), run.turn) == (1, 2)


def test_two_presses_for_posting_take_different_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receipts.actions.statement_mail.PRINTED_TOGETHER", 1)
    for _ in range(2):
        make_address(make_giver(email=""))
    run_year()
    by = make_bookkeeper()

    at_once(*[partial(take_for_posting, year=YEAR, by=by, now=JANUARY)] * 2, refusals=(SendingRefused,))

    taken = StatementCopy.objects.filter(channel="post").values_list("statement", flat=True)
    assert len(taken) == len(set(taken))


def test_who_looked_before_another_took_them_takes_none_twice() -> None:
    """The answer to "what is left" is older than the other's commit: under the locks it is asked again."""
    make_address(make_giver(email=""))
    run_year()
    by = make_bookkeeper()

    def overtaken(execute: Any, sql: str, *rest: Any) -> Any:
        if "SKIP LOCKED" not in sql:
            return execute(sql, *rest)
        found = execute(sql.partition("FOR UPDATE")[0], *rest)  # as if it had not locked yet
        at_once(partial(take_for_posting, year=YEAR, by=by, now=JANUARY - timedelta(hours=1)))
        return found

    with connection.execute_wrapper(overtaken), pytest.raises(SendingRefused):
        take_for_posting(year=YEAR, by=by, now=JANUARY)

    assert StatementCopy.objects.filter(channel="post").count() == 1


def test_neither_a_payment_nor_the_stop_button_waits_for_a_chunk() -> None:
    donor, by = make_giver(), make_bookkeeper()
    run = start_run(year=YEAR, by=by, now=JANUARY)

    def impatient(work: Callable[[], object]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        work()

    with transaction.atomic():
        draw_missing([donor.pk], year=YEAR, now=JANUARY, by=by, run=run)
        at_once(lambda: impatient(partial(make_gift, donor)))
        at_once(lambda: impatient(partial(stop_run, year=YEAR, by=by, now=JANUARY)))

    run.refresh_from_db()
    assert (run.state, Statement.objects.count()) == ("stopped", 1)
