"""Who belongs to whom: one row, seen from both sides."""

from datetime import date

import pytest

from accounts.models import AuditEntry, Role, User
from donors.actions import merge_donors
from donors.actions.relations import RelationRefused, drop_relationship, end_relationship, relate
from donors.models import Donor, Relationship
from donors.reports.relations import relations_of
from tests.factories import MOMENT, make_donor, make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_user(Role.FUNDRAISER)


def seen_from(donor: Donor) -> list[tuple[str, str]]:
    return [(word, other.name) for _row, other, word in relations_of(donor)]


def test_each_side_has_its_own_word(by: User) -> None:
    tools, ana = make_donor(name="Mohawk Tools"), make_donor(name="Ana")
    relate(first=tools, second=ana, kind="employer", by=by, now=MOMENT)
    assert seen_from(ana) == [("Employer", "Mohawk Tools")]
    assert seen_from(tools) == [("Employee", "Ana")]


def test_what_is_mutual_is_refused_from_the_other_side(by: User) -> None:
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    relate(first=ana, second=ben, kind="spouse", by=by, now=MOMENT)
    with pytest.raises(RelationRefused, match="already"):
        relate(first=ben, second=ana, kind="spouse", by=by, now=MOMENT)
    assert (seen_from(ana), seen_from(ben)) == (
        [("Spouse or partner", "Ben")],
        [("Spouse or partner", "Ana")],
    )


def test_nobody_is_related_to_themselves(by: User) -> None:
    ana = make_donor()
    with pytest.raises(RelationRefused, match="themselves"):
        relate(first=ana, second=ana, kind="friend", by=by, now=MOMENT)


def test_one_that_ended_begins_anew(by: User) -> None:
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    row = relate(first=ana, second=ben, kind="friend", by=by, now=MOMENT)
    for day in (date(2026, 11, 1), date(2026, 11, 2)):
        end_relationship(relationship_id=row.pk, on=day, by=by, now=MOMENT)
    assert Relationship.objects.get().ended_on == date(2026, 11, 1)
    assert relate(first=ben, second=ana, kind="friend", by=by, now=MOMENT).pk == row.pk
    assert Relationship.objects.get().ended_on is None


def test_both_donors_trails_know_and_neither_says_whom(by: User) -> None:
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    row = relate(first=ana, second=ben, kind="friend", by=by, now=MOMENT)
    for _twice in range(2):
        drop_relationship(relationship_id=row.pk, by=by, now=MOMENT)
    for donor in (ana, ben):
        entries = AuditEntry.objects.filter(about_kind="donor", about_id=str(donor.pk)).order_by("pk")
        assert [(entry.verb, entry.after) for entry in entries] == [
            ("donor.related", {}),
            ("donor.relationship_dropped", {}),
        ]


def test_a_merge_takes_relationships_along_but_none_with_oneself(by: User) -> None:
    kept, folded, ben = make_donor(name="Ana"), make_donor(name="A."), make_donor(name="Ben")
    relate(first=folded, second=ben, kind="friend", by=by, now=MOMENT)
    between = relate(first=kept, second=folded, kind="relative", by=by, now=MOMENT)
    relate(first=ben, second=kept, kind="spouse", by=by, now=MOMENT)
    double = relate(first=folded, second=ben, kind="spouse", by=by, now=MOMENT)
    merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)
    assert sorted(seen_from(kept))[0] == ("Friend", "Ben")
    for row in (between, double):  # where the kept record has its like, a row stays with the folded one
        row.refresh_from_db()
        assert folded.pk in {row.first_id, row.second_id}


@pytest.mark.django_db(transaction=True)
def test_both_ways_at_once_are_one_row() -> None:
    by, ana, ben = make_user(Role.FUNDRAISER), make_donor(), make_donor()
    outcome = at_once(
        lambda: relate(first=ana, second=ben, kind="spouse", by=by, now=MOMENT),
        lambda: relate(first=ben, second=ana, kind="spouse", by=by, now=MOMENT),
        refusals=(RelationRefused,),
    )
    assert Relationship.objects.count() == 1
    assert sum(isinstance(one, RelationRefused) for one in outcome) == 1
