"""What belongs to closed months and is not in them: money that came late, and what turned out otherwise.

It lands in the first open month, so that nothing is dropped and nothing that was exported changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gifts.models import Batch, ClosedPeriod, JournalRow, Payout, Purpose
from gifts.reports.journal.entries import (
    Days,
    Entry,
    arrival,
    deposited,
    entries_of,
    entries_of_lines,
    read_lines,
)
from gifts.reports.journal.postings import Posting, less
from gifts.reports.monthly import midnight

AROUND = timedelta(days=2)  # another time zone moves what happened around midnight into another month


def late_entries(*, begin: date, first_open: date, zone: str) -> list[Entry]:
    """Return the entries of days before the first open month that are still to be posted."""
    if begin >= first_open:
        return []
    last = first_open - timedelta(days=1)
    before = Days(begin, last, zone, unfrozen=True, news=_news(first_open, zone))
    found = [*entries_of(before), *_changed(last, zone)]
    return sorted(found, key=lambda one: (one.day, one.source))


def _news(first_open: date, zone: str) -> Q:
    """Lines that the last closing may not have seen. All others are frozen, or belong to open months."""
    closed = ClosedPeriod.objects.filter(reopened_at=None).order_by("-begins_on").first()
    if closed is None:
        return Q()
    return Q(pk__gt=closed.seen_line) | Q(occurred_at__gte=midnight(first_open, zone) - AROUND)


def live_rows() -> QuerySet[JournalRow]:
    """Return the rows of months that are closed now."""
    return JournalRow.objects.filter(period__reopened_at=None)


def _changed(last: date, zone: str) -> Iterator[Entry]:
    """What stands in a closed month and would be posted otherwise today: only these can change there."""
    waited = live_rows().filter(purpose=Purpose.SUSPENSE, line__gift__allocations__isnull=False)
    failed = Payout.objects.filter(journal_rows__in=live_rows()).exclude(state=Payout.State.PAID)
    undone = Batch.objects.filter(undone_at__isnull=False)
    returned = live_rows().filter(purpose=Purpose.BANK, line__amount__lt=0, line__gift__batch__in=undone)
    undone = undone.filter(journal_rows__in=live_rows())
    entries = [
        *entries_of_lines(read_lines(Q(pk__in=waited.values("line"))), zone),
        *entries_of_lines(read_lines(Q(pk__in=returned.values("line"))), zone),
        *map(arrival, failed.distinct().order_by("pk")),
        *deposited(undone.distinct().order_by("pk")),
    ]
    frozen = _frozen({one.source for one in entries})
    for one in entries:
        rest = less(one.postings, frozen[one.source])
        if rest:  # a payout's day may have moved on since: its entry stands in a closed month all the same
            yield one._replace(postings=rest, day=min(one.day, last))


def _frozen(sources: Iterable[str]) -> dict[str, list[Posting]]:
    found: dict[str, list[Posting]] = defaultdict(list)
    rows = live_rows().filter(source__in=list(sources))
    for source, purpose, fund_id, amount in rows.values_list("source", "purpose", "fund_id", "amount"):
        found[source].append(Posting(Purpose(purpose), fund_id, amount))
    return found
