"""A merge that is undone leaves no trace: both records and every row of every table are as they were."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import Role, User
from donors.actions import (
    SecondPersonNeeded,
    approve_request,
    ask_to_merge,
    ask_to_undo,
    merge_donors,
    undo_merge,
)
from donors.models import Donor, DonorMerge, DuplicatePair, Household, MergeRequest
from donors.reports.merging import CHOOSABLE
from donors.reports.naming import columns_naming_donors
from tests.donors.belongings import MAKERS, Belongings, whole_database
from tests.factories import MOMENT, make_campaign, make_donor, make_organisation, make_user

pytestmark = pytest.mark.django_db

FOUR = st.integers(0, 3)
rows = st.lists(st.tuples(st.sampled_from(sorted(MAKERS)), FOUR, FOUR), max_size=14)
choices = st.dictionaries(st.sampled_from(CHOOSABLE), st.sampled_from(["kept", "folded"]))
merges = st.lists(st.tuples(FOUR, FOUR, choices), min_size=1, max_size=4)
records = st.fixed_dictionaries(
    {
        "email": st.booleans(),
        "user": st.booleans(),
        "phone": st.sampled_from(["", "518-555-0100"]),
        "language": st.sampled_from(["en", "es"]),
        "contact": st.sampled_from(["usual", "neutral", "portal"]),
        "no_post": st.booleans(),
        "quiet_until": st.sampled_from([None, MOMENT.date()]),
        "customer_id": st.sampled_from(["", "cus_own"]),
        "household": st.booleans(),
    }
)


def _donor(facts: dict[str, object], number: int) -> Donor:
    values = dict(facts)
    email = f"d{number}@example.org" if values.pop("email") else ""
    user = make_user(email=email or f"u{number}@example.org") if values.pop("user") else None
    home = (
        Household.objects.create(formal_greeting="F", informal_greeting="I")
        if values.pop("household")
        else None
    )
    return Donor.objects.create(name=f"Maria {number}", email=email, user=user, household=home, **values)


def _merge(kept: Donor, folded: Donor, chosen: dict[str, str], staff: list[User]) -> DonorMerge:
    one, other = kept.pk, folded.pk
    try:
        return merge_donors(kept_id=one, folded_id=other, by=staff[0], now=MOMENT, choices=chosen)
    except SecondPersonNeeded:
        asked = ask_to_merge(kept_id=one, folded_id=other, by=staff[0], now=MOMENT, choices=chosen)
        return approve_request(request_id=asked.pk, by=staff[1], now=MOMENT)


def _undo(merge: DonorMerge, staff: list[User]) -> None:
    later = MOMENT + timedelta(hours=1)
    try:
        undo_merge(merge_id=merge.pk, by=staff[0], now=later)
    except SecondPersonNeeded:
        request = ask_to_undo(merge_id=merge.pk, by=staff[0], now=later)
        approve_request(request_id=request.pk, by=staff[1], now=later)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # to make a finding smaller takes minutes, and says no more
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(records, min_size=4, max_size=4), rows, merges)
def test_merges_undone_in_reverse_leave_the_database_byte_for_byte_as_it_was(
    who: list[dict[str, object]],
    owned: list[tuple[str, int, int]],
    wanted: list[tuple[int, int, dict[str, str]]],
) -> None:
    with transaction.atomic():
        make_organisation()
        staff = [make_user(Role.FUNDRAISER), make_user(Role.FINANCE)]
        donors = [_donor(facts, number) for number, facts in enumerate(who)]
        make = Belongings(staff[0], make_campaign())
        for kind, whose, other in owned:
            MAKERS[kind](make, donors[whose], donors[other if other != whose else (whose + 1) % 4])
        DuplicatePair.objects.create(left=donors[0], right=donors[1], score=80, mark="x", found_at=MOMENT)
        done, dumps = [], []
        standing = {donor.pk: donor for donor in donors}
        for kept, folded, chosen in wanted:
            if kept != folded and {donors[kept].pk, donors[folded].pk} <= standing.keys():
                dumps.append(whole_database())
                done.append(_merge(donors[kept], donors[folded], chosen, staff))
                standing.pop(donors[folded].pk)
                assert Donor.objects.get(pk=donors[folded].pk).merged_into_id == donors[kept].pk
        for merge, before in zip(reversed(done), reversed(dumps), strict=True):
            _undo(merge, staff)
            assert whole_database() == before
        transaction.set_rollback(True)


def test_every_column_that_names_a_donor_is_tried() -> None:
    """A new table that names a donor wants a maker in `tests/donors/belongings.py`."""
    make_organisation()
    make = Belongings(make_user(Role.FUNDRAISER), make_campaign())
    maria, ana = make_donor(), make_donor()
    for maker in MAKERS.values():
        maker(make, maria, ana)
    donors = [maria.pk, ana.pk]
    merge_free = [column for column in columns_naming_donors() if column != (Donor, "merged_into")]
    empty = [
        f"{model._meta.label}.{field}"
        for model, field in merge_free
        if not model._base_manager.filter(**{f"{field}__in": donors}).exists()
    ]
    assert empty == []
    assert MergeRequest.objects.count() == 0
