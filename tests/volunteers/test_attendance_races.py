"""Two kiosks, two presses, the clock and a person: whoever comes second finds it done."""

from functools import partial
from typing import Any

import pytest

from tests.factories import make_organisation
from tests.volunteers.attending import HOUR, MINUTE, SHIFT_END, attended, comes, counted, leaves, seat, staff
from tests.volunteers.crowd import all_at_once, in_turns
from tests.volunteers.makers import SHIFT_START, make_program, make_shift, make_site, make_volunteer
from volunteers.actions import attending, hours, roster
from volunteers.actions.attendance import check_out, close_forgotten, record_no_show
from volunteers.actions.attending import AttendanceRefused
from volunteers.actions.hours import HoursRefused, correct_hours, decide_hours, report_hours
from volunteers.actions.kiosks import MISSES, open_kiosk, sign_up_by_number
from volunteers.actions.roster import all_came
from volunteers.models import Attendance, HoursEntry, ShiftKiosk
from volunteers.proofs import door_number

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def test_twelve_check_ins_at_once_are_one() -> None:
    one = seat()

    answers = all_at_once([partial(comes, one, SHIFT_START)] * 12)

    assert sum(isinstance(answer, Attendance) for answer in answers) == 1
    assert sum(isinstance(answer, AttendanceRefused) for answer in answers) == 11


def test_twelve_check_outs_at_once_count_once() -> None:
    one = seat()
    comes(one, SHIFT_START)

    answers = all_at_once([partial(leaves, one, SHIFT_END)] * 12)

    assert sum(isinstance(answer, Attendance) for answer in answers) == 1
    assert (counted(one), HoursEntry.objects.count()) == (180, 1)


def test_a_second_kiosk_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    one = seat()
    comes(one, SHIFT_START)

    first, second = in_turns(
        monkeypatch,
        lambda: check_out(sign_up_id=one.pk, how="kiosk", actor=None, now=SHIFT_END),
        lambda: check_out(sign_up_id=one.pk, how="phone", actor=None, now=SHIFT_END + MINUTE),
        at=(attending, "lock_sign_up"),
    )

    assert isinstance(first, Attendance)
    assert isinstance(second, AttendanceRefused)
    assert counted(one) == 180


def test_the_clock_and_a_late_check_out_count_once() -> None:
    one, end = seat(), SHIFT_END + 2 * HOUR
    comes(one, SHIFT_START)

    all_at_once([partial(close_forgotten, now=end), partial(leaves, one, end)] * 4)

    assert HoursEntry.objects.count() == 1
    assert counted(one) in {180, 300}


def test_a_no_show_and_a_check_out_at_once_leave_hours_and_outcome_in_step() -> None:
    actor = staff()
    for _round in range(6):
        one = seat()
        comes(one, SHIFT_START)
        all_at_once(
            [
                partial(leaves, one, SHIFT_END),
                partial(record_no_show, sign_up_id=one.pk, actor=actor, now=SHIFT_END),
            ]
        )
        attendance = Attendance.objects.get(sign_up=one)
        assert (attendance.outcome, counted(one)) == ("no_show", 0)


def test_a_roster_and_one_of_its_people_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    shift, actor = make_shift(seats=3), staff()
    _first, *others = (seat(shift, f"Ana {letter}o") for letter in "ABC")

    done, late = in_turns(
        monkeypatch,
        partial(all_came, shift_id=shift.pk, actor=actor, now=SHIFT_START),
        partial(comes, others[-1], SHIFT_START),
        at=(roster, "check_in"),
    )

    assert done == 3
    assert isinstance(late, AttendanceRefused)


def test_two_corrections_at_once_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    one, actor = seat(), staff()
    entry = attended(one, SHIFT_START, SHIFT_END)

    def correct(minutes: int) -> HoursEntry:
        return correct_hours(entry_id=entry.pk, minutes=minutes, reason="mistake", actor=actor, now=SHIFT_END)

    in_turns(monkeypatch, partial(correct, 60), partial(correct, 30), at=(hours, "lock_volunteers"))

    assert counted(one) == 30


def test_a_day_reported_twice_at_once_stands_once() -> None:
    program, actor = make_program(), staff()
    volunteer = make_volunteer(program)

    answers = all_at_once(
        [
            partial(
                report_hours,
                volunteer_id=volunteer.pk,
                program_id=program.pk,
                on=SHIFT_START.date(),
                minutes=60,
                actor=actor,
                now=SHIFT_END,
            )
        ]
        * 8
    )

    assert HoursEntry.objects.count() == 1
    assert sum(isinstance(answer, HoursRefused) for answer in answers) == 7


def test_two_decisions_at_once_are_one() -> None:
    program, actor = make_program(), staff()
    facts: dict[str, Any] = {
        "volunteer_id": make_volunteer(program).pk,
        "program_id": program.pk,
        "actor": actor,
    }
    entry = report_hours(on=SHIFT_START.date(), minutes=60, now=SHIFT_END, **facts)

    decide = partial(decide_hours, entry_ids=[entry.pk], actor=actor, now=SHIFT_END)
    answers = all_at_once([partial(decide, is_approved=True), partial(decide, is_approved=False)] * 4)

    assert sum(answer.done for answer in answers if isinstance(answer, hours.Decision)) == 1
    assert len(answers) == sum(isinstance(answer, hours.Decision) for answer in answers)


def test_wrong_numbers_are_counted_however_many_come_at_once() -> None:
    site, actor = make_site(), staff()
    kiosk, _token = open_kiosk(site_id=site.pk, actor=actor, now=SHIFT_START)
    one = seat(make_shift(site=site))
    wrong = next(f"{n:06d}" for n in range(2) if f"{n:06d}" != door_number(one))

    guess = partial(sign_up_by_number, kiosk_id=kiosk.pk, number=wrong, now=SHIFT_START)
    all_at_once([guess] * 15)

    assert ShiftKiosk.objects.get().misses == MISSES
    with pytest.raises(AttendanceRefused, match="Too many"):
        sign_up_by_number(kiosk_id=kiosk.pk, number=door_number(one), now=SHIFT_START + MINUTE)
    later = SHIFT_START + 11 * MINUTE
    assert sign_up_by_number(kiosk_id=kiosk.pk, number=door_number(one), now=later) == one.pk
