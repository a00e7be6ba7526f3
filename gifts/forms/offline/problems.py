"""The sentences of several forms as one list, so that a page shows them all at its head."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """What needs another look; `target` is the field's id, or empty."""

    words: str
    target: str = ""
    label: str = ""


def problems_of(sent: Iterable[forms.BaseForm], *others: Iterable[object]) -> list[Problem]:
    """Return every sentence of some forms in the order of the page, then those of no field."""
    found = []
    for form in sent:
        found += [Problem(str(words)) for words in form.non_field_errors()]
        for field in form.visible_fields():
            if field.errors:
                found.append(Problem(str(field.errors[0]), field.auto_id or "", str(field.label)))
        if any(field.errors for field in form.hidden_fields()):  # nobody typed there
            found.append(Problem(_("The page changed meanwhile. Please read it again.")))
    return found + [Problem(str(words)) for words in (words for one in others for words in one)]
