"""What belongs to closed months and is not in them: money that came late, and what turned out otherwise.

It lands in the first open month, so that nothing is dropped and nothing that was exported changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import QuerySet

from gifts.models import Batch, JournalRow, LedgerLine, Payout, Purpose
from gifts.reports.journal.entries import Days, Entry, arrival, deposited, entries_of, entries_of_lines
from gifts.reports.journal.postings import Posting, less


def late_entries(*, begin: date, first_open: date, zone: str) -> list[Entry]:
    """Return the entries of days before the first open month that are still to be posted."""
    if begin >= first_open:
        return []
    before = Days(begin, first_open - timedelta(days=1), zone, unfrozen=True)
    found = [*entries_of(before), *_changed(first_open, zone)]
    return sorted(found, key=lambda one: (one.day, one.source))


def live_rows() -> QuerySet[JournalRow]:
    """Return the rows of months that are closed now."""
    return JournalRow.objects.filter(period__reopened_at=None)


def _changed(first_open: date, zone: str) -> Iterator[Entry]:
    """What stands in a closed month and would be posted otherwise today: only these can change there."""
    waited = live_rows().filter(purpose=Purpose.SUSPENSE, line__gift__allocations__isnull=False)
    lines = LedgerLine.objects.filter(pk__in=waited.values("line")).select_related("gift")
    failed = Payout.objects.filter(journal_rows__in=live_rows()).exclude(state=Payout.State.PAID)
    undone = Batch.objects.filter(journal_rows__in=live_rows(), undone_at__isnull=False)
    entries = [
        *entries_of_lines(lines, zone),
        *map(arrival, failed.distinct().order_by("pk")),
        *deposited(undone.distinct().order_by("pk")),
    ]
    frozen = _frozen({one.source for one in entries})
    for one in entries:
        rest = less(one.postings, frozen[one.source])
        if rest and one.day < first_open:
            yield replace(one, postings=rest)


def _frozen(sources: Iterable[str]) -> dict[str, list[Posting]]:
    found: dict[str, list[Posting]] = defaultdict(list)
    rows = live_rows().filter(source__in=list(sources))
    for source, purpose, fund_id, amount in rows.values_list("source", "purpose", "fund_id", "amount"):
        found[source].append(Posting(Purpose(purpose), fund_id, amount))
    return found
