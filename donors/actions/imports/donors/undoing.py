"""Which donors did something since an import: they stay when it is undone; the others can be deleted."""

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
    cursor.execute(
        f"UPDATE donors_importrow r SET outcome = 'kept' WHERE {at_work('new')}"
        f" AND {used_since('r.target::bigint')}",
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


def used_since(donor: str) -> str:
    """Return the condition that somebody did something with a donor (SQL of a key) whom row r made."""
    own = (
        f"EXISTS (SELECT 1 FROM donors_donor d WHERE d.id = {donor}"
        " AND (d.user_id IS NOT NULL OR d.household_id IS NOT NULL OR d.customer_id <> '' OR d.wants_news"
        " OR d.contact <> 'usual' OR d.quiet_until IS NOT NULL))"
    )
    return f"({' OR '.join((own, *_traces(donor)))})"


def delete_made(cursor: CursorWrapper, work: Work, mine: str) -> None:
    """Delete donors (SQL that selects their keys) whom an import made, with what came along with them."""
    cursor.execute(f"DELETE FROM donors_externalid x WHERE x.donor_id IN ({mine})", work.params)
    # what was found by comparing, which nobody decided on
    cursor.execute(f"DELETE FROM donors_duplicatekey k WHERE k.donor_id IN ({mine})", work.params)
    cursor.execute(
        f"DELETE FROM donors_duplicatepair p WHERE p.left_id IN ({mine}) OR p.right_id IN ({mine})",
        work.params,
    )
    cursor.execute(f"DELETE FROM donors_donor d WHERE d.id IN ({mine})", work.params)


def _traces(donor: str) -> Iterator[str]:
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
        yield f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" t WHERE t."{field.column}" = {donor}{own})'
