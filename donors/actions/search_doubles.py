"""The search for doubles through the whole base: in steps, each a transaction that notes how far it came."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.doubles import COMPARE, compared, drop_pairs_of, note_keys, note_pairs
from donors.models import Donor, DuplicateRun
from donors.reports.doubles import facts_of, pairs_sharing
from jobs.actions import enqueue, enqueue_all

SEARCH = "donors.search_doubles"
# records in one step; memory is what one step holds, however many records there are
STEP = 500
# steps in one job: others have their turn between two
STEPS = 20
# records that came together and are compared one by one; beyond, a search through all is quicker
BY_THEMSELVES = 500


class SearchRefused(Exception):
    """A sentence for the person who asked."""


def begin_search(*, by: User | None, now: datetime) -> DuplicateRun:
    """Begin a search through all records. Raises: SearchRefused while one runs."""
    total = Donor.objects.standing().filter(erased_at=None).count()
    try:
        with transaction.atomic():
            run = DuplicateRun.objects.create(total=total, started_at=now, started_by=by)
            _go_on(run, now)
            if by is not None:
                record(actor=by, verb="duplicates.searched", about=("duplicate_run", str(run.pk)), now=now)
    except IntegrityError as running:
        raise SearchRefused(_("A search is running already.")) from running
    return run


def look_among_arrivals(*, count: int, donor_ids: Iterable[int], now: datetime) -> None:
    """Compare records that came together, in the caller's transaction: each by itself, or where they are
    many, all records in steps, which holds no more in memory the more there are.
    """
    if count > BY_THEMSELVES:
        try:
            begin_search(by=None, now=now)
            return
        except SearchRefused:
            pass  # the one that runs may have passed them already
    enqueue_all(kind=COMPARE, about_by_key={f"{COMPARE}:arrived:{pk}": str(pk) for pk in donor_ids}, now=now)


def stop_search(*, run_id: int, by: User, now: datetime) -> None:
    """End a search where it is; what it found stays. Twice is once."""
    with transaction.atomic():
        open_runs = DuplicateRun.objects.filter(pk=run_id, finished_at=None)
        if open_runs.update(phase=DuplicateRun.Phase.STOPPED, finished_at=now):
            record(actor=by, verb="duplicates.stopped", about=("duplicate_run", str(run_id)), now=now)


def search_on(*, run_id: int, now: datetime) -> None:
    """Go some steps on, and leave the rest to the next job. Twice at once is harmless: steps take turns.

    The database looks at the keys anew each time: they come by the hundred thousand within minutes, and a
    plan for the few that were there before would read them all for each.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE donors_duplicatekey")
    for _turn in range(STEPS):
        if not search_step(run_id=run_id, now=now):
            return
    with transaction.atomic():
        _go_on(DuplicateRun.objects.get(pk=run_id), now)


def _go_on(run: DuplicateRun, now: datetime) -> None:
    key = f"{SEARCH}:{run.pk}:{run.phase}:{run.last_id}"
    enqueue(kind=SEARCH, about=str(run.pk), key=key, now=now)


def search_step(*, run_id: int, now: datetime) -> bool:
    """Take the next records of a search; False when it is over."""
    with transaction.atomic():
        run = DuplicateRun.objects.select_for_update().get(pk=run_id)
        if run.finished_at is not None:
            return False
        # in the first phase also those that stand no more: what they were found by goes
        rows = Donor.objects.filter(pk__gt=run.last_id)
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:STEP])
        if not ids:
            return _next_phase(run, now)
        if run.phase == DuplicateRun.Phase.KEYS:
            run.done += note_keys(ids)
        else:
            _compare(run, ids, now)
        run.last_id = ids[-1]
        run.save()
    return True


def _next_phase(run: DuplicateRun, now: datetime) -> bool:
    """Begin to compare once all keys are there, or end."""
    goes_on = run.phase == DuplicateRun.Phase.KEYS
    if goes_on:
        run.phase, run.last_id, run.done = DuplicateRun.Phase.PAIRS, 0, 0
    else:
        run.phase, run.finished_at = DuplicateRun.Phase.DONE, now
    run.save()
    return goes_on


def _compare(run: DuplicateRun, ids: list[int], now: datetime) -> None:
    standing = Donor.objects.standing().filter(pk__in=ids, erased_at=None).values_list("pk", flat=True)
    lefts = list(standing)
    pairs = pairs_sharing(lefts)
    facts = facts_of({*pairs, *(right for rights in pairs.values() for right in rights)})
    found = compared(facts, pairs)
    run.compared += len(found)
    run.found += note_pairs(found, now=now)
    run.done += len(lefts)
    drop_pairs_of(lefts, found)
