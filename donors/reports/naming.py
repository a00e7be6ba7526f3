"""Which columns of which tables name a donor. Read from the models, so that no later table is forgotten."""

from typing import Any

from django.db.models import ForeignObjectRel, Model

from donors.models import Donor, DonorMerge, DuplicateKey, DuplicatePair, MergeRequest

# the merging's own books: they speak of two records, and must go on doing so
OWN_BOOKS: frozenset[type[Model]] = frozenset({DonorMerge, DuplicateKey, DuplicatePair, MergeRequest})
Column = tuple[type[Model], str]


def columns_naming_donors() -> list[Column]:
    """Return model and field of each, by name; also those that the donor's side does not show."""
    found: set[Column] = set()
    for relation in Donor._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.field.many_to_many:
            continue
        model: Any = relation.related_model
        if model not in OWN_BOOKS:
            found.add((model, relation.field.name))
    return sorted(found, key=lambda column: name_of(*column))


def name_of(model: type[Model], field: str) -> str:
    """Return how a column is called in a merge's books: `gifts.Gift.donor`."""
    return f"{model._meta.label}.{field}"


def rows_naming(donor_id: int) -> dict[str, int]:
    """Return how many rows name a donor, by column; columns without any are left out."""
    return {
        name_of(model, field): count
        for model, field in columns_naming_donors()
        if (count := model._base_manager.filter(**{field: donor_id}).count())
    }
