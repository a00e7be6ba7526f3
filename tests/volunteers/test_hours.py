"""Hours that are reported, decided on and corrected: what counts is the sum, and it is never below zero."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from tests.factories import make_organisation
from tests.volunteers.attending import HOUR, MINUTE, SHIFT_END, attended, comes, counted, seat, staff
from tests.volunteers.makers import SHIFT_START, make_program, make_volunteer
from volunteers.actions.attendance import close_forgotten, record_no_show
from volunteers.actions.attending import AttendanceRefused
from volunteers.actions.hours import HoursRefused, correct_hours, decide_hours, report_hours
from volunteers.actions.roster import record_times
from volunteers.models import Attendance, HoursEntry, Program, SignUp, Volunteer

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 8)
NOW = SHIFT_END + 3 * HOUR


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def reported(volunteer: Volunteer, program: Program, on: date = DAY, minutes: int = 120) -> HoursEntry:
    return report_hours(
        volunteer_id=volunteer.pk,
        program_id=program.pk,
        on=on,
        minutes=minutes,
        actor=staff(),
        now=NOW,
    )


def refused(volunteer: Volunteer, program: Program, on: date = DAY, minutes: int = 120) -> tuple[str, str]:
    with pytest.raises(HoursRefused) as refusal:
        reported(volunteer, program, on, minutes)
    return refusal.value.field, refusal.value.sentence


def test_reported_hours_count_once_they_are_approved() -> None:
    program, actor = make_program(), staff()
    volunteer = make_volunteer(program)
    first, second = reported(volunteer, program), reported(volunteer, program, DAY - timedelta(days=1), 60)
    assert HoursEntry.objects.counted().count() == 0

    assert decide_hours(entry_ids=[first.pk], is_approved=True, actor=actor, now=NOW).done == 1
    assert decide_hours(entry_ids=[second.pk], is_approved=False, actor=actor, now=NOW).done == 1
    again = decide_hours(entry_ids=[first.pk, second.pk], is_approved=True, actor=actor, now=NOW)

    assert (again.done, again.left) == (0, [])
    states = HoursEntry.objects.order_by("pk").values_list("state", "decided_by", "decided_at")
    assert list(states) == [("approved", actor.pk, NOW), ("declined", actor.pk, NOW)]


def test_days_to_come_days_long_past_and_more_than_sixteen_hours_are_refused() -> None:
    program, other = make_program(), make_program()
    volunteer = make_volunteer(program)

    assert refused(volunteer, program, DAY + timedelta(days=1)) == ("on", "This day is still to come.")
    assert refused(volunteer, program, DAY - timedelta(days=367))[0] == "on"
    assert refused(volunteer, program, minutes=16 * 60 + 1)[0] == "hours"
    assert refused(volunteer, program, minutes=0)[0] == "hours"
    reported(volunteer, program, minutes=16 * 60 - 30)
    assert refused(volunteer, other, minutes=31)[0] == "hours"
    assert reported(volunteer, other, minutes=30).minutes == 30


def test_a_day_of_a_program_is_reported_once_unless_it_was_declined() -> None:
    program, actor = make_program(), staff()
    volunteer = make_volunteer(program)
    first = reported(volunteer, program)
    assert "already" in refused(volunteer, program)[1]

    decide_hours(entry_ids=[first.pk], is_approved=False, actor=actor, now=NOW)

    assert reported(volunteer, program).state == "pending"


def test_what_attendance_counts_is_not_reported_too() -> None:
    one, here = seat(), seat()
    attended(one, SHIFT_START, SHIFT_END)
    comes(here, SHIFT_START)

    for sign_up in (one, here):
        field, sentence = refused(sign_up.volunteer, sign_up.shift.role.program)
        assert (field, "count by themselves" in sentence) == ("on", True)
    assert reported(one.volunteer, make_program()).state == "pending"


def test_a_report_is_not_approved_once_attendance_counts_the_day() -> None:
    one, actor = seat(), staff()
    entry = reported(one.volunteer, one.shift.role.program)
    attended(one, SHIFT_START, SHIFT_END)

    decision = decide_hours(entry_ids=[entry.pk], is_approved=True, actor=actor, now=NOW)

    assert decision.done == 0
    assert "counted by attendance" in decision.left[0]
    assert counted(one) == 180
    assert decide_hours(entry_ids=[entry.pk], is_approved=False, actor=actor, now=NOW).done == 1


def test_nobody_decides_on_their_own_hours_or_corrects_them() -> None:
    one = seat()
    own = one.volunteer.user
    assert own is not None
    waiting = reported(one.volunteer, make_program())
    entry = attended(one, SHIFT_START, SHIFT_END)

    decision = decide_hours(entry_ids=[waiting.pk], is_approved=True, actor=own, now=NOW)

    assert (decision.done, "somebody else" in decision.left[0]) == (0, True)
    with pytest.raises(HoursRefused, match="somebody else"):
        correct_hours(entry_id=entry.pk, minutes=60, reason="stayed", actor=own, now=NOW)


def test_a_correction_says_the_difference_and_why() -> None:
    one, actor = seat(), staff()
    entry = attended(one, SHIFT_START, SHIFT_END)

    for minutes in (120, 200, 0):
        correct_hours(entry_id=entry.pk, minutes=minutes, reason="mistake", actor=actor, now=NOW)
        assert (counted(one), entry.total) == (minutes, minutes)

    rows = HoursEntry.objects.filter(kind="correction").order_by("pk")
    assert [row.minutes for row in rows] == [-60, 80, -200]
    assert {(row.corrects_id, row.on, row.shift_id) for row in rows} == {(entry.pk, entry.on, one.shift_id)}


@pytest.mark.parametrize("minutes", [-1, 26 * 60 + 1, 180])
def test_a_sum_that_cannot_be_or_changes_nothing_is_refused(minutes: int) -> None:
    entry = attended(seat(), SHIFT_START, SHIFT_END)
    with pytest.raises(HoursRefused) as refusal:
        correct_hours(entry_id=entry.pk, minutes=minutes, reason="mistake", actor=staff(), now=NOW)
    assert refusal.value.field == "hours"


def test_a_volunteer_claims_a_correction_and_it_counts_once_approved() -> None:
    one, actor = seat(), staff()
    comes(one, SHIFT_START)
    close_forgotten(now=NOW)
    entry = HoursEntry.objects.get()
    facts: dict[str, Any] = {
        "entry_id": entry.pk,
        "reason": "forgot_out",
        "actor": one.volunteer.user,
        "is_claim": True,
    }

    claim = correct_hours(minutes=120, now=NOW, **facts)
    assert (claim.state, counted(one)) == ("pending", 180)
    with pytest.raises(HoursRefused, match="waits to be approved"):
        correct_hours(minutes=100, now=NOW, **facts)

    decide_hours(entry_ids=[claim.pk], is_approved=True, actor=actor, now=NOW)
    assert counted(one) == 120
    with pytest.raises(HoursRefused, match="some time ago"):
        correct_hours(minutes=100, now=NOW + timedelta(days=61), **facts)


def test_a_claim_that_no_longer_fits_is_left() -> None:
    one, actor = seat(), staff()
    entry = attended(one, SHIFT_START, SHIFT_END)
    claim = correct_hours(
        entry_id=entry.pk, minutes=30, reason="left_early", actor=staff(), now=NOW, is_claim=True
    )
    correct_hours(entry_id=entry.pk, minutes=60, reason="mistake", actor=actor, now=NOW)

    decision = decide_hours(entry_ids=[claim.pk], is_approved=True, actor=actor, now=NOW)

    assert (decision.done, "no longer fits" in decision.left[0], counted(one)) == (0, True, 60)


def test_only_hours_that_count_are_corrected() -> None:
    program = make_program()
    waiting = reported(make_volunteer(program), program)
    with pytest.raises(HoursRefused, match="Only hours that count"):
        correct_hours(entry_id=waiting.pk, minutes=10, reason="mistake", actor=staff(), now=NOW)


MOMENTS = st.integers(-60, 300)
STEPS = st.one_of(
    st.tuples(st.just("times"), MOMENTS, MOMENTS),
    st.tuples(st.just("no_show"), st.just(0), st.just(0)),
    st.tuples(st.just("correct"), st.integers(-5, 700), st.just(0)),
    st.tuples(st.just("comes"), MOMENTS, st.just(0)),
    st.tuples(st.just("clock"), st.just(0), st.just(0)),
)


class AnyHistory(TestCase):
    """What counts is what was attended and what was corrected by hand, as a plain sum says it."""

    @settings(deadline=None, max_examples=60)
    @given(st.lists(STEPS, max_size=8))
    def test_the_sum_is_attended_minutes_and_corrections(self, steps: list[tuple[str, int, int]]) -> None:
        make_organisation()
        one, actor = seat(), staff()
        expected = 0
        for step in steps:
            before = _attended(one.pk)
            try:
                take(one, step, actor)
            except (AttendanceRefused, HoursRefused):
                assert (counted(one), _attended(one.pk)) == (expected, before)
                continue
            is_by_hand = step[0] == "correct" and HoursEntry.objects.exists()
            expected = step[1] if is_by_hand else max(expected + _attended(one.pk) - before, 0)
            assert counted(one) == expected
        assert HoursEntry.objects.filter(kind="attendance").count() <= 1


def take(one: SignUp, step: tuple[str, int, int], actor: User) -> None:
    kind, first, second = step
    now = SHIFT_END + 12 * HOUR
    entry = HoursEntry.objects.exclude(kind="correction").first()
    if kind == "times":
        arrived, left = SHIFT_START + first * MINUTE, SHIFT_START + second * MINUTE
        facts: dict[str, Any] = {"arrived_at": arrived, "left_at": left, "reason": "mistake"}
        record_times(sign_up_id=one.pk, actor=actor, now=now, **facts)
    elif kind == "no_show":
        record_no_show(sign_up_id=one.pk, actor=actor, now=now)
    elif kind == "comes":
        comes(one, SHIFT_START + first * MINUTE)
    elif kind == "clock":
        close_forgotten(now=now)
    elif entry:
        correct_hours(entry_id=entry.pk, minutes=first, reason="mistake", actor=actor, now=now)


def _attended(sign_up_id: int) -> int:
    found = Attendance.objects.select_related("sign_up__shift").filter(sign_up=sign_up_id).first()
    return found.minutes if found else 0
