"""Paging that stays fast at a million rows: the next page starts after a row, not after a count."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import IntegerField, Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 50


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """Some rows and the query strings of their neighbours; an empty one means there is none."""

    rows: list[Row]
    newer: str
    older: str


def keyset_page(
    request: HttpRequest, rows: "QuerySet[Row]", *, field: str, size: int = PAGE_SIZE
) -> KeysetPage[Row]:
    """Return the page that `?older=` or `?newer=` asks for, newest first by (field, pk).

    `field` is a moment or a whole number that is never null and has an index with the key. A mark that
    makes no sense shows the first page. Filters in the address are kept in the neighbours' query strings.
    """
    older, newer = (_mark(request.GET.get(name, ""), rows.model, field) for name in ("older", "newer"))
    if newer:
        at, key = newer
        found = list(
            rows.filter(Q(**{f"{field}__gte": at}) & (Q(**{f"{field}__gt": at}) | Q(pk__gt=key))).order_by(
                field, "pk"
            )[: size + 1]
        )
        more_newer, more_older = len(found) > size, True
        shown = list(reversed(found[:size]))
    else:
        narrowed = rows
        if older:
            at, key = older
            narrowed = rows.filter(Q(**{f"{field}__lte": at}) & (Q(**{f"{field}__lt": at}) | Q(pk__lt=key)))
        found = list(narrowed.order_by(f"-{field}", "-pk")[: size + 1])
        more_newer, more_older = older is not None, len(found) > size
        shown = found[:size]
    return KeysetPage(
        rows=shown,
        newer=_query(request, "newer", shown[0], field) if shown and more_newer else "",
        older=_query(request, "older", shown[-1], field) if shown and more_older else "",
    )


def _mark(text: str, model: type[Model], field: str) -> tuple[datetime | int, Any] | None:
    """Read a mark of ours; None for none and for nonsense, a key of another kind of row included."""
    if not text:
        return None
    try:
        at, key = json.loads(urlsafe_b64decode(text.encode()))
        place = _place(at, model, field)
        if place is None or not isinstance(key, int | str) or "\0" in str(key):
            return None
        return place, model._meta.pk.to_python(key)
    except (BadBase64, ValueError, TypeError, ValidationError):
        return None


def _place(at: Any, model: type[Model], field: str) -> datetime | int | None:
    """What a mark says of the field, where it is of the field's own kind."""
    if any(isinstance(each, IntegerField) for each in model._meta.fields if each.name == field):
        return at if type(at) is int else None
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo is not None else None


def _query(request: HttpRequest, name: str, row: Row, field: str) -> str:
    """The address's query string with this mark in place of any other."""
    values = request.GET.copy()
    values.pop("older", None)
    values.pop("newer", None)
    place: datetime | int = getattr(row, field)
    said = place if isinstance(place, int) else place.isoformat()
    text = json.dumps([said, row.pk if isinstance(row.pk, int) else str(row.pk)])
    values[name] = urlsafe_b64encode(text.encode()).decode()
    return values.urlencode()
