"""Statements that went wrong or were overtaken, and donors who could get none: each kind with its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from donors.models import Donor, DonorQuerySet
from gifts.models import Gift
from letters.models import Letter
from receipts.models import ReceiptLine, Statement, StatementCopy, StatementLine, StatementProblem
from receipts.models.statement import StatementQuerySet
from receipts.reports.statements import POSTED, SUMMED, givers

SHOWN = 100
# gifts of which anything may be left to sum up
STANDING = (Gift.State.PAID, Gift.State.PARTLY_REFUNDED)
LOST = ("bounced", "failed", "suppressed", "blocked", "complained")


@dataclass(frozen=True)
class Exceptions:
    """One kind: how many there are, and the first of them. A row has a donor; most are statements."""

    kind: str
    count: int
    rows: Sequence[Any]


def exceptions_of(year: int) -> list[Exceptions]:
    """Return what of a year wants somebody's eye, by kind; kinds without a row are left out."""
    kinds: dict[str, QuerySet[Any, Any]] = {
        "not_drawn": not_drawn(year),
        "changed": changed(year),
        "emptied": emptied(year),
        "unreached": unreached(year),
        "mail_lost": mail_lost(year),
        "erased": erased(year),
    }
    return found_among(kinds)


def found_among(kinds: Mapping[str, QuerySet[Any, Any]]) -> list[Exceptions]:
    """Return the kinds that have rows, with their count and the first of them."""
    found = []
    for kind, rows in kinds.items():
        shown = list(rows[:SHOWN])
        count = len(shown) if len(shown) < SHOWN else rows.count()
        if shown:
            found.append(Exceptions(kind, count, shown))
    return found


def _current(year: int) -> StatementQuerySet:
    return (
        Statement.objects.current()
        .filter(year=year)
        .select_related("donor")
        .defer("pdf", "snapshot")
        .order_by("pk")
    )


def _live_lines() -> QuerySet[ReceiptLine]:
    """What the statement of the outer query would list today."""
    lines = ReceiptLine.objects.filter(active=True, receipt__kind__in=SUMMED)
    return lines.filter(receipt__donor=OuterRef("donor"), receipt__tax_year=OuterRef("year"))


def changed(year: int) -> StatementQuerySet:
    """Return those whose gifts changed since: a receipt ended, or there are more or fewer of them.

    Where every line's receipt is live and there are as many as lines, they are the same.
    """
    mine = StatementLine.objects.filter(statement=OuterRef("pk"))
    ended = mine.filter(Q(receipt_line__active=False) | ~Q(receipt_line__receipt__donor=OuterRef("donor")))
    stated = Coalesce(Subquery(_counted(mine, "statement"), output_field=IntegerField()), 0)
    today = Coalesce(Subquery(_counted(_live_lines(), "receipt__donor"), output_field=IntegerField()), 0)
    still = _current(year).filter(Exists(_live_lines()), donor__erased_at=None)
    return still.annotate(stated=stated, today=today).filter(Exists(ended) | ~Q(stated=F("today")))


def emptied(year: int) -> StatementQuerySet:
    """Return those of whose gifts nothing stands with this donor: given back, or moved by a merge."""
    return _current(year).filter(~Exists(_live_lines()), donor__erased_at=None)


def unreached(year: int) -> StatementQuerySet:
    """Return those that went to nobody and do not go by post: no e-mail, and no address or no wish for post.

    Also where there is an e-mail now, since nothing was sent to it. Whoever took the paper hands it over.
    """
    left = StatementCopy.objects.filter(statement=OuterRef("pk"))
    by_post = Donor.objects.filter(POSTED).values("pk")
    theirs = _current(year).filter(donor__erased_at=None).exclude(donor__contact=Donor.Contact.PORTAL)
    return theirs.filter(~Exists(left)).exclude(donor__in=by_post)


def mail_lost(year: int) -> StatementQuerySet:
    """Return those whose last letter did not arrive, and whose paper nobody took since."""
    letters = Letter.objects.filter(
        about_kind="statement", about_id=Cast(OuterRef("pk"), output_field=CharField())
    )
    newest = letters.order_by("-created_at", "-pk")
    taken = StatementCopy.objects.filter(statement=OuterRef("pk"), made_at__gt=OuterRef("written"))
    mailed = _current(year).annotate(
        mail=Subquery(newest.values("state")[:1]), written=Subquery(newest.values("created_at")[:1])
    )
    return mailed.filter(mail__in=LOST, donor__erased_at=None).filter(
        ~Exists(taken.exclude(channel=StatementCopy.Channel.MAIL))
    )


def not_drawn(year: int) -> QuerySet[StatementProblem]:
    """Return who could not be drawn a statement and has none still, the newest try of each.

    Not those of whose gifts nothing stands any more: given back, or moved by a merge.
    """
    held = Statement.objects.current().filter(year=year, donor=OuterRef("donor"))
    gifts = Gift.objects.of_year(year).filter(donor=OuterRef("donor"), state__in=STANDING)
    tries = StatementProblem.objects.filter(~Exists(held), run__year=year, donor__erased_at=None)
    return tries.filter(Exists(gifts)).select_related("donor").order_by("donor", "-pk").distinct("donor")


def erased(year: int) -> DonorQuerySet:
    """Return the donors of the year who are no longer known by name; nothing is sent to them."""
    return givers(year).exclude(erased_at=None).order_by("pk")


def _counted(rows: "QuerySet[ReceiptLine] | QuerySet[StatementLine]", by: str) -> "QuerySet[Any, Any]":
    """Return how many rows there are, for a column of the outer query."""
    counted: QuerySet[Any, Any] = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return counted
