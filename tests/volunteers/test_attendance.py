"""Who came and left, in which window, and what counts of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import AuditEntry, User
from tests.factories import make_organisation
from tests.volunteers.attending import (
    HOUR,
    MINUTE,
    SHIFT_END,
    attended,
    comes,
    counted,
    leaves,
    seat,
    staff,
)
from tests.volunteers.makers import SHIFT_START, make_shift
from volunteers import clock
from volunteers.actions.attendance import check_in, record_no_show
from volunteers.actions.attending import AttendanceRefused
from volunteers.actions.roster import all_came, all_leave, record_times
from volunteers.models import Attendance, HoursEntry, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (SHIFT_START - 61 * MINUTE, "This shift begins at 3:00 PM. One can check in from 2:00 PM."),
        (SHIFT_START - 60 * MINUTE, ""),
        (SHIFT_END - MINUTE, ""),
        (SHIFT_END, "This shift ended at 6:00 PM. A coordinator can still write down who was there."),
    ],
)
def test_the_door_opens_an_hour_before_the_start_and_closes_at_the_end(at: datetime, sentence: str) -> None:
    one = seat()
    if not sentence:
        assert comes(one, at).arrived_at == at
        return
    with pytest.raises(AttendanceRefused) as refusal:
        comes(one, at)
    assert refusal.value.sentence == sentence
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("state", [SignUp.State.REQUESTED, SignUp.State.CANCELLED, SignUp.State.RELEASED])
def test_only_a_confirmed_seat_is_checked_in(state: str) -> None:
    one = seat()
    SignUp.objects.filter(pk=one.pk).update(state=state)

    with pytest.raises(AttendanceRefused, match="not confirmed"):
        comes(one, SHIFT_START)


def test_nobody_checks_in_twice_or_out_before_in() -> None:
    one = seat()
    with pytest.raises(AttendanceRefused, match="Not checked in yet"):
        leaves(one, SHIFT_START)
    comes(one, SHIFT_START)
    with pytest.raises(AttendanceRefused, match="Checked in already, at 3:00 PM"):
        comes(one, SHIFT_START + HOUR)
    leaves(one, SHIFT_END)
    with pytest.raises(AttendanceRefused, match="Checked out already, at 6:00 PM"):
        leaves(one, SHIFT_END)
    with pytest.raises(AttendanceRefused, match="Checked out already"):
        comes(one, SHIFT_END - MINUTE)
    assert counted(one) == 180


@pytest.mark.parametrize(
    ("arrived", "left", "minutes"),
    [
        (SHIFT_START, SHIFT_END, 180),
        (SHIFT_START - 50 * MINUTE, SHIFT_END, 180),
        (SHIFT_START + 20 * MINUTE, SHIFT_END, 160),
        (SHIFT_START + timedelta(seconds=30), SHIFT_END + timedelta(seconds=10), 180),
        (SHIFT_START, SHIFT_END + 30 * MINUTE, 210),
        (SHIFT_START, SHIFT_END + 120 * MINUTE, 300),
        (SHIFT_START - 30 * MINUTE, SHIFT_START - 10 * MINUTE, 0),
    ],
)
def test_what_counts_begins_with_the_shift_and_ends_with_leaving(
    arrived: datetime, left: datetime, minutes: int
) -> None:
    entry = attended(seat(), arrived, left)

    assert (entry.minutes, entry.on, entry.state) == (minutes, date(2026, 12, 8), "approved")


def test_it_is_too_late_to_check_out_two_hours_after_the_end() -> None:
    one = seat()
    comes(one, SHIFT_START)

    with pytest.raises(AttendanceRefused, match="too late to check out"):
        leaves(one, SHIFT_END + 2 * HOUR + MINUTE)


@pytest.mark.parametrize(
    ("evening", "zone", "hours"),
    [
        (date(2026, 10, 31), "America/New_York", 9),
        (date(2027, 3, 13), "America/New_York", 7),
        (date(2026, 10, 3), "Australia/Sydney", 7),
        (date(2027, 4, 3), "Australia/Sydney", 9),
    ],
)
def test_a_night_in_which_the_clock_changes_has_its_true_hours(evening: date, zone: str, hours: int) -> None:
    starts = datetime.combine(evening, time(22), ZoneInfo(zone))
    ends = datetime.combine(evening + timedelta(days=1), time(6), ZoneInfo(zone))
    shift = make_shift(
        starts_at=starts.astimezone(UTC),
        hours=(ends.astimezone(UTC) - starts.astimezone(UTC)) / HOUR,
        zone=zone,
    )

    entry = attended(seat(shift), starts, ends)

    assert entry.minutes == hours * 60
    assert entry.on == evening


def test_the_legal_day_is_that_of_the_shift_s_own_zone() -> None:
    late = datetime(2026, 12, 8, 23, 30, tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(UTC)
    shift = make_shift(starts_at=late, hours=2, zone="America/Los_Angeles")

    assert attended(seat(shift), late, late + 2 * HOUR).on == date(2026, 12, 8)


def test_nobody_is_a_no_show_before_the_start_and_one_who_comes_late_is_none() -> None:
    one = seat()
    with pytest.raises(AttendanceRefused, match="has not begun"):
        record_no_show(sign_up_id=one.pk, actor=staff(), now=SHIFT_START - MINUTE)

    record_no_show(sign_up_id=one.pk, actor=staff(), now=SHIFT_START + 15 * MINUTE)
    assert Attendance.objects.get().outcome == "no_show"
    assert not HoursEntry.objects.exists()

    comes(one, SHIFT_START + 20 * MINUTE)
    leaves(one, SHIFT_END)
    assert counted(one) == 160


def test_a_no_show_takes_back_what_was_counted_and_coming_after_all_gives_it_again() -> None:
    one, actor = seat(), staff()
    attended(one, SHIFT_START, SHIFT_END)

    record_no_show(sign_up_id=one.pk, actor=actor, now=SHIFT_END, is_excused=True)
    assert (counted(one), Attendance.objects.get().outcome) == (0, "excused")

    record_times(
        sign_up_id=one.pk,
        arrived_at=SHIFT_START + HOUR,
        left_at=SHIFT_END,
        reason="mistake",
        actor=actor,
        now=SHIFT_END,
    )
    assert counted(one) == 120
    rows = HoursEntry.objects.order_by("pk").values_list("kind", "minutes", "reason")
    assert list(rows) == [
        ("attendance", 180, ""),
        ("correction", -180, "mistake"),
        ("correction", 120, "mistake"),
    ]
    assert AuditEntry.objects.filter(verb="attendance.corrected").count() == 2


def test_times_are_corrected_by_a_row_that_says_why() -> None:
    one, actor = seat(), staff()
    entry = attended(one, SHIFT_START, SHIFT_END)
    facts: dict[str, Any] = {
        "sign_up_id": one.pk,
        "arrived_at": SHIFT_START,
        "actor": actor,
        "now": SHIFT_END + 2 * HOUR,
    }

    with pytest.raises(AttendanceRefused, match="say why"):
        record_times(left_at=SHIFT_END + HOUR, reason="", **facts)
    with pytest.raises(AttendanceRefused, match="say when they left"):
        record_times(left_at=None, reason="stayed", **facts)
    record_times(left_at=SHIFT_END + HOUR, reason="stayed", **facts)

    correction = HoursEntry.objects.get(kind="correction")
    assert (correction.minutes, correction.corrects, correction.reason) == (60, entry, "stayed")
    assert counted(one) == 240


@pytest.mark.parametrize(
    ("arrived", "left", "field"),
    [
        (SHIFT_START - 61 * MINUTE, None, "arrived_at"),
        (SHIFT_END + MINUTE, None, "arrived_at"),
        (SHIFT_START + 2 * HOUR, SHIFT_START + HOUR, "left_at"),
        (SHIFT_START, SHIFT_END + 121 * MINUTE, "left_at"),
    ],
)
def test_times_that_cannot_be_are_refused_beside_their_field(
    arrived: datetime, left: datetime | None, field: str
) -> None:
    with pytest.raises(AttendanceRefused) as refusal:
        record_times(
            sign_up_id=seat().pk,
            arrived_at=arrived,
            left_at=left,
            reason="",
            actor=staff(),
            now=SHIFT_END + 5 * HOUR,
        )
    assert refusal.value.field == field


def test_times_to_come_are_refused() -> None:
    facts: dict[str, Any] = {"sign_up_id": seat().pk, "reason": "", "actor": staff(), "now": SHIFT_START}
    with pytest.raises(AttendanceRefused, match="still to come"):
        record_times(arrived_at=SHIFT_START + MINUTE, left_at=None, **facts)
    with pytest.raises(AttendanceRefused, match="still to come"):
        record_times(arrived_at=SHIFT_START, left_at=SHIFT_END, **facts)


def test_a_forgotten_check_out_is_closed_at_the_end_and_not_before_two_hours_after_it() -> None:
    one, other = seat(), seat(name="Wim Adler")
    comes(one, SHIFT_START + 10 * MINUTE)

    clock.check_out_forgotten(SHIFT_END + 2 * HOUR - MINUTE)
    assert Attendance.objects.get().left_at is None

    for _tick in range(2):
        clock.check_out_forgotten(SHIFT_END + 2 * HOUR)

    attendance = Attendance.objects.get()
    assert (attendance.left_at, attendance.is_left_assumed) == (SHIFT_END, True)
    assert (counted(one), counted(other)) == (170, 0)
    assert HoursEntry.objects.count() == 1


def test_a_released_volunteer_who_was_in_is_closed_too() -> None:
    one = seat()
    comes(one, SHIFT_START)
    SignUp.objects.filter(pk=one.pk).update(state=SignUp.State.RELEASED)

    clock.check_out_forgotten(SHIFT_END + 3 * HOUR)

    assert counted(one) == 180


def test_a_coordinator_checks_a_whole_shift_in_and_out_at_once() -> None:
    shift, actor = make_shift(seats=4), staff()
    here, absent, fresh = (seat(shift, name) for name in ("Ana Bo", "Cy Dee", "Eli Fox"))
    comes(here, SHIFT_START)
    record_no_show(sign_up_id=absent.pk, actor=actor, now=SHIFT_START + MINUTE)

    assert all_came(shift_id=shift.pk, actor=actor, now=SHIFT_START + 2 * MINUTE) == 1
    assert all_came(shift_id=shift.pk, actor=actor, now=SHIFT_START + 2 * MINUTE) == 0
    assert all_leave(shift_id=shift.pk, actor=actor, now=SHIFT_END) == 2
    assert [counted(one) for one in (here, absent, fresh)] == [180, 0, 178]
    assert recorded(fresh) == ("coordinator", actor)
    with pytest.raises(AttendanceRefused, match="begins at"):
        all_came(shift_id=seat().shift_id, actor=actor, now=SHIFT_START - 2 * HOUR)


def test_the_way_is_kept_and_who_recorded_only_for_staff() -> None:
    one, actor = seat(), staff()
    check_in(sign_up_id=one.pk, how=Attendance.How.PHONE, actor=one.volunteer.user, now=SHIFT_START)
    assert recorded(one) == ("phone", None)
    other = seat()
    check_in(sign_up_id=other.pk, how=Attendance.How.COORDINATOR, actor=actor, now=SHIFT_START)
    assert recorded(other) == ("coordinator", actor)


def recorded(one: SignUp) -> tuple[str, User | None]:
    found = Attendance.objects.get(sign_up=one)
    return found.how, found.recorded_by
