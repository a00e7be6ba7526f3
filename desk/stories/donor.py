"""All that passed between a donor and us, newest first, a page at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, IntegerField, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
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
    """Who looks; money is for those alone who work with it. `folded_emails` are of records folded in."""

    user: User
    sees_money: bool
    folded_emails: tuple[str, ...] = ()


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

    One query finds what stands on the page, and one more reads each kind that does, however long the story.
    """
    sources = [
        source
        for source in _sources(donor, reader)
        if only in ("", source.kind) and (reader.sees_money or source.kind not in OF_MONEY)
    ]
    found = _keys(sources, _read(before))
    shown = found[:SIZE]
    told_of = {
        source.kind: iter(_told(source, [key for its, _at, key in shown if its is source]))
        for source in sources
    }
    moments = [next(told_of[source.kind]) for source, _at, _key in shown]
    if len(found) <= SIZE:
        return Timeline(moments)
    last, at, key = shown[-1]
    return Timeline(moments, str(Mark(at, RANKS[last.kind], str(key))))


def _keys(sources: Sequence[Source], mark: Mark | None) -> list[tuple[Source, datetime, Any]]:
    """Return what stands on the page and one more, in order: by moment, kind, key."""
    by_rank = {RANKS[source.kind]: source for source in sources}
    parts = [_newest(source, mark) for source in sources]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = [
        (by_rank[rank], moment, by_rank[rank].rows.model._meta.pk.to_python(key))
        for moment, rank, key in rows
    ]
    # keys of one kind compare with each other alone
    of_kind = [
        sorted((row for row in found if row[0] is source), key=lambda row: row[2], reverse=True)
        for source in sources
    ]
    ordered = sorted((row for rows in of_kind for row in rows), key=lambda row: row[1], reverse=True)
    return ordered[: SIZE + 1]


def _newest(source: Source, mark: Mark | None) -> "QuerySet[Any, Any]":
    rows = _older_than(source, mark).annotate(
        story_at=F(source.at),
        story_rank=Value(RANKS[source.kind], output_field=IntegerField()),
        story_key=Cast("pk", TextField()),
    )
    newest: QuerySet[Any, Any] = rows.values_list("story_at", "story_rank", "story_key")[: SIZE + 1]
    return newest


def _told(source: Source, keys: Sequence[Any]) -> list[Moment]:
    if not keys:
        return []
    rows = {row.pk: row for row in source.rows.filter(pk__in=keys)}
    return list(source.tell([rows[key] for key in keys]))


def _sources(donor: Donor, reader: Reader) -> list[Source]:
    trail = told.trail_of(donor)
    receipts = Receipt.objects.filter(donor=donor).select_related("series").defer("pdf", "snapshot")
    gifts = Gift.objects.filter(donor=donor).exclude(given_at=None).with_net().select_related("campaign")
    notes = donor.notes.select_related("by", "withdrawn_by", "correction", "corrects")
    return [
        Source("gift", gifts, "given_at", told.gifts),
        Source("receipt", receipts, "issued_at", told.receipts),
        Source("letter", _letters(donor, reader), "created_at", told.letters),
        Source("note", notes.filter(correction=None), "at", told.notes),
        Source("task", donor.tasks.select_related("assigned_to", "done_by"), "created_at", told.tasks),
        Source("consent", donor.consents.select_related("by"), "at", told.consents),
        Source("change", trail.exclude(verb__in=MERGES), "at", lambda rows: _changes(rows, donor)),
        Source("merge", trail.filter(verb__in=MERGES), "at", lambda rows: _changes(rows, donor)),
    ]


def _letters(donor: Donor, reader: Reader) -> "QuerySet[Letter]":
    """Letters to any address of the donor's, or to be read by them."""
    emails = {donor.email, *donor.other_emails.split(), *reader.folded_emails}
    to_donor = Q(to_email__in=sorted(email for email in emails if email))
    if donor.user_id:
        to_donor |= Q(reader=donor.user_id)
    return Letter.objects.visible_to(reader.user).filter(to_donor).defer("facts")


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


def _read(text: str) -> Mark | None:
    try:
        at, rank, key = text.split("~")
        moment = datetime.fromisoformat(at)
        return Mark(moment, int(rank), key) if moment.tzinfo and "\0" not in key else None
    except ValueError:
        return None
