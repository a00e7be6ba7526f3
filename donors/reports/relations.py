"""Who a donor belongs to, seen from their side."""

from collections.abc import Iterable

from django.db.models import Q

from donors.models import Donor, Relationship

Seen = tuple[Relationship, Donor, str]


def relations_of(donor: Donor) -> list[Seen]:
    """Return each relationship with the other donor and the word for what they are to this one."""
    rows = Relationship.objects.filter(Q(first=donor) | Q(second=donor)).select_related("first", "second")
    return seen_by(donor, rows)


def seen_by(donor: Donor, rows: Iterable[Relationship]) -> list[Seen]:
    """Return a donor's relationships, read already, as `relations_of` does."""
    found = [
        (row, row.first, row.get_kind_display())
        if row.second_id == donor.pk
        else (
            row,
            row.second,
            str(Relationship.BACK.get(Relationship.Kind(row.kind), row.get_kind_display())),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each[0].ended_on is not None, each[1].name, each[0].pk))
