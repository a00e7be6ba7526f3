"""What looks like an obstacle and is none."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import MOMENT
from tests.volunteers.gate_world import (
    EVENING,
    TUESDAY,
    WEDNESDAY,
    World,
    accept,
    change_check,
    change_program,
    make_version,
    make_world,
    other_shift,
)
from tests.volunteers.makers import (
    make_check,
    make_sign_up,
)
from volunteers.models import (
    Agreement,
    AgreementAcceptance,
    Away,
    Check,
    CheckKind,
    GuardianConsent,
    SignUp,
    Volunteer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_whoever_has_it_all_may_come(world: World) -> None:
    assert world.gates() == []


LET_IN: dict[str, Callable[[World], object]] = {
    "who leaves after the shift": lambda w: Volunteer.objects.filter(pk=w.volunteer.pk).update(
        left_at=datetime(2026, 12, 20, tzinfo=UTC)
    ),
    "an older not passed check": lambda w: make_check(
        w.volunteer, CheckKind.BACKGROUND, result=Check.Result.NOT_PASS, done_on=date(2025, 6, 1)
    ),
    "a check not passed of a kind that nobody asks for": lambda w: make_check(
        w.volunteer, CheckKind.DRIVING, result=Check.Result.NOT_PASS
    ),
    "a check that counts until the last day": lambda w: change_check(w, "background", expires_on=WEDNESDAY),
    "clearance until the last day": lambda w: w.volunteer.clearances.update(until_on=WEDNESDAY),
    "a new wording accepted ahead": lambda w: accept(
        w.volunteer, make_version(w.general.agreement, 2, WEDNESDAY)
    ),
    "a new wording after the shift": lambda w: make_version(
        w.general.agreement, 2, WEDNESDAY + timedelta(days=1)
    ),
    "eighteen on the first day": lambda w: (
        GuardianConsent.objects.all().delete(),
        Volunteer.objects.filter(pk=w.volunteer.pk).update(adult_on=TUESDAY),
    ),
    "an agreement that is asked for no more": lambda w: (
        AgreementAcceptance.objects.all().delete(),
        Agreement.objects.update(is_open=False),
    ),
    "away before and after": lambda w: Away.objects.bulk_create(
        Away(volunteer=w.volunteer, from_on=day, until_on=day)
        for day in (TUESDAY - timedelta(days=1), WEDNESDAY + timedelta(days=1))
    ),
    "a shift that they only wait for": lambda w: other_shift(
        w, EVENING, state=SignUp.State.WAITING, waits_since=MOMENT
    ),
    "a shift that they cancelled": lambda w: other_shift(w, EVENING, state=SignUp.State.CANCELLED),
    "rest to the minute": lambda w: (
        other_shift(w, EVENING + timedelta(hours=16)),
        other_shift(w, EVENING - timedelta(hours=11)),
    ),
    "hours to the limit": lambda w: other_shift(w, EVENING - timedelta(days=2), hours=12),
    "hours of another week": lambda w: other_shift(w, EVENING - timedelta(days=7, hours=12), hours=12),
    "one night before": lambda w: (
        change_program(w, max_hours_7=None),
        other_shift(w, EVENING - timedelta(days=1), hours=8),
    ),
    "nights with one free between": lambda w: (
        change_program(w, max_hours_7=None),
        [other_shift(w, EVENING + timedelta(days=n), hours=8) for n in (-2, 2)],
    ),
    "evenings that end at two": lambda w: (
        change_program(w, max_hours_7=None),
        [other_shift(w, EVENING - timedelta(days=n), hours=5) for n in (1, 2)],
    ),
    "being on the shift already": lambda w: make_sign_up(w.shift, w.volunteer),
}


@pytest.mark.parametrize("kept", LET_IN)
def test_what_looks_alike_and_is_no_obstacle_lets_them_in(world: World, kept: str) -> None:
    LET_IN[kept](world)

    assert world.gates() == []
