"""Two workers, two runs, two presses at the same moment: each donor ends with exactly one statement."""

from functools import partial

import pytest
from django.db import transaction

from donors.models import Donor
from receipts.actions.statement_runs import (
    draw_chunk,
    start_run,
)
from receipts.actions.statements import StatementRefused, draw_missing, reissue
from receipts.models import (
    ReceiptLine,
    Statement,
    StatementRun,
)
from tests.racing import at_once
from tests.receipts.stating import (
    JANUARY,
    YEAR,
    each_has_exactly_one,
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
