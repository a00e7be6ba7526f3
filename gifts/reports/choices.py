"""What the select fields of a list's filters offer: read by one question, however many fields there are."""

from functools import cache
from typing import Any

from django.db.models import Model
from django.forms import BaseForm, ModelChoiceField

from campaigns.models import Appeal, Campaign, Challenge, Fund
from core.bundles import Part, opened
from core.rows import planned_cursor
from donors.models import Tag

# in the order of their models, and with what their words are made of
OFFERED: dict[type[Model], Part] = {
    Campaign: Part(Campaign, "ORDER BY own.position, own.starts_on DESC, own.id", ("name", "name_es")),
    Fund: Part(Fund, "ORDER BY own.position, own.id", ("name", "name_es")),
    Appeal: Part(Appeal, "ORDER BY own.sent_on DESC, own.id", ("name",)),
    Challenge: Part(Challenge, "ORDER BY own.created_at DESC, own.id DESC", ("name",)),
    Tag: Part(Tag, "ORDER BY own.name", ("name",)),
}


def offer(form: BaseForm) -> None:
    """Fill the select fields that offer all rows of these tables; what is chosen is checked as before."""
    fields: list[tuple[Any, type[Model]]] = [
        (field, model) for field in form.fields.values() if (model := _whole(field))
    ]
    if not fields:
        return
    rows = _rows(tuple(model for model in OFFERED if any(model is other for _field, other in fields)))
    for field, model in fields:
        first: list[tuple[Any, Any]] = [] if field.empty_label is None else [("", field.empty_label)]
        if getattr(field, "null_label", None) is not None:
            first.append((field.null_value, field.null_label))
        field.widget.choices = first + [(row.pk, field.label_from_instance(row)) for row in rows[model]]


def _whole(field: Any) -> type[Model] | None:
    """The table of which a select field offers every row, if it is one of ours."""
    if not isinstance(field, ModelChoiceField) or field.queryset is None or field.queryset.query.where:
        return None
    model = field.queryset.model
    return model if model in OFFERED else None


def _rows(models: tuple[type[Model], ...]) -> dict[type[Model], list[Any]]:
    with planned_cursor() as cursor:
        cursor.execute(_statement(models))
        told = opened(cursor.fetchone()[0])
    return {model: OFFERED[model].read_all(rows) for model, rows in zip(models, told, strict=True)}


@cache
def _statement(models: tuple[type[Model], ...]) -> str:
    return f"SELECT json_build_array({', '.join(OFFERED[model].sql for model in models)})::text"
