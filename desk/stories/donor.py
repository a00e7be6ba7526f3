"""All that passed between a donor and us, newest first, a page at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from desk.stories import told
from desk.stories.changes import MERGES
from desk.stories.told import Moment
from donors.models import Donor, Tag
from gifts.models import Gift
from letters.models import Letter
from receipts.models import Receipt

SIZE = 25
AuditEntries = "QuerySet[Any]"
# what a page can be narrowed to, in the order in which things of one moment stand
KINDS: dict[str, Promise] = {
    "gift": _("Gifts"),
    "receipt": _("Receipts"),
    "letter": _("Letters"),
    "note": pgettext_lazy("donors", "Notes"),
    "task": pgettext_lazy("donors", "Tasks"),
    "consent": pgettext_lazy("donors", "Consents"),
    "change": pgettext_lazy("donors", "Changes"),
    "merge": pgettext_lazy("donors", "Merges"),
}
RANKS = {kind: rank for rank, kind in enumerate(KINDS)}
OF_MONEY = frozenset({"gift", "receipt"})


@dataclass(frozen=True)
class Reader:
    """Who looks: their own letters alone are theirs to see, and money only for those who work with it."""

    user: User
    sees_money: bool


@dataclass(frozen=True)
class Mark:
    """The last thing of the page before: its moment, the rank of its kind, its key."""

    at: datetime
    rank: int
    key: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.rank}~{self.key}"


@dataclass(frozen=True)
class Timeline:
    """A page of it; `older` is the mark of the next one, empty at the end."""

    moments: list[Moment] = field(default_factory=list)
    older: str = ""


@dataclass(frozen=True)
class Source:
    """Rows of one kind, the column that says when, and how they are told."""

    kind: str
    rows: "QuerySet[Any]"
    at: str
    tell: Callable[[Sequence[Any]], Iterable[Moment]]


def timeline_of(donor: Donor, reader: Reader, *, only: str = "", before: str = "") -> Timeline:
    """Return a page; `only` is one of KINDS, `before` a mark as `older` gives it. Nonsense is the first page.

    One query for each kind that is shown, however long the story is.
    """
    sources = [
        source
        for source in _sources(donor, reader)
        if only in ("", source.kind) and (reader.sees_money or source.kind not in OF_MONEY)
    ]
    mark = _read(before)
    found: list[tuple[Source, Any]] = []
    for source in sources:
        found += [(source, row) for row in _older_than(source, mark)[: SIZE + 1]]
    found.sort(key=lambda each: (-_moment(each).timestamp(), RANKS[each[0].kind]))
    shown = found[:SIZE]
    moments: list[Moment] = []
    told_of = {
        source.kind: iter(list(source.tell([row for its, row in shown if its is source])))
        for source in sources
    }
    for source, _row in shown:
        moments.append(next(told_of[source.kind]))
    if len(found) <= SIZE:
        return Timeline(moments)
    last, row = shown[-1]
    return Timeline(moments, str(Mark(getattr(row, last.at), RANKS[last.kind], str(row.pk))))


def _sources(donor: Donor, reader: Reader) -> list[Source]:
    trail = told.trail_of(donor)
    receipts = Receipt.objects.filter(donor=donor).select_related("series").defer("pdf", "snapshot")
    gifts = Gift.objects.filter(donor=donor).exclude(given_at=None).with_net().select_related("campaign")
    notes = donor.notes.select_related("by", "withdrawn_by", "correction", "corrects")
    return [
        Source("gift", gifts, "given_at", told.gifts),
        Source("receipt", receipts, "issued_at", told.receipts),
        Source("letter", _letters(donor, reader.user), "created_at", told.letters),
        Source("note", notes.filter(correction=None), "at", told.notes),
        Source("task", donor.tasks.select_related("assigned_to", "done_by"), "created_at", told.tasks),
        Source("consent", donor.consents.select_related("by"), "at", told.consents),
        Source("change", trail.exclude(verb__in=MERGES), "at", lambda rows: _changes(rows, donor)),
        Source("merge", trail.filter(verb__in=MERGES), "at", lambda rows: _changes(rows, donor)),
    ]


def _letters(donor: Donor, user: User) -> "QuerySet[Letter]":
    """Letters to any address of the donor's, or to be read by them."""
    emails = {donor.email, *donor.other_emails.split(), *donor.folded.values_list("email", flat=True)}
    to_donor = Q(to_email__in=sorted(email for email in emails if email))
    if donor.user_id:
        to_donor |= Q(reader=donor.user_id)
    return Letter.objects.visible_to(user).filter(to_donor).defer("facts")


def _changes(rows: Sequence[Any], donor: Donor) -> list[Moment]:
    named = {row.after["tag"] for row in rows if isinstance(row.after.get("tag"), int)}
    tags = dict(Tag.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}
    return told.changes(rows, donor, tags)


def _older_than(source: Source, mark: Mark | None) -> "QuerySet[Any]":
    rows = source.rows.order_by(f"-{source.at}", "-pk")
    if mark is None:
        return rows
    rank = RANKS[source.kind]
    earlier = Q(**{f"{source.at}__lt": mark.at})
    if rank > mark.rank:
        return rows.filter(Q(**{f"{source.at}__lte": mark.at}))
    key = _key_of(source.rows.model, mark.key) if rank == mark.rank else None
    return rows.filter(earlier if key is None else earlier | Q(**{source.at: mark.at, "pk__lt": key}))


def _key_of(model: type[Model], key: str) -> Any:
    try:
        return model._meta.pk.to_python(key)
    except ValidationError:
        return None


def _moment(each: tuple[Source, Any]) -> datetime:
    moment: datetime = getattr(each[1], each[0].at)
    return moment


def _read(text: str) -> Mark | None:
    try:
        at, rank, key = text.split("~")
        moment = datetime.fromisoformat(at)
        return Mark(moment, int(rank), key) if moment.tzinfo and "\0" not in key else None
    except ValueError:
        return None
