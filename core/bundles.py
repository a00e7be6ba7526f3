"""Rows of many tables by one question, as objects of their models.

A page of many small parts asks once instead of once for each, in words that are composed once: for such a
page wording a question takes longer than answering it. Each part comes as JSON and is read by its fields.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import Field, Model


@dataclass(frozen=True)
class Joined:
    """A row that belongs to a part's row: the attribute under which it is kept there, and its SQL alias.

    `path` may lead on from another one: `gift.donor`. `only` are the columns that are read, by their field's
    name in Python; all others are asked for where somebody wants them.
    """

    path: str
    model: type[Model]
    alias: str
    only: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Rows of a table, which SQL calls `own`, each with the rows that belong to it.

    `rest` is SQL of ours, never a person's: what follows the table's name, joins, conditions and order.
    """

    model: type[Model]
    rest: str
    only: tuple[str, ...] = ()
    joined: tuple[Joined, ...] = ()

    @cached_property
    def sql(self) -> str:
        """A subquery that returns them as one array, in their order."""
        return f"(SELECT coalesce(json_agg(told), '[]') FROM ({self.one}) AS rows)"  # noqa: S608 - our own words

    @cached_property
    def one(self) -> str:
        """The same for a condition that a single row meets, without the array."""
        told = [_told(self.model, "own", self.only)]
        told += [_told(each.model, each.alias, each.only) for each in self.joined]
        table = self.model._meta.db_table
        return f"SELECT json_build_array({', '.join(told)}) AS told FROM {table} AS own {self.rest}"  # noqa: S608 - our own words

    def read(self, told: Sequence[Any]) -> Any:
        """Return a row with those that belong to it."""
        row = _made(self.model, self.only, told[0])
        for each, values in zip(self.joined, told[1:], strict=True):
            *before, name = each.path.split(".")
            owner = row
            for step in before:
                owner = getattr(owner, step)
            _keep(owner, name, _made(each.model, each.only, values) if values[0] is not None else None)
        return row

    def read_all(self, told: Sequence[Sequence[Any]]) -> list[Any]:
        """Return rows in their order."""
        return [self.read(each) for each in told]


def opened(text: str) -> Any:
    """Return what a bundle's JSON holds; amounts are exact."""
    return json.loads(text, parse_float=Decimal)


@cache
def _fields(model: type[Model], only: tuple[str, ...]) -> list["Field[Any, Any]"]:
    """The fields that are read, the key first."""
    key = model._meta.pk
    others = [field for field in model._meta.concrete_fields if field is not key]
    return [key, *(field for field in others if not only or field.attname in only)]


def _told(model: type[Model], alias: str, only: tuple[str, ...]) -> str:
    names = ", ".join(f'{alias}."{field.column}"' for field in _fields(model, only))
    return f"json_build_array({names})"


def _made(model: type[Model], only: tuple[str, ...], values: Sequence[Any]) -> Model:
    fields = _fields(model, only)
    read = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    return model.from_db(connection.alias, [field.attname for field in fields], read)


def _keep(owner: Model, name: str, row: Model | None) -> None:
    try:
        field: Any = owner._meta.get_field(name)
    except FieldDoesNotExist:
        setattr(owner, name, row)
    else:
        field.set_cached_value(owner, row)
