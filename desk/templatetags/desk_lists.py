"""What narrows a list, in words, each with the address that takes it away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms, template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gifts.reports.choices import offer

register = template.Library()

PLACES = ("older", "newer", "page")


@dataclass(frozen=True)
class Chip:
    """One filter in force; `query` is the address's query string without it."""

    label: str
    text: str
    query: str


@register.simple_tag
def offered(form: forms.Form) -> str:
    """Read what all select fields of a list's filters offer, at once; it draws nothing."""
    offer(form)
    return ""


@register.simple_tag
def drawn(field: forms.BoundField) -> SafeString:
    """A filter's field as `<c-field>` draws it, at a third of its cost: lists have up to twenty-five.

    Not for what stands in a fieldset or behind its box.
    """
    help_text = format_html('<p class="help" id="{}_helptext">{}</p>', field.auto_id, field.help_text)
    return format_html(
        '<div class="field"><label for="{}">{}</label>{}{}{}</div>',
        field.id_for_label,
        field.label,
        help_text if field.help_text else "",
        field.errors,
        field,
    )


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
