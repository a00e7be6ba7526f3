"""How the year ends stand: for the desk's list of years, and for the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from receipts.models import Statement, StatementCopy, StatementRun
from receipts.models.statement import StatementQuerySet
from receipts.reports.statements import posted_already, to_post, welcoming_post, without_statement


@dataclass(frozen=True)
class YearEnd:
    """A year that is over: statements that hold, donors without one, the state of a run that is open."""

    year: int
    stated: int
    missing: int
    open_run: str


@dataclass(frozen=True)
class Progress:
    """How far a run is: donors looked at, of all; statements drawn; donors for whom none could be."""

    looked_at: int
    of_all: int
    drawn: int
    problems: int


@dataclass(frozen=True)
class Posting:
    """What goes by post: how many in all, how many were taken, and the files that were."""

    of_all: int
    taken: int
    files: Sequence["PostingFile"]

    @property
    def left(self) -> int:
        """How many have not been taken."""
        return self.of_all - self.taken


@dataclass(frozen=True)
class PostingFile:
    """One file: the note that names it, when, by whom, how many papers."""

    copy_id: int
    made_at: datetime
    made_by: str
    count: int


def overview(years: Sequence[int]) -> list[YearEnd]:
    """Return how each of these years stands."""
    held = Statement.objects.current().filter(year__in=years).order_by().values_list("year")
    stated = dict(held.annotate(count=Count("pk")))
    runs = StatementRun.objects.exclude(state=StatementRun.State.DONE).filter(year__in=years)
    open_runs = {run.year: str(run.get_state_display()) for run in runs}
    return [
        YearEnd(year, stated.get(year, 0), without_statement(year).count(), open_runs.get(year, ""))
        for year in years
    ]


def progress(run: StatementRun) -> Progress:
    """Return how far a run is; from its rows, whatever became of its jobs."""
    sums = run.chunks.aggregate(done=Sum("donors", filter=Q(done_at__isnull=False)), all=Sum("donors"))
    return Progress(
        looked_at=sums["done"] or 0,
        of_all=sums["all"] or 0,
        drawn=run.statements.count(),
        problems=run.problems.count(),
    )


def posting(year: int) -> Posting:
    """Return what of a year goes by post, and the files that were taken, the newest first."""
    copies = StatementCopy.objects.filter(statement__year=year, channel=StatementCopy.Channel.POST)
    files = (
        copies.order_by("-made_at")
        .values("made_at", name=F("made_by__name"), email=F("made_by__email"))
        .annotate(first=Min("pk"), count=Count("pk"))
    )
    return Posting(
        of_all=to_post(year).count(),
        taken=posted_already(year),
        files=[
            PostingFile(row["first"], row["made_at"], row["name"] or row["email"] or "", row["count"])
            for row in files
        ],
    )


def posting_of(copy: StatementCopy) -> StatementQuerySet:
    """Return the statements of the file that a note names, but of whoever has wanted no post since."""
    same: QuerySet[StatementCopy] = StatementCopy.objects.filter(
        channel=StatementCopy.Channel.POST, made_at=copy.made_at, made_by=copy.made_by_id
    )
    taken = Statement.objects.filter(pk__in=same.values("statement"), donor__in=welcoming_post())
    return taken.order_by("pk")
