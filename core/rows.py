"""Rows by plain statements that are composed once, for the few places where composing them anew is felt.

A sign-up holds its locks while it writes: the ORM takes longer to word an INSERT than the database to do it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, QuerySet
from psycopg import Cursor

Row = TypeVar("Row", bound=Model)


@cache
def columns(model: type[Model]) -> str:
    """Return the columns of a table, in the order in which `made` wants their values."""
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)


def made(model: type[Row], values: Sequence[Any]) -> Row:
    """Return an object as it was read with `columns`."""
    return model.from_db(
        connection.alias,
        [field.attname for field in model._meta.concrete_fields],
        [_read(field, value) for field, value in zip(model._meta.concrete_fields, values, strict=True)],
    )


def planned_cursor() -> CursorWrapper:
    """Return a cursor whose statements the database plans once for each connection.

    For long questions that are asked again and again: to plan them takes longer than to answer them.
    """
    connection.ensure_connection()
    plain = CursorWrapper(Cursor(connection.connection), connection)
    return connection.make_debug_cursor(plain) if connection.queries_logged else plain


def insert(row: Model) -> None:
    """Write a new row and give it its key. Raises: IntegrityError."""
    if not _insert(row, ""):
        raise ValueError(f"{row._meta.label}: the row was not written")


def insert_unless_taken(row: Model) -> bool:
    """Write a new row and give it its key; False, and nothing is written, where a unique value is taken."""
    return _insert(row, "ON CONFLICT DO NOTHING")


def insert_select(model: type[Model], **values: str) -> str:
    """Return `INSERT INTO … SELECT …` up to its FROM: SQL for the columns that are named, defaults of others.

    For what is written by the thousand from another table. The names and values are SQL of ours, never of a
    person; a column that a later part adds gets its field's default here too.
    """
    parts = {
        str(field.column): values.pop(str(field.column), "") or _default_of(field)
        for field in model._meta.concrete_fields
        if not field.generated and (not field.primary_key or str(field.column) in values)
    }
    if values:
        raise TypeError(f"{model._meta.label} has no {', '.join(values)}")
    names = ", ".join(f'"{name}"' for name in parts)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(parts.values())}'


def _default_of(field: "Field[Any, Any]") -> str:
    """The SQL of a field's default; a moment is the transaction's."""
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return "now()"
    value = field.get_db_prep_save(field.get_default(), connections[connection.alias])
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
    text = str(getattr(value, "adapted", value) if not isinstance(value, str) else value)
    return "'{}'".format(text.replace("'", "''").replace("%", "%%"))


def counts_of(sets: "Sequence[QuerySet[Any, Any]]") -> list[int]:
    """Count the rows of several querysets, by one question."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in sets:
        try:
            sql, given = (
                (rows if rows.query.values_select else rows.values("pk")).order_by().query.sql_with_params()
            )
        except EmptyResultSet:
            parts.append("0")
        else:
            parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 - the ORM's words
            values += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())


def _insert(row: Model, otherwise: str) -> bool:
    ours = connections[connection.alias]  # the proxy would look for the thread's own one at every field
    values = [field.get_db_prep_save(field.pre_save(row, add=True), ours) for field in _written(type(row))]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row), otherwise), values)
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = found[0]
    row._state.adding, row._state.db = False, connection.alias
    return True


@cache
def _written(model: type[Model]) -> list["Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _statement(model: type[Model], otherwise: str) -> str:
    fields = _written(model)
    names = ", ".join(f'"{field.column}"' for field in fields)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({", ".join(["%s"] * len(fields))})'  # noqa: S608 - names of our own tables
        f" {otherwise} RETURNING id"
    )


def _read(field: "Field[Any, Any]", value: Any) -> Any:
    for convert in field.get_db_converters(connection):
        value = convert(value, None, connection)
    return value
