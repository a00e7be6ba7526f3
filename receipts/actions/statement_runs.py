"""The year end as one piece of work: begun, stopped, taken up again, in chunks that are whole or not at all.

Rows are the truth: a chunk is done when its transaction committed, a run when all its chunks are. Jobs only
ring; rung twice, or by two workers at once, a chunk is drawn once.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from gifts.models import Gift
from gifts.models.gift import GiftQuerySet
from jobs.actions import enqueue_all
from receipts.actions.statements import draw_missing, prepare
from receipts.models import StatementChunk, StatementProblem, StatementRun
from receipts.reports.statements import last_year

CHUNK = 50  # donors: a second of work, what a killed worker loses, and what has to fit into memory
KIND = "receipts.draw_chunk"


class RunRefused(Exception):
    """A sentence for the person who asked."""


def start_run(*, year: int, by: User, now: datetime) -> StatementRun:
    """Begin a year's statements; return the run. Who has one already is passed over.

    Raises: RunRefused when the year is not over, one is at work already, or nobody gave.
    """
    if year > last_year(now):
        raise RunRefused(_("The year is not over yet."))
    donors = _givers(year)
    if not donors:
        raise RunRefused(_("No gift of that year has a donor."))
    try:
        with transaction.atomic():
            run = StatementRun.objects.create(year=year, started_at=now, started_by=by)
            StatementChunk.objects.bulk_create(_chunks(run, donors))
            _ring(run, now)
            _note(run, "started", by=by, now=now)
    except IntegrityError:
        raise RunRefused(_("The statements of this year are being drawn already.")) from None
    return run


def stop_run(*, year: int, by: User, now: datetime) -> StatementRun:
    """Let no further chunk begin. Raises: RunRefused when none is at work."""
    return _move(year, StatementRun.State.RUNNING, StatementRun.State.STOPPED, by=by, now=now)


def resume_run(*, year: int, by: User, now: datetime) -> StatementRun:
    """Take up the chunks that are left. Raises: RunRefused when none was stopped."""
    return _move(year, StatementRun.State.STOPPED, StatementRun.State.RUNNING, by=by, now=now)


def draw_chunk(*, chunk_id: int, now: datetime) -> None:
    """Draw the statements of a chunk, unless it is done or its run was stopped. Twice is once."""
    chunk = StatementChunk.objects.select_related("run").get(pk=chunk_id)
    run, span = chunk.run, (chunk.first_donor, chunk.last_donor)
    if run.state == StatementRun.State.RUNNING and chunk.done_at is None:
        unsettled = prepare(Q(donor__pk__range=span), year=run.year, now=now, by=run.started_by)
        with transaction.atomic():
            chunk = StatementChunk.objects.select_for_update().get(pk=chunk_id)
            if chunk.done_at is None:
                _draw(chunk, run, unsettled, now)
    _finish(run.pk, now)


def _draw(chunk: StatementChunk, run: StatementRun, unsettled: Mapping[int, str], now: datetime) -> None:
    """Draw for all but those of whose gifts one has no receipt still: they stand on the list."""
    gifts = _gifts(run.year).filter(donor__pk__range=(chunk.first_donor, chunk.last_donor))
    donors = gifts.values_list("donor", flat=True).distinct()
    ready = [pk for pk in donors if pk and pk not in unsettled]
    drawn = draw_missing(ready, year=run.year, now=now, by=run.started_by, run=run)
    StatementProblem.objects.bulk_create(
        [
            StatementProblem(run=run, donor_id=donor_id, error=error, at=now)
            for donor_id, error in {**drawn.errors, **unsettled}.items()
        ]
    )
    chunk.done_at = now
    chunk.save(update_fields=["done_at"])


def _finish(run_id: int, now: datetime) -> None:
    """Close a run whose chunks are all done; after the commit of the last, which sees them all."""
    left = StatementChunk.objects.filter(run=OuterRef("pk"), done_at=None)
    StatementRun.objects.filter(~Exists(left), pk=run_id, done_at=None).update(
        state=StatementRun.State.DONE, done_at=now
    )


def _move(year: int, before: str, after: str, *, by: User, now: datetime) -> StatementRun:
    with transaction.atomic():
        # chunks at work name the run: without `no_key` the button would wait for them, and they for it
        run = StatementRun.objects.select_for_update(no_key=True).filter(year=year, state=before).first()
        if run is None:
            raise RunRefused(_("Nothing of this year is there to be stopped or taken up."))
        run.state = after
        if after == StatementRun.State.RUNNING:
            run.turn = F("turn") + 1
        run.save(update_fields=["state", "turn"])
        run.refresh_from_db()
        if after == StatementRun.State.RUNNING:
            _ring(run, now)
        _note(run, "stopped" if after == StatementRun.State.STOPPED else "resumed", by=by, now=now)
    return run


def _gifts(year: int) -> GiftQuerySet:
    return Gift.objects.arrived().of_year(year).exclude(donor=None).order_by()


def _givers(year: int) -> list[int]:
    """Return the ids of all who gave in the year, in their order; also of those who get no statement."""
    ids = _gifts(year).values_list("donor", flat=True).distinct()
    return sorted(pk for pk in ids if pk is not None)


def _chunks(run: StatementRun, donors: list[int]) -> Iterable[StatementChunk]:
    for start in range(0, len(donors), CHUNK):
        some = donors[start : start + CHUNK]
        yield StatementChunk(run=run, first_donor=some[0], last_donor=some[-1], donors=len(some))


def _ring(run: StatementRun, now: datetime) -> None:
    """A turn has keys of its own, so that a chunk whose job died has another chance."""
    left = run.chunks.filter(done_at=None).order_by("first_donor").values_list("pk", flat=True)
    keys = {f"{KIND}:{chunk_id}:{run.turn}": str(chunk_id) for chunk_id in left}
    enqueue_all(kind=KIND, about_by_key=keys, now=now)


def _note(run: StatementRun, what: str, *, by: User, now: datetime) -> None:
    record(
        actor=by,
        verb=f"statement_run.{what}",
        about=("statement_run", str(run.pk)),
        now=now,
        after={"year": run.year},
    )
