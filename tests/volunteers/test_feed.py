"""The private calendar: right by a strict reader, stable by its UIDs, dead when it must be."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.factories import MOMENT, ZONE
from tests.gifts.pretend import forgotten
from tests.volunteers import calendar_rules
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.actions.feeds import make_feed
from volunteers.feed import KEPT, calendar_of, sign_ups_of
from volunteers.feed.zones import zone_rules
from volunteers.models import Shift, SignUp, SignUpEvent, Site, Volunteer

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LABEL, PROGRAM, ROLE = "Lighthouse North", "Night watch program", "Night watcher"


def address_of(volunteer: Volunteer) -> str:
    return f"/volunteer/calendar/{make_feed(volunteer=volunteer, now=MOMENT)}.ics"


def entries(volunteer: Volunteer, now: datetime = MOMENT) -> list[calendar_rules.Entry]:
    """The calendar, as a strict reader understands it; the library must understand the same."""
    text = calendar_of(sign_ups_of(volunteer, now), language=volunteer.language)
    found = calendar_rules.read(text)
    parsed = Calendar.from_ical(text)
    assert isinstance(parsed, Calendar)
    theirs = [(str(event.uid), _utc(event.start), _utc(event.end)) for event in parsed.events]
    assert theirs == [(entry.uid, entry.start, entry.end) for entry in found]
    return found


def _utc(at: date | datetime) -> datetime:
    assert isinstance(at, datetime)
    return at.astimezone(UTC)


def give_up(sign_up: SignUp, state: str, *, was: str = SignUp.State.CONFIRMED, at: datetime = MOMENT) -> None:
    """What an action writes when a seat is given up."""
    SignUp.objects.filter(pk=sign_up.pk).update(state=state, changed_at=at, sequence=1, offer_until=None)
    SignUpEvent.objects.create(sign_up=sign_up, from_state=was, to_state=state, reason="self", at=at)


def test_an_event_says_when_and_nothing_else() -> None:
    program = make_program(name=PROGRAM)
    site = make_site(Site.Kind.CONFIDENTIAL, label=LABEL, district="Harbor Hill")
    volunteer = make_volunteer(program, name="Rosa Lind")
    seat = make_sign_up(make_shift(make_role(program, name=ROLE), site=site), volunteer)
    (entry,) = entries(volunteer)
    assert (entry.uid, entry.summary, entry.status) == (str(seat.uid), "Volunteering", "CONFIRMED")
    assert (entry.start, entry.end) == (SHIFT_START, SHIFT_START + 3 * HOUR)
    text = calendar_of(sign_ups_of(volunteer, MOMENT), language="en").decode()
    for secret in (LABEL, PROGRAM, ROLE, "Harbor", "Rosa", "Lind", seat.shift.code):
        assert secret not in text


def test_a_seat_that_is_not_settled_is_tentative_and_the_waitlist_is_left_out() -> None:
    volunteer = make_volunteer()
    states = {"requested": "TENTATIVE", "offered": "TENTATIVE", "confirmed": "CONFIRMED"}
    for day, state in enumerate([*states, "waiting"]):
        shift = make_shift(starts_at=SHIFT_START + day * DAY)
        until = SHIFT_START if state == "offered" else None
        make_sign_up(shift, volunteer, state=state, offer_until=until, waits_since=MOMENT)
    assert [entry.status for entry in entries(volunteer)] == list(states.values())


@pytest.mark.parametrize("state", ["cancelled", "declined", "released", "lapsed"])
def test_a_seat_given_up_stays_as_cancelled_for_ninety_days(state: str) -> None:
    seat = make_sign_up(make_shift(starts_at=MOMENT + 200 * DAY), make_volunteer())
    give_up(seat, state)
    assert [entry.status for entry in entries(seat.volunteer)] == ["CANCELLED"]
    assert [entry.status for entry in entries(seat.volunteer, MOMENT + KEPT - HOUR)] == ["CANCELLED"]
    assert entries(seat.volunteer, MOMENT + KEPT) == []


def test_whoever_only_waited_finds_nothing_struck_out() -> None:
    seat = make_sign_up(make_shift(), make_volunteer(), state="waiting", waits_since=MOMENT)
    give_up(seat, "lapsed", was="waiting")
    assert entries(seat.volunteer) == []


def test_past_shifts_go_after_ninety_days() -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    over = seat.shift.ends_at
    assert len(entries(seat.volunteer, over + KEPT - HOUR)) == 1
    assert entries(seat.volunteer, over + KEPT) == []


def test_a_cancelled_shift_is_cancelled() -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    Shift.objects.update(state="cancelled", cancelled_for="weather", cancelled_at=MOMENT)
    assert [entry.status for entry in entries(seat.volunteer)] == ["CANCELLED"]


def test_a_change_of_the_shift_alone_raises_the_sequence() -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    (before,) = entries(seat.volunteer)
    Shift.objects.update(ends_at=seat.shift.ends_at + HOUR, version=2)
    (after,) = entries(seat.volunteer)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)


def test_nobody_sees_anothers_shifts() -> None:
    shift = make_shift()
    make_sign_up(shift, make_volunteer())
    assert entries(make_volunteer()) == []


def test_the_same_rows_give_the_same_bytes() -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    texts = {
        calendar_of(sign_ups_of(seat.volunteer, MOMENT + minutes * timedelta(minutes=1)), language="en")
        for minutes in range(3)
    }
    assert len(texts) == 1


def test_a_spanish_volunteers_calendar_and_an_empty_one_are_calendars_too() -> None:
    volunteer = make_volunteer(language="es")
    assert entries(volunteer) == []
    make_sign_up(make_shift(), volunteer)
    assert len(entries(volunteer)) == 1


ZONES = [ZONE, "America/Sao_Paulo", "America/Santiago", "Australia/Lord_Howe", "Europe/Dublin", "UTC"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from([*ZONES, "America/Phoenix", "Africa/Casablanca", "Asia/Kathmandu"]),
    minute=st.integers(0, 2 * 365 * 24 * 4),
    quarters=st.integers(1, 96),
)
def test_every_moment_in_every_zone_is_told_right_by_the_file_alone(
    zone: str, minute: int, quarters: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + minute * timedelta(minutes=15)
    with forgotten():
        volunteer = make_volunteer()
        make_sign_up(make_shift(starts_at=start, hours=quarters / 4, zone=zone), volunteer)
        (entry,) = entries(volunteer, start)
    assert (entry.start, entry.end) == (start, start + quarters * timedelta(minutes=15))


@pytest.mark.parametrize("zone", ZONES)
def test_the_hours_around_each_change_of_the_clock_are_told_right(zone: str) -> None:
    volunteer = make_volunteer()
    expected = []
    clock = ZoneInfo(zone)
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + hour * HOUR for hour in range(365 * 24)]
    changes = [
        at for at in hours if at.astimezone(clock).utcoffset() != (at + HOUR).astimezone(clock).utcoffset()
    ]
    for at in changes:
        for hour in range(-3, 4):
            shift = make_shift(starts_at=at + hour * HOUR, hours=1, zone=zone)
            make_sign_up(shift, volunteer)
            expected.append(shift.starts_at)
    assert [entry.start for entry in entries(volunteer, MOMENT - 300 * DAY)] == expected


def test_new_yorks_clock_is_written_as_the_standard_writes_it() -> None:
    lines = zone_rules(ZONE, 2026, 2026).to_ical().decode().split("\r\n")
    spring, fall = lines.index("DTSTART:20260308T020000"), lines.index("DTSTART:20261101T020000")
    assert lines[spring - 1 : spring + 4] == [
        "BEGIN:DAYLIGHT",
        "DTSTART:20260308T020000",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
    ]
    assert lines[fall - 1] == "BEGIN:STANDARD"
