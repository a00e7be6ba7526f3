"""Who belongs to whom."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Donor, Relationship


class RelationRefused(Exception):
    """A sentence for the person who wanted it."""


def relate(*, first: Donor, second: Donor, kind: str, by: User, now: datetime) -> Relationship:
    """Note that the first is the second's employer, adviser … One that had ended begins anew.

    Raises: RelationRefused for one donor twice, and for what is noted already.
    """
    if first.pk == second.pk:
        raise RelationRefused(_("Nobody is related to themselves: choose another donor."))
    with transaction.atomic():
        pair = Q(first=first, second=second)
        if kind in Relationship.MUTUAL:
            pair |= Q(first=second, second=first)
        known = Relationship.objects.select_for_update().filter(pair, kind=kind).first()
        if known is not None and known.ended_on is None:
            raise RelationRefused(_("This is noted already."))
        if known is not None:
            known.ended_on = None
            known.save(update_fields=["ended_on"])
            _note((first, second), "donor.related", by, now)
            return known
        try:
            with transaction.atomic():
                made = Relationship.objects.create(
                    first=first, second=second, kind=kind, created_at=now, by=by
                )
        except IntegrityError as error:
            raise RelationRefused(_("This is noted already.")) from error
        _note((first, second), "donor.related", by, now)
    return made


def end_relationship(*, relationship_id: int, on: date, by: User, now: datetime) -> None:
    """Note that it is over. Twice is once: the first day stays."""
    with transaction.atomic():
        row = Relationship.objects.select_for_update(of=("self",)).select_related("first", "second")
        found = row.get(pk=relationship_id)
        if found.ended_on is None:
            found.ended_on = on
            found.save(update_fields=["ended_on"])
            _note((found.first, found.second), "donor.relationship_ended", by, now)


def drop_relationship(*, relationship_id: int, by: User, now: datetime) -> None:
    """Take one away that never was. Twice is once."""
    with transaction.atomic():
        row = Relationship.objects.select_for_update(of=("self",)).select_related("first", "second")
        found = row.filter(pk=relationship_id).first()
        if found is None:
            return
        both = (found.first, found.second)
        found.delete()
        _note(both, "donor.relationship_dropped", by, now)


def _note(donors: tuple[Donor, Donor], verb: str, by: User, now: datetime) -> None:
    for donor in donors:
        record(actor=by, verb=verb, about=("donor", str(donor.pk)), now=now)
