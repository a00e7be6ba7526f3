"""Each condition negated alone refuses, and nothing but it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.factories import MOMENT
from tests.volunteers.gate_world import (
    EVENING,
    TUESDAY,
    WEDNESDAY,
    World,
    change_check,
    change_program,
    make_version,
    make_world,
    newer_not_pass,
    nights_before,
    other_shift,
)
from tests.volunteers.makers import (
    make_program,
)
from volunteers.gates import Gate, refusals
from volunteers.models import (
    AgreementAcceptance,
    Away,
    GuardianConsent,
    HeldQualification,
    Interview,
    Qualification,
    Reference,
    SignUp,
    TrainingRecord,
    Volunteer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


NEGATED: dict[str, tuple[Callable[[World], object], list[Gate]]] = {
    "has left": (
        lambda w: Volunteer.objects.filter(pk=w.volunteer.pk).update(left_at=MOMENT),
        [Gate.LEFT],
    ),
    "never cleared": (lambda w: w.volunteer.clearances.all().delete(), [Gate.CLEARANCE]),
    "cleared for another program": (
        lambda w: w.volunteer.clearances.update(program=make_program()),
        [Gate.CLEARANCE],
    ),
    "cleared from Wednesday on only": (
        lambda w: w.volunteer.clearances.update(from_on=WEDNESDAY),
        [Gate.CLEARANCE],
    ),
    "cleared until Tuesday": (lambda w: w.volunteer.clearances.update(until_on=TUESDAY), [Gate.CLEARANCE]),
    "revoked from Wednesday on": (
        lambda w: w.volunteer.clearances.update(
            revoked_at=MOMENT, revoked_on=WEDNESDAY, revoked_for="conduct"
        ),
        [Gate.CLEARANCE],
    ),
    "not cleared for confidential places": (
        lambda w: w.volunteer.clearances.update(is_for_confidential=False),
        [Gate.CLEARANCE],
    ),
    "no background check": (lambda w: w.volunteer.checks.filter(kind="background").delete(), [Gate.CHECK]),
    "background check not done": (
        lambda w: change_check(w, "background", result="pending", done_on=None, expires_on=None),
        [Gate.CHECK],
    ),
    "background check not passed": (lambda w: change_check(w, "background", result="not_pass"), [Gate.CHECK]),
    "background check expires on Tuesday": (
        lambda w: change_check(w, "background", expires_on=TUESDAY),
        [Gate.CHECK],
    ),
    "a newer background check did not pass": (newer_not_pass, [Gate.CHECK]),
    "no youth check": (lambda w: w.volunteer.checks.filter(kind="youth").delete(), [Gate.CHECK]),
    "one reference short": (
        lambda w: Reference.objects.filter(pk=Reference.objects.latest("pk").pk).update(
            state="asked", answered_at=None, recommends=""
        ),
        [Gate.REFERENCES],
    ),
    "one reference against": (
        lambda w: Reference.objects.filter(pk=Reference.objects.latest("pk").pk).update(recommends="no"),
        [Gate.REFERENCES],
    ),
    "no interview": (lambda w: Interview.objects.all().delete(), [Gate.INTERVIEW]),
    "interview planned only": (lambda w: Interview.objects.update(result="pending"), [Gate.INTERVIEW]),
    "a later interview went wrong": (
        lambda w: Interview.objects.create(
            application=w.volunteer.applications.get(), at=MOMENT + timedelta(days=1), result="not_pass"
        ),
        [Gate.INTERVIEW],
    ),
    "not trained": (lambda w: TrainingRecord.objects.all().delete(), [Gate.COURSE]),
    "training counts until Tuesday": (
        lambda w: TrainingRecord.objects.update(expires_on=TUESDAY),
        [Gate.COURSE],
    ),
    "program's agreement not accepted": (
        lambda w: AgreementAcceptance.objects.filter(version=w.general).delete(),
        [Gate.AGREEMENT],
    ),
    "agreement for confidential places not accepted": (
        lambda w: AgreementAcceptance.objects.filter(version=w.sealed).delete(),
        [Gate.AGREEMENT],
    ),
    "a new wording on Wednesday": (
        lambda w: make_version(w.general.agreement, 2, WEDNESDAY),
        [Gate.AGREEMENT],
    ),
    "no guardian's consent": (lambda w: GuardianConsent.objects.all().delete(), [Gate.AGE]),
    "consent asked for only": (lambda w: GuardianConsent.objects.update(given_at=None), [Gate.AGE]),
    "consent withdrawn": (lambda w: GuardianConsent.objects.update(withdrawn_at=MOMENT), [Gate.AGE]),
    "program for adults": (lambda w: change_program(w, takes_under_18=False), [Gate.AGE]),
    "role's qualification not held": (
        lambda w: HeldQualification.objects.all().delete(),
        [Gate.QUALIFICATION],
    ),
    "qualification not confirmed": (
        lambda w: HeldQualification.objects.update(confirmed_at=None),
        [Gate.QUALIFICATION],
    ),
    "qualification until Tuesday": (
        lambda w: HeldQualification.objects.update(until_on=TUESDAY),
        [Gate.QUALIFICATION],
    ),
    "what is held includes it no longer": (
        lambda w: Qualification.includes.through.objects.all().delete(),
        [Gate.QUALIFICATION],
    ),
    "away on Wednesday": (
        lambda w: Away.objects.create(volunteer=w.volunteer, from_on=WEDNESDAY, until_on=date(2026, 12, 20)),
        [Gate.AWAY],
    ),
    "another shift at that time": (
        lambda w: other_shift(w, EVENING + timedelta(hours=7, minutes=59)),
        [Gate.OVERLAP],
    ),
    "an offered shift at that time": (
        lambda w: other_shift(
            w, EVENING - timedelta(hours=1), state=SignUp.State.OFFERED, offer_until=MOMENT
        ),
        [Gate.OVERLAP],
    ),
    "too little rest after": (lambda w: other_shift(w, EVENING + timedelta(hours=15)), [Gate.REST]),
    "too little rest before": (lambda w: other_shift(w, EVENING - timedelta(hours=10)), [Gate.REST]),
    "too many hours in a week": (
        lambda w: other_shift(w, EVENING - timedelta(days=2), hours=12.5),
        [Gate.HOURS_7],
    ),
    "too many hours in four weeks": (
        lambda w: [other_shift(w, EVENING - timedelta(days=7 * n), hours=17.5) for n in (1, 2, 3)],
        [Gate.HOURS_28],
    ),
    "too many nights in a row": (nights_before, [Gate.NIGHTS]),
}


@pytest.mark.parametrize("negated", NEGATED)
def test_each_condition_negated_alone_refuses(world: World, negated: str) -> None:
    change, gates = NEGATED[negated]

    change(world)

    assert world.gates() == gates


@pytest.mark.parametrize("negated", NEGATED)
def test_only_limits_can_be_set_aside(world: World, negated: str) -> None:
    change, gates = NEGATED[negated]
    change(world)

    (refusal,) = refusals(volunteer=world.volunteer, shift=world.shift, now=MOMENT)

    is_limit = gates[0] in {Gate.REST, Gate.HOURS_7, Gate.HOURS_28, Gate.NIGHTS}
    assert refusal.can_override is is_limit
    assert refusal.sentence
    assert refusal.reason_for_staff
    assert "%(" not in refusal.sentence + refusal.reason_for_staff
