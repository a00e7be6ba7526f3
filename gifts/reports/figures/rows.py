"""A page of the rows behind a figure, the largest first or the newest first; and all of them for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from donors.models import Donor
from gifts.models import Gift
from gifts.reports.figures import Figure

SIZE = 50
CHUNK = 500


@dataclass(frozen=True)
class Mark:
    """The last row of the page before: its day or its money, and its key."""

    by: str
    key: str

    @classmethod
    def of(cls, text: str) -> "Mark | None":
        """Read a mark of ours; None for none and for nonsense."""
        by, _dash, key = text.partition("_")
        try:
            if by.count("-") == 2 and not by.startswith("-"):
                date.fromisoformat(by)
                UUID(key)
            elif not (Decimal(by).is_finite() and key.isascii() and key.isdecimal() and len(key) < 19):
                return None
        except (ValueError, InvalidOperation):
            return None
        return cls(by, key)


@dataclass(frozen=True)
class Row:
    """A gift or a donor behind a figure, and its part of it."""

    thing: Any
    day: date | None
    part: Decimal
    counts: int


@dataclass(frozen=True)
class RowPage:
    """Some rows; `after` is the mark of the next page, if there is one."""

    rows: Sequence[Row]
    after: str


def page_of(figure: Figure, behind: str, mark: Mark | None) -> RowPage:
    """Return a page: gifts by their day, donors by their money."""
    by, kind = ("day", "date") if figure.of == "gifts" else ("part", "numeric")
    key = "uuid" if figure.of == "gifts" else "bigint"
    where, values = "", []
    if mark is not None and (by == "day") == (mark.by.count("-") == 2 and not mark.by.startswith("-")):
        where, values = f"WHERE ({by}, key) < (%s::{kind}, %s::{key})", [mark.by, mark.key]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT key, day, part, counts FROM ({behind}) AS behind {where}
            ORDER BY {by} DESC, key DESC LIMIT {SIZE + 1}""",  # noqa: S608 - our own words
            values,
        )
        found = cursor.fetchall()
    rows = with_things(figure, found[:SIZE])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return RowPage(rows, f"{last[1] if by == 'day' else last[2]}_{last[0]}" if last else "")


def with_things(figure: Figure, found: Sequence[tuple[Any, ...]]) -> list[Row]:
    """Return rows with their gifts or donors: one question for all."""
    keys = [row[0] for row in found]
    things: dict[Any, Any]
    if figure.of == "gifts":
        things = Gift.objects.select_related("donor", "campaign").in_bulk(keys)
    else:
        things = Donor.objects.in_bulk(keys)
    return [Row(things[key], day, part, counts) for key, day, part, counts in found if key in things]


def exported(figure: Figure, behind: str) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return the header and the rows of a file."""
    header = ("gift", "given_on", "donor", "campaign", "state", "amount", "stands", "counts")
    if figure.of == "donors":
        header = ("donor", "name", "email", "last_gift", "money")  # type: ignore[assignment] # as long as it needs
    return header, _exported(figure, behind)


def _exported(figure: Figure, behind: str) -> Iterator[Sequence[object]]:
    """In a transaction of its own: a server-side cursor needs one."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT key, day, part, counts FROM ({behind}) AS behind ORDER BY day, key")  # noqa: S608 - our own words
        while found := cursor.fetchmany(CHUNK):
            for row in with_things(figure, found):
                yield _line(figure, row)


def _line(figure: Figure, row: Row) -> Sequence[object]:
    thing = row.thing
    if figure.of == "donors":
        return (thing.pk, thing.name, thing.email, str(row.day or ""), row.part)
    donor = thing.donor.name if thing.donor else thing.payer_name
    campaign = str(thing.campaign or "")
    return (str(thing.pk), str(row.day), donor, campaign, thing.state, thing.amount, row.part, row.counts)
