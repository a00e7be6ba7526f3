"""The views of a list that somebody sees: their own, then those that others share."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Q
from django.http import QueryDict

from accounts.forms import PLACES
from accounts.models import SavedView

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """A view as the list offers it."""

    name: str
    query: str
    is_here: bool
    by: str


@register.simple_tag(takes_context=True)
def saved_tabs(context: dict[str, Any], route: str) -> list[Tab]:
    """Return them in their order; the one whose filters are in force is marked. One query."""
    request = context["request"]
    here = _plain(request.GET.urlencode())
    seen = SavedView.objects.filter(Q(owner=request.user) | Q(is_shared=True), route=route)
    rows = sorted(
        seen.select_related("owner"), key=lambda row: (row.owner_id != request.user.pk, row.position, row.pk)
    )
    return [
        Tab(
            row.name,
            row.query,
            is_here=bool(here) and _plain(row.query) == here,
            by="" if row.owner_id == request.user.pk else str(row.owner),
        )
        for row in rows
    ]


@register.simple_tag(takes_context=True)
def kept_query(context: dict[str, Any]) -> str:
    """Return what narrows the list now, as a query string."""
    query: str = context["request"].GET.urlencode()
    return query


def _plain(query: str) -> frozenset[tuple[str, str]]:
    said = QueryDict(query).lists()
    return frozenset((key, value) for key, values in said if key not in PLACES for value in values if value)
