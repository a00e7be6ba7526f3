"""What the audit trail keeps of a change, and whether other tables already know a row."""

from collections.abc import Mapping
from hashlib import sha256

from django.db.models import ForeignObjectRel, ManyToManyRel, Model

Facts = Mapping[str, str | int | bool | None]


def changed(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """Return of both only what differs."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def fingerprint(text: str) -> str:
    """Return what tells texts apart without keeping them: a story can be withdrawn, the trail cannot."""
    return f"{len(text)} characters, {sha256(text.encode()).hexdigest()[:12]}" if text else ""


def is_referenced(row: Model) -> bool:
    """Whether a row of any table points at this one. Tables above this app are asked without being known."""
    return any(_points_at(relation, row) for relation in row._meta.related_objects)


def _points_at(relation: ForeignObjectRel, row: Model) -> bool:
    if isinstance(relation, ManyToManyRel):  # offered by a campaign is not yet used
        return False
    model = relation.related_model
    return isinstance(model, type) and model._base_manager.filter(**{relation.field.name: row}).exists()
