"""Filters as lists draw them: as the component does, and with what their fields would have offered."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.forms import BaseForm, ModelChoiceField
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from desk.filters import DonorFilter
from donors.models import Donor, Tag
from gifts.filters import GiftFilter
from gifts.models import Gift
from gifts.reports.choices import offer
from tests.factories import MOMENT, make_appeal, make_campaign, make_fund

pytestmark = pytest.mark.django_db

FORMS: list[Callable[[], BaseForm]] = [
    lambda: DonorFilter({"gave_since": "no day"}, queryset=Donor.objects.all()).form,
    lambda: GiftFilter({"least": "x", "appeal": "null"}, queryset=Gift.objects.all()).form,
]


def drawn(source: str, **names: object) -> str:
    page = Template(CottonCompiler().process(source)).render(Context(names))
    return " ".join(page.replace(">", "> ").replace("<", " <").split())


def some_rows() -> None:
    for number in range(2):
        campaign = make_campaign(name=f"Doors <{number}>")
        campaign.name_es = f"Puertas {number}"
        campaign.save()
        make_appeal(campaign)
        make_fund(f"fund-{number}", name=f"Fund {number}")
        Tag.objects.create(name=f"Choir {2 - number}", created_at=MOMENT)


@pytest.mark.parametrize("make", FORMS)
def test_a_field_is_drawn_as_the_component_draws_it(make: Callable[[], BaseForm]) -> None:
    some_rows()
    form = make()
    form.is_valid()
    plain = [field for field in form if not field.use_fieldset and not field.is_hidden]
    assert len(plain) > 10
    for field in plain:
        ours = drawn("{% load desk_lists %}{% drawn field %}", field=field)
        assert ours == drawn('<c-field :field="field" />', field=field).replace(
            'class="field "', 'class="field"'
        )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("make", FORMS)
def test_one_question_offers_what_each_field_would_have_asked_for(
    make: Callable[[], BaseForm], language: str
) -> None:
    some_rows()
    with translation.override(language):
        form = make()
        fields: dict[str, Any] = {
            name: field for name, field in form.fields.items() if isinstance(field, ModelChoiceField)
        }
        asked = {
            name: [(str(key), str(word)) for key, word in field.choices] for name, field in fields.items()
        }
        with CaptureQueriesContext(connection) as questions:
            offer(form)
        offered = {
            name: [(str(key), str(word)) for key, word in field.widget.choices]
            for name, field in fields.items()
        }
    assert len(questions) == 1
    assert offered == asked


def test_tags_of_rows_draw_what_the_components_draw() -> None:
    gift = Gift(amount=Decimal("1250.5"), currency="cad", state="failed")
    for tag, component in (
        (
            "{% sum_of gift.amount gift.currency %}",
            '<c-money :amount="gift.amount" :currency="gift.currency" />',
        ),
        ("{% sum_of none %}", '<c-money :amount="none" />'),
        (
            "{% badge gift.state gift.get_state_display %}",
            '<c-badge :state="gift.state" :label="gift.get_state_display" />',
        ),
        ('{% icon "heart" %}', '<c-icon name="heart" />'),
    ):
        names = {"gift": gift, "none": None}
        assert drawn("{% load harbor %}" + tag, **names) == drawn(component, **names)
