"""The timeline of a clearance: since when, until when, why. It agrees with the answer for every day."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import MOMENT, make_user
from tests.gifts.pretend import forgotten
from tests.volunteers.deciding import holds_on
from tests.volunteers.gate_world import accept, consent, make_version
from tests.volunteers.makers import make_check, make_clearance, make_program, make_site, make_volunteer
from volunteers.gates import Span, clearance_spans, is_cleared
from volunteers.models import (
    Agreement,
    Check,
    CheckKind,
    Clearance,
    Course,
    GuardianConsent,
    Program,
    Site,
    TrainingRecord,
    Volunteer,
)

FIRST = date(2026, 1, 1)
LENGTH = 40
TODAY = FIRST + timedelta(days=20)

day = st.integers(0, LENGTH).map(lambda number: FIRST + timedelta(days=number))
maybe_day = st.none() | day
span = st.tuples(day, maybe_day).filter(lambda pair: pair[1] is None or pair[0] <= pair[1])


@pytest.mark.django_db
def test_it_says_what_ends_and_what_is_missing_afterwards() -> None:
    program = make_program(required_checks=[CheckKind.BACKGROUND])
    volunteer = make_volunteer()
    make_clearance(volunteer, program, from_on=FIRST)
    make_check(volunteer, CheckKind.BACKGROUND, done_on=date(2026, 1, 5), expires_on=date(2027, 1, 5))

    spans = clearance_spans(volunteer=volunteer, program=program, today=TODAY)

    assert spans == [
        Span(FIRST, date(2026, 1, 4), False, ["Background check: not before Jan 5, 2026"]),
        Span(
            date(2026, 1, 5),
            date(2027, 1, 5),
            True,
            [
                "Active volunteer: stands",
                "Clearance for the program: stands",
                "Background check: until Jan 5, 2027",
                "18 or older: stands",
            ],
        ),
        Span(date(2027, 1, 6), None, False, ["Background check: until Jan 5, 2027 only"]),
    ]


@pytest.mark.django_db
def test_whoever_was_never_cleared_has_one_span_from_today() -> None:
    spans = clearance_spans(volunteer=make_volunteer(), program=make_program(), today=TODAY)

    assert spans == [Span(TODAY, None, False, ["Clearance for the program: missing"])]


@pytest.mark.django_db
def test_confidential_places_have_a_timeline_of_their_own() -> None:
    program = make_program()
    volunteer = make_volunteer()
    make_clearance(volunteer, program, from_on=FIRST, is_for_confidential=False)

    open_places = clearance_spans(volunteer=volunteer, program=program, today=TODAY)
    sealed = clearance_spans(volunteer=volunteer, program=program, today=TODAY, is_for_confidential=True)

    assert [found.is_cleared for found in open_places] == [True]
    assert [(found.is_cleared, found.reasons) for found in sealed] == [
        (False, ["Clearance for confidential places: missing"])
    ]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_agrees_with_the_answer_for_every_day(data: st.DataObject) -> None:
    with forgotten():
        program, volunteer = make_history(data)
        assert_agreement(program, volunteer)


def assert_agreement(program: Program, volunteer: Volunteer) -> None:
    for site in (make_site(), make_site(Site.Kind.CONFIDENTIAL)):
        spans = clearance_spans(
            volunteer=volunteer, program=program, today=TODAY, is_for_confidential=site.is_confidential
        )

        assert spans[0].from_on <= TODAY
        assert spans[-1].until_on is None
        for one, following in itertools.pairwise(spans):
            assert one.until_on is not None
            assert following.from_on == one.until_on + timedelta(days=1)
            assert (one.is_cleared, one.reasons) != (following.is_cleared, following.reasons)
        for number in range((spans[0].from_on - FIRST).days, LENGTH + 3):
            on = FIRST + timedelta(days=number)
            (here,) = [
                one for one in spans if one.from_on <= on and (one.until_on is None or on <= one.until_on)
            ]
            asked = is_cleared(volunteer=volunteer, program=program, site=site, day=on)
            assert here.is_cleared == asked == plainly(volunteer, program, site, on)


def make_history(data: st.DataObject) -> tuple[Program, Volunteer]:
    """Make a program and a volunteer with a random past."""
    draw = data.draw
    program = make_program(required_checks=[CheckKind.BACKGROUND], takes_under_18=draw(st.booleans()))
    volunteer = make_volunteer(adult_on=draw(maybe_day))
    actor = make_user()
    if draw(st.booleans()):
        consent(volunteer, given_at=MOMENT)
    revoked_on = draw(maybe_day)
    for number in range(draw(st.integers(0, 2))):
        from_on, until_on = draw(span)
        ended = revoked_on if number == 0 else FIRST
        make_clearance(
            volunteer,
            program,
            from_on=from_on,
            until_on=until_on,
            is_for_confidential=draw(st.booleans()),
            revoked_on=ended,
            revoked_at=ended and MOMENT,
            revoked_for="other" if ended else "",
            decided_by=actor,
        )
    for done_on, expires_on in draw(st.lists(span, max_size=3)):
        result = draw(st.sampled_from(["pass", "pass", "not_pass"]))
        make_check(
            volunteer,
            CheckKind.BACKGROUND,
            done_on=done_on,
            expires_on=expires_on,
            result=result,
            recorded_by=actor,
        )
    add_promises(data, program, volunteer)
    return program, volunteer


def add_promises(data: st.DataObject, program: Program, volunteer: Volunteer) -> None:
    """Add a course and an agreement that changes its wording."""
    if data.draw(st.booleans()):
        course = Course.objects.create(code=f"course-{program.pk}", name="First day")
        course.programs.add(program)
        for done_on, expires_on in data.draw(st.lists(span, max_size=2, unique_by=lambda one: one[0])):
            TrainingRecord.objects.create(
                volunteer=volunteer,
                course=course,
                done_on=done_on,
                expires_on=expires_on,
                recorded_by=make_user(),
            )
    agreement = Agreement.objects.create(
        code=f"promise-{program.pk}", name="Promise", is_for_confidential=data.draw(st.booleans())
    )
    agreement.programs.set([program] if data.draw(st.booleans()) else [])
    starts = data.draw(st.lists(day, max_size=3, unique=True))
    for number, in_force_on in enumerate(starts):
        version = make_version(agreement, number, in_force_on)
        if data.draw(st.booleans()):
            accept(volunteer, version)


def plainly(volunteer: Volunteer, program: Program, site: Site, on: date) -> bool:
    """The rules as one would say them aloud, slowly and by other means."""
    decided = [
        one
        for one in Clearance.objects.filter(volunteer=volunteer, program=program)
        if holds_on(one, on) and (one.is_for_confidential or not site.is_confidential)
    ]
    done = Check.objects.filter(volunteer=volunteer, done_on__lte=on).order_by("done_on", "pk")
    newest = done.last()
    is_checked = any(
        one.result == Check.Result.PASS
        and (one.expires_on is None or one.expires_on >= on)
        and not any(
            other.result == Check.Result.NOT_PASS and (other.done_on, other.pk) > (one.done_on, one.pk)
            for other in done
        )
        for one in done
    )
    is_of_age = volunteer.is_adult(on) or (
        program.takes_under_18 and GuardianConsent.objects.filter(volunteer=volunteer).exists()
    )
    return bool(decided and newest and is_checked and is_of_age and _kept(volunteer, program, site, on))


def _kept(volunteer: Volunteer, program: Program, site: Site, on: date) -> bool:
    for course in program.courses.all():
        records = course.records.filter(volunteer=volunteer, done_on__lte=on)
        if not any(one.expires_on is None or one.expires_on >= on for one in records):
            return False
    for agreement in Agreement.objects.all():
        if program in agreement.programs.all() or (site.is_confidential and agreement.is_for_confidential):
            in_force = agreement.versions.filter(in_force_on__lte=on).order_by("-in_force_on").first()
            if in_force and not in_force.acceptances.filter(volunteer=volunteer).exists():
                return False
    return True
