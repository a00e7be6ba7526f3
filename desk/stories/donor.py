"""All that passed between a donor and us, newest first, a page at a time."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.bundles import opened
from core.rows import planned_cursor
from desk.stories.changes import MERGES
from desk.stories.sources import SOURCES, Source
from desk.stories.told import Moment
from donors.models import Donor
from gifts.models import Gift
from letters.kinds import kinds_read_by

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


def timeline_of(donor: Donor, reader: Reader, *, only: str = "", before: str = "") -> Timeline:
    """Return a page; `only` is one of KINDS, `before` a mark as `older` gives it. Nonsense is the first page.

    One question, however long the story and whatever kinds of things are in it.
    """
    kinds = tuple(
        kind for kind in KINDS if only in ("", kind) and (reader.sees_money or kind not in OF_MONEY)
    )
    if not kinds:
        return Timeline()
    found = _found(kinds, _values(donor, reader), _read(before))
    shown = found[:SIZE]
    told_of = {
        kind: iter(SOURCES[kind].tell([row for its, row in shown if its == kind], donor)) for kind in kinds
    }
    moments = [next(told_of[kind]) for kind, _row in shown]
    if len(found) <= SIZE:
        return Timeline(moments)
    kind, last = shown[-1]
    return Timeline(moments, str(Mark(getattr(last, SOURCES[kind].at), RANKS[kind], str(last.pk))))


def _values(donor: Donor, reader: Reader) -> dict[str, Any]:
    """What the question asks with. Letters: to any address of the donor's, or to be read by them."""
    emails = {donor.email, *donor.other_emails.split(), *reader.folded_emails}
    return {
        "donor": donor.pk,
        "user": donor.user_id,
        "emails": sorted(email for email in emails if email),
        "kinds": kinds_read_by(reader.user.roles),
        "merges": list(MERGES),
    }


def _found(kinds: tuple[str, ...], values: dict[str, Any], mark: Mark | None) -> list[tuple[str, Any]]:
    """Return what stands on the page and one more, in order: by moment, kind, key."""
    if mark is not None:
        key = _key_of(mark)
        values = {**values, "at": mark.at, "key": key}
        place = (mark.rank, key is not None)
    with planned_cursor() as cursor:
        cursor.execute(_statement(kinds, place if mark else None), values)
        rows = cursor.fetchall()
    names = list(KINDS)
    return [(names[rank], SOURCES[names[rank]].part.read(opened(told))) for rank, told in rows]


@cache
def _statement(kinds: tuple[str, ...], place: tuple[int, bool] | None) -> str:
    """The question; `place`: the rank of the last thing of the page before, and whether its key is known."""
    newest = " UNION ALL ".join(_newest(kind, place) for kind in kinds)
    told = " ".join(f"WHEN {RANKS[kind]} THEN ({SOURCES[kind].part.one})" for kind in kinds)
    order = "at DESC, rank, whole DESC, uuid DESC"
    return f"""
        WITH found AS (SELECT * FROM ({newest}) AS parts ORDER BY {order} LIMIT {SIZE + 1})
        SELECT rank, (CASE rank {told} END)::text FROM found ORDER BY {order}"""  # noqa: S608 - our own words


def _newest(kind: str, place: tuple[int, bool] | None) -> str:
    source = SOURCES[kind]
    is_uuid = source.part.model is Gift
    keys = (
        "NULL::bigint AS whole, own.id AS uuid" if is_uuid else "own.id::bigint AS whole, NULL::uuid AS uuid"
    )
    columns = f"own.{source.at} AS at, {RANKS[kind]} AS rank, {keys}"
    parts = [_limited(source, columns, extra, _older(kind, source, place)) for extra in source.each]
    if len(parts) == 1:
        return f"({parts[0]})"
    union = " UNION ".join(f"({part})" for part in parts)
    return f"(SELECT * FROM ({union}) AS parts ORDER BY at DESC, whole DESC LIMIT {SIZE + 1})"  # noqa: S608 - our own words


def _limited(source: Source, columns: str, extra: str, older: str) -> str:
    """The newest rows of a source; where they belong to addresses, the newest of each address."""
    where = " AND ".join(part for part in (source.where, extra, older) if part)
    table = source.part.model._meta.db_table
    newest = f"""SELECT {columns} FROM {table} AS own WHERE {where}
        ORDER BY own.{source.at} DESC, own.id DESC LIMIT {SIZE + 1}"""  # noqa: S608 - our own words
    if "address" not in extra.split():
        return newest
    return f"SELECT own.* FROM unnest(%(emails)s::text[]) AS address CROSS JOIN LATERAL ({newest}) AS own"  # noqa: S608 - our own words


def _older(kind: str, source: Source, place: tuple[int, bool] | None) -> str:
    """The condition that a row stands after the last one of the page before."""
    if place is None:
        return ""
    rank, is_key_known = place
    if RANKS[kind] > rank:
        return f"own.{source.at} <= %(at)s"
    if RANKS[kind] < rank or not is_key_known:
        return f"own.{source.at} < %(at)s"
    return f"(own.{source.at}, own.id) < (%(at)s, %(key)s)"


def _key_of(mark: Mark) -> Any:
    """The key of the last thing of the page before; None where it makes no sense."""
    kind = list(KINDS)[mark.rank] if 0 <= mark.rank < len(KINDS) else ""
    try:
        return SOURCES[kind].part.model._meta.pk.to_python(mark.key) if kind else None
    except ValidationError:
        return None


def _read(text: str) -> Mark | None:
    try:
        at, rank, key = text.split("~")
        moment = datetime.fromisoformat(at)
        return Mark(moment, int(rank), key) if moment.tzinfo and "\0" not in key else None
    except ValueError:
        return None
