"""Warnings before something runs out, and what is forgotten in time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from letters.models import Letter
from tests.factories import MOMENT, make_organisation, make_user
from tests.volunteers.makers import (
    hold,
    make_application,
    make_check,
    make_clearance,
    make_course,
    make_program,
    make_qualification,
    make_reference,
    make_version,
    make_volunteer,
)
from volunteers.actions.retention import forget_old_applications
from volunteers.actions.warnings import LEADS, lead_of, send_warnings
from volunteers.clock import follow_up_by_day
from volunteers.gates import lacks_on
from volunteers.models import Application, Clearance, Reference, Volunteer
from volunteers.reports.running_out import running_out, with_something_running_out

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def let_check_end(volunteer: Volunteer, on: date) -> None:
    make_check(volunteer, "background", expires_on=on)


def let_training_end(volunteer: Volunteer, on: date) -> None:
    done_on, course = date(2026, 1, 1), make_course()
    volunteer.trained.create(course=course, done_on=done_on, expires_on=on, recorded_by=make_user())


def let_qualification_end(volunteer: Volunteer, on: date) -> None:
    hold(volunteer, make_qualification(), until_on=on)


def let_clearance_end(volunteer: Volunteer, on: date) -> None:
    make_clearance(volunteer, make_program(), until_on=on)


THINGS = [let_check_end, let_training_end, let_qualification_end, let_clearance_end]


@pytest.mark.parametrize("let_end", THINGS)
def test_each_thing_is_warned_of_60_30_and_7_days_before_once_however_often_the_job_runs(
    let_end: Callable[[Volunteer, date], None],
) -> None:
    make_organisation()
    volunteer = make_volunteer(make_program())
    let_end(volunteer, in_days(61))
    written = []
    for day in range(63):
        for hour in (0, 3):
            send_warnings(now=MOMENT + timedelta(days=day, hours=hour))
        written.append(Letter.objects.filter(kind="runs_out").count())
    days_before = [61 - day for day in range(63) if written[day] > (written[day - 1] if day else 0)]
    assert days_before == [60, 30, 7]
    letter = Letter.objects.filter(kind="runs_out").first()
    assert letter is not None
    assert letter.to_email == volunteer.email
    assert letter.facts.keys() == {"name", "to_do", "thing", "day"}


def test_what_was_renewed_is_warned_of_no_more_and_again_before_its_new_end() -> None:
    make_organisation()
    volunteer = make_volunteer(make_program())
    let_check_end(volunteer, in_days(20))
    send_warnings(now=MOMENT)
    let_check_end(volunteer, in_days(200))
    send_warnings(now=MOMENT + timedelta(days=14))
    assert Letter.objects.count() == 1
    send_warnings(now=MOMENT + timedelta(days=195))
    assert Letter.objects.count() == 2


def test_nobody_is_warned_who_is_not_cleared_or_has_left() -> None:
    gone = make_volunteer(make_program(), left_at=MOMENT)
    never = make_volunteer()
    for volunteer in (gone, never):
        let_check_end(volunteer, in_days(5))
    send_warnings(now=MOMENT)
    assert not Letter.objects.exists()


def test_a_pending_or_failed_check_and_a_claimed_qualification_run_out_of_nothing() -> None:
    volunteer = make_volunteer(make_program())
    make_check(volunteer, "background", result="not_pass", expires_on=in_days(5))
    hold(volunteer, make_qualification(), until_on=in_days(5), confirmed_at=None)
    assert running_out(TODAY) == []


def test_a_coming_wording_is_warned_of_until_it_is_accepted() -> None:
    make_organisation()
    program = make_program()
    volunteer, other = make_volunteer(program), make_volunteer(make_program())
    version = make_version(program, in_force_on=in_days(20))
    send_warnings(now=MOMENT)
    send_warnings(now=MOMENT)
    assert list(Letter.objects.values_list("kind", "to_email")) == [("agreement_changes", volunteer.email)]
    assert other.email
    version.acceptances.create(volunteer=volunteer, accepted_at=MOMENT)
    send_warnings(now=MOMENT + timedelta(days=15))
    assert Letter.objects.count() == 1


@given(st.integers(0, 60))
def test_the_lead_is_the_smallest_that_covers_the_days_left(days: int) -> None:
    lead = lead_of(in_days(days), TODAY)
    assert days <= lead
    assert not [other for other in LEADS if days <= other < lead]


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_for_what_runs_out_asks_four_times_however_much_there_is(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        volunteer = make_volunteer(make_program())
        for let_end in THINGS:
            let_end(volunteer, in_days(10))
    with django_assert_num_queries(4):
        assert len(running_out(TODAY)) == 4 * rows
    with django_assert_num_queries(1):
        assert len(with_something_running_out(TODAY)) == rows


def test_letters_that_can_wait_leave_by_day() -> None:
    make_organisation()
    let_check_end(make_volunteer(make_program()), in_days(20))
    follow_up_by_day(MOMENT + timedelta(hours=10))  # ten in the evening in New York
    assert not Letter.objects.exists()
    follow_up_by_day(MOMENT)
    assert Letter.objects.count() == 1


# -- what is forgotten


def decided_reference(days_ago: int, **values: Any) -> Reference:
    application = make_application(
        make_volunteer(), make_program(min_references=1), state=Application.State.CLEARED
    )
    Application.objects.filter(pk=application.pk).update(decided_at=MOMENT - timedelta(days=days_ago))
    facts: dict[str, Any] = {
        "state": "answered",
        "answered_at": MOMENT,
        "known_years": 3,
        "is_calm": "no",
        "recommends": "with_care",
    }
    return make_reference(application, **{**facts, **values})


def test_answers_of_references_are_forgotten_in_time_and_the_clearance_still_rests_on_them() -> None:
    old, new, against = (
        decided_reference(731),
        decided_reference(729),
        decided_reference(731, recommends="no"),
    )
    forget_old_applications(now=MOMENT)
    forget_old_applications(now=MOMENT)
    for reference in (old, new, against):
        reference.refresh_from_db()
    assert (old.name, old.known_years, old.is_calm, old.recommends) == ("", None, "", "yes")
    assert "example.org" not in old.email
    assert (new.name, new.is_calm, new.recommends) == ("Ivo Brandt", "no", "with_care")
    assert against.recommends == "no"
    gates = [
        {
            str(lack.gate)
            for lack in lacks_on(
                volunteer=one.application.volunteer, program=one.application.programs.get(), day=TODAY
            )
        }
        for one in (old, against)
    ]
    assert gates == [set(), {"references"}]


def test_the_periods_are_settings(settings: Settings) -> None:
    settings.REFERENCES_KEPT_DAYS = 10
    assert forget_old_applications(now=MOMENT)["references"] == 0
    decided_reference(11)
    assert forget_old_applications(now=MOMENT)["references"] == 1


def test_drafts_that_nobody_goes_on_with_are_forgotten_and_what_was_handed_in_is_not() -> None:
    old = MOMENT - timedelta(days=91)
    left = make_application(make_volunteer(), state="draft", submitted_at=None, created_at=old, saved_at=old)
    going_on = make_application(
        make_volunteer(), state="draft", submitted_at=None, created_at=old, saved_at=MOMENT
    )
    handed_in = make_application(make_volunteer(), created_at=old)
    make_reference(left, asked_at=None)
    forget_old_applications(now=MOMENT)
    assert set(Application.objects.all()) == {going_on, handed_in}
    assert not Reference.objects.exists()


def test_addresses_that_were_never_proven_are_forgotten_after_a_week_and_nobody_who_serves_is() -> None:
    eight, six = MOMENT - timedelta(days=8), MOMENT - timedelta(days=6)
    Volunteer.objects.create(name="Old", email="old@example.org", created_at=eight)
    new = Volunteer.objects.create(name="New", email="new@example.org", created_at=six)
    serving = make_volunteer(make_program())
    Volunteer.objects.filter(pk=serving.pk).update(user=None)
    assert forget_old_applications(now=MOMENT)["strangers"] == 1
    assert set(Volunteer.objects.all()) == {new, serving}
    assert Clearance.objects.exists()
