"""Rows of every app go from one record to another, and back."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models

from donors.registry import folding
from donors.reports.naming import columns_naming_donors, name_of

Keys = dict[str, list[str]]


def move_rows(*, folded_id: int, to_id: int) -> tuple[Keys, Keys]:
    """Let every row of any app that names one donor name the other; return which did, and which could not.

    One cannot where the kept record has its like and the database allows one alone, or where it is frozen.
    """
    moved: Keys = {}
    stayed: Keys = {}
    for model, field in columns_naming_donors():
        rows = model._base_manager.filter(**{field: folded_id})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        done = _move(rows, keys, field, to_id)
        if done:
            moved[name_of(model, field)] = [str(key) for key in done]
        if len(done) < len(keys):
            stayed[name_of(model, field)] = [str(key) for key in keys if key not in set(done)]
    return moved, stayed


def move_back(moved: Keys, *, kept_id: int, folded_id: int) -> int:
    """Let the rows that a merge moved name the folded record again, where they still name the kept one.

    What was deleted or given to somebody else since stays so. Returns how many went back.
    """
    went = 0
    for name, keys in moved.items():
        label, _dot, field = name.rpartition(".")
        rows = apps.get_model(label)._base_manager.filter(**{field: kept_id})
        went += len(_move(rows, keys, field, folded_id))
    return went


def _move(rows: "models.QuerySet[Any]", keys: Sequence[Any], field: str, to_id: int) -> list[Any]:
    """Move rows, all at once where the database lets them, else by halves; return those that moved."""
    if not keys:
        return []
    try:
        with folding(), connection.cursor() as cursor:
            rows.filter(pk__in=keys).update(**{field: to_id})
            # what the database would look at when all is over is looked at now, where it can be taken back
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return list(keys)
    except (IntegrityError, ProgrammingError):  # the second is what a trigger's refusal becomes
        if len(keys) == 1:
            return []
        half = len(keys) // 2
        return [
            *_move(rows, keys[:half], field, to_id),
            *_move(rows, keys[half:], field, to_id),
        ]
