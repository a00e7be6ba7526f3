"""How an application moves, by any history of what people try."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from letters.kinds import Leaving, NoLongerTrue
from letters.models import Letter
from tests.factories import MOMENT, ZONE, make_organisation, make_user
from tests.volunteers.makers import (
    make_application,
    make_check,
    make_consent,
    make_program,
    make_reference,
    make_volunteer,
)
from volunteers.actions import decisions
from volunteers.actions.applications import MOVES, ApplicationRefused, move, withdraw_application
from volunteers.letters.screening_kinds import declined_leaves_at
from volunteers.models import Application, Clearance, ClosedDay, Interview, Program
from volunteers.reports.own_application import shown_state, standing_of

pytestmark = pytest.mark.django_db
State = Application.State
TODAY = MOMENT.date()
ACTS = ["plan", "pass", "not_pass", "missed", "checks", "clear", "decline", "withdraw"]


def terms(*programs: Program, from_on: date = TODAY) -> decisions.Terms:
    return decisions.Terms(programs, is_for_confidential=False, from_on=from_on, until_on=None)


def attempt(act: str, application: Application, program: Program, now: datetime) -> None:
    """Try something, as the desk or the applicant would."""
    actor = make_user(Role.SCREENING)
    match act:
        case "plan":
            decisions.plan_interview(
                application_id=application.pk, at=now + timedelta(minutes=30), actor=actor, now=now
            )
        case "pass" | "not_pass" | "missed":
            interview = application.interviews.first()
            if interview is None:
                raise ApplicationRefused
            decisions.record_interview(interview_id=interview.pk, result=act, actor=actor, now=now)
        case "checks":
            decisions.begin_checks(application_id=application.pk, actor=actor, now=now)
        case "clear":
            decisions.clear_applicant(
                application_id=application.pk, terms=terms(program), actor=actor, now=now
            )
        case "decline":
            decisions.decline_applicant(
                application_id=application.pk, declined_for="time", actor=actor, now=now
            )
        case "withdraw":
            withdraw_application(application_id=application.pk, actor=actor, now=now)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=12), wants_talk=st.booleans())
def test_any_history_follows_the_map_and_each_move_has_its_actor_and_time(
    acts: list[str], wants_talk: bool
) -> None:
    with transaction.atomic():
        program = make_program(needs_interview=wants_talk)
        application = make_application(make_volunteer(), program)
        now = MOMENT
        for act in acts:
            now += timedelta(hours=1)
            before = application.state
            try:
                attempt(act, application, program, now)
            except ApplicationRefused:
                application.refresh_from_db()
                assert application.state == before
            application.refresh_from_db()
            assert application.state == before or application.state in MOVES[before]
        walked = list(application.events.values_list("from_state", "to_state", "actor"))
        assert all(to in MOVES[start] and actor for start, to, actor in walked)
        states = [State.APPLIED.value, *(to for _start, to, _actor in walked)]
        assert states[-1] == application.state
        assert [start for start, _to, _actor in walked] == states[:-1]
        cleared = Clearance.objects.filter(volunteer=application.volunteer_id, revoked_at=None).count()
        assert cleared == (application.state == State.CLEARED)
        talked = application.interviews.filter(result=Interview.Result.PASS).exists()
        if wants_talk and State.CHECKS in states:
            assert talked
        transaction.set_rollback(True)


@pytest.mark.parametrize("start", list(State))
@pytest.mark.parametrize("to", list(State))
def test_a_move_that_is_not_on_the_map_is_refused(start: str, to: str) -> None:
    if to in MOVES[start]:
        return
    values: dict[str, Any] = {"declined_for": "time", "told_at": MOMENT} if start == State.DECLINED else {}
    application = make_application(make_volunteer(), state=start, **values)
    with pytest.raises(ApplicationRefused):
        move(application, to, actor=make_user(), now=MOMENT)
    assert not application.events.exists()


def test_events_are_never_changed() -> None:
    application = make_application(make_volunteer(), make_program())
    move(application, State.INTERVIEW, actor=make_user(), now=MOMENT)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        application.events.update(to_state="cleared")


@pytest.mark.parametrize(
    "values",
    [
        {"state": "declined", "declined_for": "", "told_at": MOMENT},
        {"state": "declined", "declined_for": "time", "told_at": None},
        {"state": "applied", "declined_for": "time"},
    ],
)
def test_a_declined_application_says_why_and_when_it_is_told(values: dict[str, Any]) -> None:
    application = make_application(make_volunteer())
    with (
        pytest.raises(IntegrityError, match="declined_application_says_why_and_when_told"),
        transaction.atomic(),
    ):
        Application.objects.filter(pk=application.pk).update(**values)


def test_declines_are_alike_in_words_time_and_silence() -> None:
    make_organisation()
    volunteers = [make_volunteer(name="Ann Ott"), make_volunteer(name="Bo Ek")]
    applications = [make_application(one, make_program()) for one in volunteers]
    for application, reason, hour in zip(applications, ("check", "time"), (0, 5), strict=True):
        decisions.decline_applicant(
            application_id=application.pk,
            declined_for=reason,
            actor=make_user(Role.SCREENING),
            now=MOMENT + timedelta(hours=hour),
        )

    letters = list(Letter.objects.filter(kind="application_declined").order_by("pk"))
    assert [letter.facts for letter in letters] == [{"name": "Ann Ott"}, {"name": "Bo Ek"}]
    # MOMENT is a Wednesday noon in New York
    morning = datetime(2026, 11, 26, 9, 30, tzinfo=ZoneInfo(ZONE))
    assert {letter.send_after for letter in letters} == {morning}
    for volunteer, application in zip(volunteers, applications, strict=True):
        application.refresh_from_db()
        for now, state in ((morning - timedelta(minutes=1), "applied"), (morning, "declined")):
            assert shown_state(application, now) == state
            assert standing_of(volunteer, today=now.date(), now=now).state == state


def test_the_answer_comes_on_a_working_morning() -> None:
    friday = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
    monday = datetime(2026, 11, 30, 9, 30, tzinfo=ZoneInfo(ZONE))
    assert decisions.next_morning(friday, ZONE, frozenset()) == monday
    assert decisions.next_morning(friday, ZONE, {monday.date()}) == monday + timedelta(days=1)


def test_a_closed_day_is_no_working_morning() -> None:
    make_organisation()
    ClosedDay.objects.create(on=date(2026, 11, 26), name="Thanksgiving")
    application = make_application(make_volunteer(), make_program())
    decisions.decline_applicant(
        application_id=application.pk, declined_for="time", actor=make_user(), now=MOMENT
    )
    application.refresh_from_db()
    assert application.told_at == datetime(2026, 11, 27, 9, 30, tzinfo=ZoneInfo(ZONE))


def test_whoever_takes_it_back_before_being_told_learns_nothing_and_gets_no_letter() -> None:
    application = make_application(make_volunteer(), make_program())
    decisions.decline_applicant(
        application_id=application.pk, declined_for="time", actor=make_user(), now=MOMENT
    )
    withdraw_application(application_id=application.pk, actor=make_user(), now=MOMENT)

    application.refresh_from_db()
    assert (application.state, application.declined_for, application.told_at) == ("withdrawn", "", None)
    letter = Letter.objects.get(kind="application_declined")
    with pytest.raises(NoLongerTrue):
        declined_leaves_at(Leaving(letter.about_id, "en", letter.facts, MOMENT))


def test_a_decision_that_was_told_cannot_be_taken_back() -> None:
    application = make_application(make_volunteer(), make_program())
    decisions.decline_applicant(
        application_id=application.pk, declined_for="time", actor=make_user(), now=MOMENT
    )
    with pytest.raises(ApplicationRefused):
        withdraw_application(application_id=application.pk, actor=make_user(), now=MOMENT + timedelta(days=3))


@pytest.mark.parametrize("missing", ["check", "references", "interview", "age"])
def test_nobody_is_cleared_while_something_is_wanting(missing: str) -> None:
    program = make_program(
        required_checks=["background"], min_references=1, needs_interview=True, takes_under_18=True
    )
    volunteer = make_volunteer(adult_on=date(2027, 6, 1))
    application = make_application(volunteer, program, state=State.CHECKS)
    if missing != "check":
        make_check(volunteer, "background")
    if missing != "references":
        make_reference(application, state="answered", answered_at=MOMENT, recommends="yes")
    if missing != "interview":
        application.interviews.create(at=MOMENT, result="pass")
    if missing != "age":
        make_consent(volunteer, given_at=MOMENT)
    act: dict[str, Any] = {
        "application_id": application.pk,
        "terms": terms(program),
        "actor": make_user(),
        "now": MOMENT,
    }

    with pytest.raises(ApplicationRefused, match="cannot be cleared yet"):
        decisions.clear_applicant(**act)
    application.refresh_from_db()
    assert application.state == State.CHECKS
    assert not volunteer.clearances.exists()

    if missing == "check":
        make_check(volunteer, "background")
    make_reference(application, state="answered", answered_at=MOMENT, recommends="yes")
    application.interviews.create(at=MOMENT, result="pass")
    make_consent(volunteer, given_at=MOMENT)
    decisions.clear_applicant(**act)
    assert volunteer.clearances.get().program == program
    assert Letter.objects.filter(kind="application_cleared").count() == 1


def test_only_what_was_applied_for_is_cleared_and_all_or_nothing() -> None:
    wanted, other = make_program(), make_program()
    volunteer = make_volunteer()
    application = make_application(volunteer, wanted, state=State.CHECKS)
    with pytest.raises(ApplicationRefused, match="was not applied for"):
        decisions.clear_applicant(
            application_id=application.pk, terms=terms(wanted, other), actor=make_user(), now=MOMENT
        )
    assert not volunteer.clearances.exists()


def test_a_conversation_is_planned_once_moved_and_told_each_time() -> None:
    application = make_application(make_volunteer(), make_program(needs_interview=True))
    for days in (1, 2):
        decisions.plan_interview(
            application_id=application.pk, at=MOMENT + timedelta(days=days), actor=make_user(), now=MOMENT
        )
    assert application.interviews.get().at == MOMENT + timedelta(days=2)
    assert Letter.objects.filter(kind="interview_planned").count() == 2
    with pytest.raises(ApplicationRefused, match="That time is over"):
        decisions.plan_interview(
            application_id=application.pk, at=MOMENT - timedelta(days=1), actor=make_user(), now=MOMENT
        )
