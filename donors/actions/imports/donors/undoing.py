"""Which donors did something since an import: they stay when it is undone."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.utils import CursorWrapper

from donors.actions.imports.donors.matching import taken
from donors.kinds import Work, at_work
from donors.models import Address, Donor, DuplicateKey, DuplicatePair, ExternalId

COMES_ALONG = (ExternalId, DuplicateKey)
OWN = {
    Address: " AND t.id IS DISTINCT FROM (r.made->>'address')::bigint",
    DuplicatePair: " AND t.state <> 'open'",
}


def keep(cursor: CursorWrapper, work: Work) -> None:
    """Find donors who did something since: gave, agreed, declined, were merged. They stay as they are.

    So does whoever would get an address of mail back that is another donor's by now.
    """
    touched = " OR ".join(_traces())
    cursor.execute(
        f"UPDATE donors_importrow r SET outcome = 'kept' WHERE {at_work('new')}"
        " AND (EXISTS (SELECT 1 FROM donors_donor d WHERE d.id = r.target::bigint"
        " AND (d.user_id IS NOT NULL OR d.household_id IS NOT NULL OR d.customer_id <> '' OR d.wants_news"
        f" OR d.contact <> 'usual' OR d.quiet_until IS NOT NULL)) OR {touched})",
        work.params,
    )
    cursor.execute(
        f"UPDATE donors_importrow r SET outcome = 'kept' WHERE {at_work('changed')} AND {taken('r.before')}",
        work.params,
    )
    # who declined letters since has done so by a row that we made: it is theirs now
    cursor.execute(
        "UPDATE donors_importrow r SET outcome = 'kept' FROM donors_import i"
        f" WHERE {at_work('changed')} AND i.id = r.import_id AND r.made ? 'refusal' AND EXISTS ("
        " SELECT 1 FROM donors_consent c WHERE c.donor_id = r.target::bigint AND c.at >= i.applied_at)",
        work.params,
    )


def _traces() -> Iterator[str]:
    """Whether a row of any table leads to a donor, but for those that the import itself made.

    What the tables are is read from the models, so one that a later part adds is not forgotten.
    """
    for relation in Donor._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model in COMES_ALONG:
            continue
        field: Any = getattr(relation, "field", None)
        model: Any = relation.related_model
        if field is None or not getattr(field, "concrete", False) or field.many_to_many:
            continue
        own = OWN.get(model, "")
        yield (
            f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" t'
            f' WHERE t."{field.column}" = r.target::bigint{own})'
        )
