"""What waits for donors' records."""

from datetime import datetime, timedelta

from donors.actions.doubles import COMPARE, compare_record
from donors.actions.imports.applying import APPLY, apply_import
from donors.actions.imports.clearing import forget_old_files
from donors.actions.imports.reading import READ, read_import
from donors.actions.imports.undoing import UNDO, undo_import
from donors.actions.merging import FOLD_AGAIN, UNFOLD_AGAIN, fold_again, unfold_again
from donors.actions.search_doubles import SEARCH, SearchRefused, begin_search, search_on
from jobs.registry import handles, ticks

WHOLE = timedelta(minutes=10)  # a million rows in one transaction


@handles(FOLD_AGAIN)
def fold_stragglers(about: str, now: datetime) -> None:
    """Finish a merge with what came in while it ran."""
    fold_again(merge_id=int(about))


@handles(UNFOLD_AGAIN)
def unfold_stragglers(about: str, now: datetime) -> None:
    """Finish the undoing of a merge with what came in while it ran."""
    unfold_again(merge_id=int(about))


@handles(READ, lease=timedelta(minutes=2))
def read_file(about: str, now: datetime) -> None:
    """Read a file that came in, and compare its rows with the book."""
    read_import(import_id=int(about), now=now)


@handles(APPLY, lease=WHOLE)
def apply_file(about: str, now: datetime) -> None:
    """Write what was looked at."""
    apply_import(import_id=int(about), now=now)


@handles(UNDO, lease=WHOLE)
def undo_file(about: str, now: datetime) -> None:
    """Take it back."""
    undo_import(import_id=int(about), now=now)


@ticks("donors.forget_old_files", every=timedelta(days=1))
def forget_files(now: datetime) -> None:
    """Keep no file and no word of its rows longer than they are of use."""
    forget_old_files(now=now)


@handles(COMPARE)
def compare_newcomer(about: str, now: datetime) -> None:
    """Look whether a record that was written is another's double."""
    compare_record(donor_id=int(about), now=now)


@handles(SEARCH, lease=timedelta(minutes=5))
def go_on_searching(about: str, now: datetime) -> None:
    """Go on with a search for doubles through the whole base."""
    search_on(run_id=int(about), now=now)


@ticks("donors.search_doubles", every=timedelta(days=1))
def search_nightly(now: datetime) -> None:
    """Look through the whole base once a day, whatever wrote the records."""
    try:
        begin_search(by=None, now=now)
    except SearchRefused:
        return
