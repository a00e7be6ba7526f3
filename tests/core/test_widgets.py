"""A template of ours in place of Django's says what Django's says."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from pytest_django.asserts import assertHTMLEqual

CHOICES = [("", "Any"), ("Nights", [(1, "Late <shift>"), (2, "Early")]), ("a&b", "Both")]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(attrs={"class": "wide", "required": True}, choices=CHOICES), "a&b"),
        (forms.Select(choices=CHOICES), 1),
        (forms.Select(choices=CHOICES), None),
        (forms.SelectMultiple(choices=CHOICES), [1, 2]),
    ],
)
def test_a_select_is_drawn_as_django_draws_it(widget: forms.Select, value: Any) -> None:
    ours, theirs = (
        widget.render("role", value, renderer=one) for one in (get_default_renderer(), DjangoTemplates())
    )
    assertHTMLEqual(ours, theirs)
