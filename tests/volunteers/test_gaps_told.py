"""Coordinators hear of shifts below their coverage: in time, once a day, and of nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from letters.models import Letter
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    hold,
    make_coverage,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers import clock
from volunteers.models import Qualification, Shift, VolunteerRole

pytestmark = pytest.mark.django_db
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
# the shift begins at three in the afternoon
NOON = SHIFT_START - 3 * HOUR
EVENING = SHIFT_START + 5 * HOUR


@pytest.fixture
def role() -> VolunteerRole:
    """Two of anybody, one lead; and a coordinator who reads of it."""
    make_organisation()
    make_user(Role.COORDINATOR)
    role = make_role(seats=3)
    make_coverage(role, least=2)
    make_coverage(role, qualification=make_qualification("lead"))
    return role


def told() -> list[int]:
    """The shifts that were told of, in order."""
    found = Letter.objects.filter(kind="desk_coverage_low").order_by("pk")
    return [int(key) for key in found.values_list("about_id", flat=True)]


def fill(shift: Shift) -> None:
    """A lead and one more."""
    lead, other = make_volunteer(), make_volunteer()
    hold(lead, Qualification.objects.get(code="lead"))
    for one in (lead, other):
        make_sign_up(shift, one)


def test_a_shift_that_lacks_its_lead_is_told_once_a_day_within_three_days(role: VolunteerRole) -> None:
    shift = make_shift(role)
    for _number in range(2):
        make_sign_up(shift, make_volunteer())

    clock.coverage(SHIFT_START - 72 * HOUR - MINUTE)
    assert told() == []
    for quarter in range(-1, 12):
        clock.coverage(SHIFT_START - 72 * HOUR + quarter * 15 * MINUTE)
    assert told() == [shift.pk]
    clock.coverage(NOON - 2 * DAY)
    assert told() == [shift.pk] * 2

    letter = Letter.objects.latest("pk")
    assert letter.facts == {"when": "Tue, Dec 8, 3:00 – 6:00 PM", "shift": str(shift.pk)}


def test_every_coordinator_hears_of_each_gap(role: VolunteerRole) -> None:
    make_user(Role.COORDINATOR)
    shifts = [make_shift(role, starts_at=SHIFT_START + number * HOUR).pk for number in range(2)]

    clock.coverage(NOON)

    assert sorted(told()) == sorted(shifts * 2)


def test_what_is_covered_off_begun_or_without_rules_is_not_told(role: VolunteerRole) -> None:
    covered = make_shift(role)
    fill(covered)
    make_shift(role, state=Shift.State.DRAFT)
    make_shift(role, state=Shift.State.CANCELLED, cancelled_for=Shift.Cancelled.WEATHER, cancelled_at=NOON)
    make_shift(role, starts_at=NOON)
    make_shift()

    clock.coverage(NOON)

    assert told() == []


def test_at_night_only_what_cannot_wait_until_morning_is_told(role: VolunteerRole) -> None:
    early = make_shift(role, starts_at=EVENING + 13 * HOUR)
    late = make_shift(role, starts_at=EVENING + 16 * HOUR)

    clock.coverage(EVENING)
    assert told() == [early.pk]

    clock.coverage(EVENING + 13 * HOUR - MINUTE)
    assert told() == [early.pk, early.pk, late.pk]


def test_looking_again_costs_the_same_for_one_gap_and_for_many(role: VolunteerRole) -> None:
    counts = []
    for number in range(4):
        shift = make_shift(role, starts_at=SHIFT_START + number * HOUR)
        make_sign_up(shift, make_volunteer())
        clock.coverage(NOON)
        with CaptureQueriesContext(connection) as asked:
            clock.coverage(NOON + 15 * MINUTE)
        counts.append(len(asked))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 8
