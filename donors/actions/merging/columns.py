"""The columns of two records: what stood in them, what shall stand in them, and what stands there again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Field

from donors.models import Donor

Columns = dict[str, Any]
# joined by a rule of their own
APART = frozenset({"user", "email", "wants_news_since"})


def _fields() -> "list[Field[Any, Any]]":
    return [
        field
        for field in Donor._meta.concrete_fields
        # what is not edited is written by the database itself
        if field.editable and not field.primary_key and field.name not in {"merged_into", "erased_at"}
    ]


def columns_of(donor: Donor) -> Columns:
    """Return a record's own columns as they can be kept and compared, to the microsecond."""
    return {field.attname: _kept(getattr(donor, field.attname)) for field in _fields()}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def written(columns: Columns) -> Columns:
    """Return columns that `columns_of` kept as the database takes them."""
    by_name = {field.attname: field for field in _fields()}
    return {name: by_name[name].to_python(value) for name, value in columns.items() if name in by_name}


def joined(kept: Donor, folded: Donor, choices: Mapping[str, str]) -> tuple[Columns, Columns]:
    """Return the columns of both records after the merge.

    A choice says whose value stays; where none was made, the kept record's does, unless it is empty. The two
    addresses of mail both stay: one in each record, so that either leads here. One sign-in stays.
    """
    before, others = columns_of(kept), columns_of(folded)
    after, rest = dict(before), dict(others)
    for field in _fields():
        if field.name not in APART and _takes(field.name, before[field.attname], choices):
            after[field.attname] = others[field.attname]
    if _takes("email", before["email"], choices) and others["email"]:
        after["email"], rest["email"] = others["email"], before["email"]
    if choices.get("wants_news") == "folded":
        after["wants_news_since"] = others["wants_news_since"]
    after["user_id"], rest["user_id"] = before["user_id"] or others["user_id"], None
    return after, rest


def _takes(name: str, value: Any, choices: Mapping[str, str]) -> bool:
    return choices.get(name, "folded" if value in {None, ""} else "kept") == "folded"


def unjoined(now: Columns, before: Columns, after: Columns) -> Columns:
    """Return what goes back: columns that still hold what the merge wrote. What was changed since stays."""
    return {
        name: before[name]
        for name, value in after.items()
        if name in before and value != before[name] and now.get(name) == value
    }
