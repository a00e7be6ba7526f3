"""What narrows a list, in words, each with the address that takes it away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms, template
from django.utils.formats import date_format

register = template.Library()

PLACES = ("older", "newer", "page")


@dataclass(frozen=True)
class Chip:
    """One filter in force; `query` is the address's query string without it."""

    label: str
    text: str
    query: str


@register.simple_tag(takes_context=True)
def chips(context: dict[str, Any], form: forms.Form) -> list[Chip]:
    """Return the filters in force, apart from the search words, which stand in their field anyway."""
    found = []
    for name, field in form.fields.items():
        value = getattr(form, "cleaned_data", {}).get(name)
        if name == "q" or value in (None, "", []):
            continue
        query = context["request"].GET.copy()
        for gone in (name, *PLACES):
            query.pop(gone, None)
        found.append(Chip(str(field.label), _words(field, value), query.urlencode()))
    return found


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        names = {str(key): str(words) for key, words in field.choices}  # type: ignore[union-attr, misc] # filters have no groups
        return ", ".join(names.get(str(each), str(each)) for each in _each(value))
    return str(value)


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
