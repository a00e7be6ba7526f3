"""Every long text is registered; every text that people type passes the guard."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models

from core.texts import TEXTS

GUARDS = {"address", "name", "shapes", "shape", "machine", "sealed"}
GUARDING = ("guard", "guard_name", "guard_address", "guard_sealed")
NAME = 120
# fields whose text must have one shape to be taken, or is thrown away
SHAPED = {
    "AddressForm.country",
    *("CodeForm.code", "ErasureForm.code", "OrderForm.vendor_reference", "CampaignForm.version"),
    *(
        "GiveForm.amount",
        "GiveForm.other_amount",
        "GiveForm.fund",
        "GiveForm.cover_fee",
        "GiveForm.leave_empty",
    ),
    *(
        "PolicyForm.minimum",
        "PolicyForm.maximum",
        "RefundForm.amount",
        "AmountForm.amount",
        "RaiseForm.other_amount",
    ),
    "PasskeyForm.name",  # guarded when it is made for somebody
}
# set by a command, by Stripe or by a later part of the house; the form that comes must guard it
NO_FORM_YET: set[str] = set()


def long_columns() -> Iterator[tuple[str, int | None]]:
    for model in apps.get_models():
        if model._meta.app_label not in settings.OUR_APPS:
            continue
        for field in model._meta.concrete_fields:
            if _is_long(field):
                yield f"{model._meta.label}.{field.name}", field.max_length


def _is_long(field: "models.Field[object, object]") -> bool:
    if isinstance(field, models.CharField):
        return (field.max_length or NAME + 1) > NAME and not field.choices
    return isinstance(field, models.TextField | models.JSONField | models.BinaryField | models.FileField)


def test_every_long_text_is_registered_with_its_length() -> None:
    found = dict(long_columns())
    assert sorted(found.keys() - TEXTS.keys()) == [], "say in core/texts why it exists and what guards it"
    assert sorted(TEXTS.keys() - found.keys()) == [], "these columns are gone"
    wrong = {name: length for name, length in found.items() if length and TEXTS[name].length != length}
    assert wrong == {}


def test_every_registration_is_complete() -> None:
    incomplete = [
        name
        for name, text in TEXTS.items()
        if not (text.purpose and text.readers and text.retention) or text.guard not in GUARDS
    ]
    assert incomplete == []


def test_every_typed_text_is_guarded_by_some_form_or_has_no_form() -> None:
    guarded = {name for path in _sources() for name in _guarded_in(path)}
    typed = {name for name, text in TEXTS.items() if text.guard == "shapes"}
    assert sorted(typed - guarded - NO_FORM_YET) == [], 'give its form field validators=[guard("…")]'
    assert sorted(guarded & NO_FORM_YET) == [], "it has a form now: take it off this list"


def test_every_model_form_that_takes_a_typed_text_guards_it() -> None:
    guarded = {name for path in _sources() for name in _guarded_in(path)}
    taken = {f"{label}.{name}" for path in _sources() for label, name in _taken_in(path)}
    open_texts = sorted(
        name for name in taken if name in TEXTS and TEXTS[name].guard == "shapes" and name not in guarded
    )
    assert open_texts == [], 'give these form fields validators=[guard("…")]'


def test_every_guard_names_a_column() -> None:
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    named = {name for path in _sources() for name in _guarded_in(path, *GUARDING)}
    assert sorted(named - columns) == []


@pytest.mark.django_db
def test_every_line_that_people_type_is_guarded_or_has_a_shape() -> None:
    open_fields = {
        f"{type_.__name__}.{name}"
        for type_ in _forms()
        for name, field in _fields_of(type_)
        if type(field) is forms.CharField and not any(_is_guard(check) for check in field.validators)
    }
    assert sorted(open_fields - SHAPED) == [], "give them guard, guard_name or guard_address (core.guard)"
    assert sorted(SHAPED - open_fields) == [], "these are guarded or gone: take them off the list"


def _forms() -> set[type[forms.BaseForm]]:
    """Every form of the house, those that only search lists left out."""
    for app in settings.OUR_APPS:
        for module in pkgutil.walk_packages([str(settings.BASE_DIR / app)], f"{app}."):
            if {"forms", "views"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    found: set[type[forms.BaseForm]] = set()
    ahead = [forms.BaseForm]
    while ahead:
        kind = ahead.pop()
        ahead += kind.__subclasses__()
        if kind.__module__.split(".")[0] in settings.OUR_APPS and not kind.__name__.endswith("Filter"):
            found.add(kind)
    return found


def _fields_of(kind: type[forms.BaseForm]) -> Iterator[tuple[str, forms.Field]]:
    """A form made without arguments has also what its `__init__` adds."""
    try:
        fields = kind().fields
    except (TypeError, KeyError):
        fields = getattr(kind, "base_fields", {})
    yield from fields.items()


def _is_guard(check: object) -> bool:
    return getattr(check, "__qualname__", "") == "_validator.<locals>.refuse_disclosure"


def _sources() -> list[Path]:
    return [
        path
        for app in settings.OUR_APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
    ]


def _guarded_in(path: Path, *guards: str) -> Iterator[str]:
    """The columns named in calls of `guard("…")`, or of these guards."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=called), args=[ast.Constant(value=str(name))]):
                if called in (guards or ("guard",)):
                    yield name


def _taken_in(path: Path) -> Iterator[tuple[str, str]]:
    """Model and column of each field of a ModelForm's Meta."""
    labels = {model.__name__: model._meta.label for model in apps.get_models()}
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.ClassDef) and node.name == "Meta"):
            continue
        values = {
            target.id: statement.value
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        model, fields = values.get("model"), values.get("fields")
        if isinstance(model, ast.Name) and isinstance(fields, ast.List | ast.Tuple):
            for item in fields.elts:
                if isinstance(item, ast.Constant) and model.id in labels:
                    yield labels[model.id], str(item.value)
