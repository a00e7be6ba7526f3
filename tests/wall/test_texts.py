"""Every long text is registered; every text that people type passes the guard."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from core.texts import TEXTS

GUARDS = {"address", "name", "shapes", "shape", "machine", "sealed"}
NAME = 120
# fields that ask for one short thing, whatever their column allows
SHORT_THINGS = {"name", "q", "leave_empty"}
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
    assert sorted(found.keys() - TEXTS.keys()) == [], "say in core/texts.py why it exists and what guards it"
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
    assert sorted(guarded - TEXTS.keys()) == [], "guarded under a name that is no column"
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


def test_every_long_field_of_a_form_is_a_name_or_guarded() -> None:
    open_fields = sorted(
        f"{path.relative_to(settings.BASE_DIR)}: {name}" for path in _sources() for name in _open_in(path)
    )
    assert open_fields == []


def _open_in(path: Path) -> Iterator[str]:
    """Form fields for texts longer than a name, without guard, which do not ask for one short thing."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Attribute(value=ast.Name(id="forms"), attr="CharField")) as call,
            ):
                words = {inner.id for inner in ast.walk(call) if isinstance(inner, ast.Name)}
                lengths = [word.value for word in call.keywords if word.arg == "max_length"]
                longest = lengths[0].value if lengths and isinstance(lengths[0], ast.Constant) else None
                is_long = not isinstance(longest, int) or longest > NAME
                if is_long and "guard" not in words and name not in SHORT_THINGS:
                    yield name


def _sources() -> list[Path]:
    return [
        path
        for app in settings.OUR_APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
    ]


def _guarded_in(path: Path) -> Iterator[str]:
    """The columns named in calls of `guard("…")`."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id="guard"), args=[ast.Constant(value=str(name))]):
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
