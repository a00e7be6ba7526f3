"""Tables that leave the house: streamed CSV whose cells no spreadsheet will run."""

import csv
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Field,
    Func,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.http import StreamingHttpResponse

from core.shield import RULE, holds_place

log = structlog.get_logger(__name__)

# a cell that begins like this is run as a formula, or splits into one, by some spreadsheet program
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", ";", "＝", "＋", "－", "＠")
RUNS = r"^(?=[ '\"]*[" + "".join(f"\\{sign}" if sign.isascii() else sign for sign in DANGEROUS) + "])"
# no limit, but the planner cannot know: it takes the way on which the first rows come soon, not after a sort
SOON = "LIMIT (SELECT NULL::bigint)"
ROWS_AT_ONCE = 500
WITHHELD = "withheld"
MARK = "\ufeff"  # by which Excel knows that what follows is UTF-8


class _Line:
    """What `csv.writer` writes to: hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


class _Runs(Func):
    """Whether a text would run as a formula. A pattern would cost the database three times as much."""

    template = f"STRPOS('{''.join(DANGEROUS)}', LEFT(LTRIM(%(expressions)s, ' ''\"') || ' ', 1)) > 0"
    output_field: "Field[Any, Any]" = BooleanField()


Cells = Mapping[str, str | Combinable]


@dataclass(frozen=True)
class Copied:
    """Rows that the database writes as CSV in one statement: a million cost no object of ours, one snapshot.

    `columns`: header → field or expression of `rows`, which keep their filter and order.
    """

    columns: Cells
    rows: "QuerySet[Any, Any]"

    def lines(self) -> Generator[str]:
        """Yield a line for each row, cells quoted and defused. Closed midway, it frees the connection."""
        try:
            sql, params = self._selected().query.sql_with_params()
        except EmptyResultSet:
            return
        query = f"COPY ({mogrify(sql, params, connection)} {SOON}) TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *)"
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(query) as answer:
            for line in answer:
                yield f"{bytes(line[:-1]).decode()}\r\n"

    def _selected(self) -> "QuerySet[Any, Any]":
        cells = {
            f"cell_{number}": F(what) if isinstance(what, str) else what
            for number, what in enumerate(self.columns.values())
        }
        plain = self.rows.annotate(**cells).query.annotations
        safe = {name: _safe(cell, plain[name].output_field) for name, cell in cells.items()}
        found: QuerySet[Any, Any] = self.rows.annotate(**safe).values_list(*safe)
        return found


@dataclass(frozen=True)
class Together:
    """Rows of several tables under one header, one table after the other."""

    parts: Sequence[Copied]

    def lines(self) -> Generator[str]:
        """Yield the lines of each. Closed midway, it frees the connection."""
        for part in self.parts:
            yield from part.lines()


def _safe(cell: Any, field: "Field[Any, Any]") -> Any:
    """Return a cell that is defused where it is a text; a subquery would be asked at each mention."""
    if isinstance(field, BooleanField):
        yes_no = "CASE WHEN %(expressions)s THEN 'yes' ELSE 'no' END"
        return Func(cell, template=yes_no, output_field=TextField())
    if not isinstance(field, CharField | TextField):
        return cell
    if isinstance(cell, Subquery):
        return Func(cell, Value(RUNS), Value("'"), function="REGEXP_REPLACE", output_field=TextField())
    quoted = Func(cell, template="'''' || %(expressions)s", output_field=TextField())
    return Case(When(_Runs(cell), then=quoted), default=cell, output_field=TextField())


def defuse(value: object) -> str:
    """Return a cell as text that stays text: a leading quote stops a formula. Plain numbers stay numbers."""
    text = "" if value is None else str(value)
    if text[:1].isalnum():  # most are, and none of them runs
        return text
    if isinstance(value, str) and text.lstrip(" '\"").startswith(DANGEROUS):
        return f"'{text}"
    return text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Generator[str]:
    """Yield CSV text, a few hundred rows at once, every cell quoted and defused."""
    return csv_text(header, (_written([defuse(value) for value in row]) for row in rows))


def csv_text(header: Sequence[str], lines: Generator[str]) -> Generator[str]:
    """Yield lines that are written already under their header, a few hundred at once.

    A row that tells a confidential place leaves as WITHHELD in each of its cells.
    """
    # a file that came in may have named its columns so
    kept = [_written([defuse(name) for name in header])]
    with closing(lines):
        for line in lines:
            kept.append(line)
            if len(kept) >= ROWS_AT_ONCE:
                yield _without_places(kept, len(header))
                kept.clear()
    yield _without_places(kept, len(header))


def _written(cells: Sequence[str]) -> str:
    return str(csv.writer(_Line(), quoting=csv.QUOTE_ALL).writerow(cells))


def _without_places(lines: list[str], width: int) -> str:
    """Look at all lines at once; only where a place is told, at each of them and at none joined to others."""
    whole = "".join(lines)
    if not holds_place(whole):
        return whole
    log.warning("rows_withheld", rule=RULE, field="export")
    withheld = ",".join([f'"{WITHHELD}"'] * width) + "\r\n"
    safe = "".join(withheld if holds_place(line) else line for line in lines)
    return safe if not holds_place(safe) else withheld * len(lines)


def csv_response(filename: str, text: Generator[str]) -> StreamingHttpResponse:
    """Return a download that begins at once and holds only a few rows in memory."""
    response = StreamingHttpResponse(_marked(text), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response


def _marked(text: Generator[str]) -> Generator[str]:
    """A generator, since the response closes that when whoever reads it hangs up."""
    with closing(text):
        yield MARK
        yield from text
