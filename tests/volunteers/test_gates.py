"""What the one judgement says, of one and of thousands, today and about a change."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.factories import MOMENT
from tests.volunteers.gate_world import (
    EVENING,
    TUESDAY,
    WEDNESDAY,
    World,
    change_check,
    change_program,
    make_world,
    newer_not_pass,
    other_shift,
)
from tests.volunteers.makers import (
    make_clearance,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.gates import Gate, is_cleared, judge_many, refusals, told
from volunteers.gates.days import Days
from volunteers.gates.requirements import Requirement
from volunteers.gates.words import Asked, Refusal
from volunteers.models import (
    Agreement,
    AgreementAcceptance,
    HeldQualification,
    Interview,
    Qualification,
    Reference,
    Shift,
    Site,
    TrainingRecord,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_at_an_open_place_nothing_is_asked_for_confidential_ones(world: World) -> None:
    world.volunteer.clearances.update(is_for_confidential=False)
    AgreementAcceptance.objects.filter(version=world.sealed).delete()
    Shift.objects.filter(pk=world.shift.pk).update(site=make_site())

    assert world.gates() == []


def test_a_volunteer_does_not_read_which_check_did_not_pass_and_the_staff_does(world: World) -> None:
    newer_not_pass(world)
    Reference.objects.update(recommends="no")
    Interview.objects.update(result="not_pass")

    found = refusals(volunteer=world.volunteer, shift=world.shift, now=MOMENT)

    assert told(found) == ["Your clearance for this program does not cover that day."]
    assert [refusal.reason_for_staff for refusal in found] == [
        "Background check: not passed",
        "References, 0 of 2: missing",
        "Interview: missing",
    ]


def test_what_a_volunteer_can_mend_is_called_by_its_name_in_their_language(world: World) -> None:
    Agreement.objects.update(name_es="Reserva")
    AgreementAcceptance.objects.filter(version=world.sealed).delete()

    (refusal,) = refusals(volunteer=world.volunteer, shift=world.shift, now=MOMENT)

    assert "“Confidentiality”" in refusal.sentence
    with override("es"):
        assert "“Reserva”" in refusal.sentence


def test_the_staff_reads_until_when_something_counts(world: World) -> None:
    change_check(world, "background", expires_on=TUESDAY)

    (refusal,) = refusals(volunteer=world.volunteer, shift=world.shift, now=MOMENT)

    assert refusal.reason_for_staff == "Background check: until Dec 8, 2026 only"


def test_a_qualification_includes_others_over_several_steps_and_in_circles(world: World) -> None:
    chief, lead = make_qualification("chief"), Qualification.objects.get(code="lead")
    chief.includes.add(lead)
    lead.includes.add(chief)
    world.needed.includes.add(world.needed)
    HeldQualification.objects.update(qualification=chief)

    assert world.gates() == []


def test_holding_what_is_included_does_not_stand_for_the_whole(world: World) -> None:
    world.shift.role.needs.set([Qualification.objects.get(code="lead")])
    HeldQualification.objects.update(qualification=world.needed)

    assert world.gates() == [Gate.QUALIFICATION]


def test_rest_is_the_longer_of_what_the_two_programs_ask_for(world: World) -> None:
    change_program(world, rest_hours=0)
    other_shift(world, EVENING + timedelta(hours=10))
    assert world.gates() == []

    patient = make_shift(
        make_role(make_program(rest_hours=12)), starts_at=EVENING - timedelta(hours=14), hours=3
    )
    make_sign_up(patient, world.volunteer)

    assert world.gates() == [Gate.REST]


def test_a_sign_up_that_would_be_given_up_does_not_count(world: World) -> None:
    other = make_shift(make_role(world.program), starts_at=EVENING)
    given_up = make_sign_up(other, world.volunteer)

    found = refusals(volunteer=world.volunteer, shift=world.shift, now=MOMENT, apart_from=given_up)

    assert found == []


def test_a_change_is_judged_before_it_is_made(world: World) -> None:
    other = other_shift(world, EVENING + timedelta(days=3))
    world.shift.starts_at += timedelta(days=3)
    world.shift.ends_at += timedelta(days=3)
    TrainingRecord.objects.update(expires_on=None)

    alone = judge_many(volunteer_ids=[world.volunteer.pk], shifts=[world.shift], now=MOMENT)
    other.starts_at += timedelta(days=3)
    other.ends_at += timedelta(days=3)
    together = judge_many(volunteer_ids=[world.volunteer.pk], shifts=[world.shift, other], now=MOMENT)

    key = (world.volunteer.pk, world.shift.pk)
    assert [refusal.gate for refusal in alone[key]] == [Gate.OVERLAP]
    assert together[key] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_thousands_are_judged_with_two_queries_and_like_one(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    strangers = [make_volunteer() for _number in range(rows)]
    shifts = [world.shift, *(make_shift(world.shift.role) for _number in range(rows))]
    shifts = list(Shift.objects.filter(pk__in=[shift.pk for shift in shifts]))
    people = [world.volunteer, *strangers]

    with django_assert_num_queries(2):
        judged = judge_many(volunteer_ids=[someone.pk for someone in people], shifts=shifts, now=MOMENT)

    assert judged == {
        (someone.pk, shift.pk): refusals(volunteer=someone, shift=shift, now=MOMENT)
        for someone in people
        for shift in shifts
    }
    assert judged[world.volunteer.pk, world.shift.pk] == []
    assert judged[strangers[0].pk, world.shift.pk]


def test_clearance_looks_at_the_place_and_the_day_not_at_the_role(world: World) -> None:
    HeldQualification.objects.all().delete()
    make_clearance(world.volunteer, make_program())

    def cleared(site: Site, day: date) -> bool:
        return is_cleared(volunteer=world.volunteer, program=world.program, site=site, day=day)

    assert cleared(world.site, WEDNESDAY)
    assert not cleared(world.site, WEDNESDAY + timedelta(days=1))
    AgreementAcceptance.objects.filter(version=world.sealed).delete()
    assert not cleared(world.site, WEDNESDAY)
    assert cleared(make_site(), WEDNESDAY)


def test_an_agreement_that_nobody_accepted_is_missing_not_early() -> None:
    asked = Asked(Gate.AGREEMENT)
    before_it_had_a_wording = Days(date.min, date(2026, 1, 1))

    assert Requirement(asked, (before_it_had_a_wording,)).lack_on(date(2026, 6, 1)) == Refusal(asked)
