"""Rules on the wall clock: what the clock does to them, and both ways between choices and RRULE."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from tests.volunteers.repeats import patient, repeats
from volunteers.recurrence import (
    Kind,
    Occurrence,
    Pattern,
    Repeat,
    Snag,
    SnagKind,
    days,
    occurrence,
    occurrences,
    parse,
    pattern_sentence,
    snags,
)

NEW_YORK, SANTIAGO, LORD_HOWE = "America/New_York", "America/Santiago", "Australia/Lord_Howe"
DAILY = Repeat(Kind.DAILY)
ZONES = [
    NEW_YORK,
    SANTIAGO,
    LORD_HOWE,
    "Australia/Sydney",
    "Europe/London",
    "America/Phoenix",
    "Asia/Kolkata",
]

some_days = st.dates(date(2024, 1, 1), date(2031, 12, 31))


def pattern(start: str, end: str, zone: str = NEW_YORK, **values: object) -> Pattern:
    facts: dict[str, object] = {"repeat": DAILY, "starts_on": date(2026, 1, 1), "until_on": None}
    return Pattern(
        **{**facts, **values},  # type: ignore[arg-type] # a test's shorthand
        start_time=time.fromisoformat(start),
        end_time=time.fromisoformat(end),
        zone=zone,
    )


def hours(found: Occurrence) -> float:
    return (found.ends_at - found.starts_at) / timedelta(hours=1)


def local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("zone", "jump", "back"),
    [
        (NEW_YORK, date(2026, 3, 8), date(2026, 11, 1)),
        (SANTIAGO, date(2026, 9, 6), date(2026, 4, 4)),
        (LORD_HOWE, date(2026, 10, 4), date(2026, 4, 5)),
    ],
)
def test_ten_o_clock_stays_ten_o_clock_across_both_changes(zone: str, jump: date, back: date) -> None:
    for change in (jump, back):
        around = occurrences(
            pattern("10:00", "12:00", zone), first=change - timedelta(days=2), last=change + timedelta(days=2)
        )
        for found in around:
            assert local(found.starts_at, zone) == f"{found.original_on} 10:00"
            assert local(found.ends_at, zone) == f"{found.original_on} 12:00"
            assert hours(found) == 2


@pytest.mark.parametrize(
    ("zone", "evening", "lasts"),
    [
        (NEW_YORK, date(2026, 3, 6), 8),
        (NEW_YORK, date(2026, 3, 7), 7),
        (NEW_YORK, date(2026, 10, 31), 9),
        (SANTIAGO, date(2026, 9, 5), 7),
        (SANTIAGO, date(2026, 4, 4), 9),
        (LORD_HOWE, date(2026, 10, 3), 7.5),
        (LORD_HOWE, date(2026, 4, 4), 8.5),
    ],
)
def test_a_night_across_the_change_is_an_hour_shorter_or_longer(
    zone: str, evening: date, lasts: float
) -> None:
    found = occurrence(pattern("22:00", "06:00", zone), evening)

    assert hours(found) == lasts
    assert local(found.starts_at, zone) == f"{evening} 22:00"
    assert local(found.ends_at, zone) == f"{evening + timedelta(days=1)} 06:00"


@pytest.mark.parametrize(
    ("zone", "day", "start", "later", "earlier"),
    [
        (NEW_YORK, date(2026, 3, 8), "02:30", "03:30", "01:30"),
        (LORD_HOWE, date(2026, 10, 4), "02:15", "02:45", "01:45"),
    ],
)
def test_a_start_that_does_not_exist_goes_the_way_that_was_chosen(
    zone: str, day: date, start: str, later: str, earlier: str
) -> None:
    for goes_earlier, expected in ((False, later), (True, earlier)):
        found = occurrence(pattern(start, "08:00", zone, goes_earlier=goes_earlier), day)
        assert local(found.starts_at, zone) == f"{day} {expected}"


def test_midnight_does_not_exist_in_santiago_on_the_night_of_the_jump() -> None:
    """The jump is at midnight: the first moment of the day is 01:00."""
    day = date(2026, 9, 6)
    later, earlier = (
        occurrence(pattern("00:00", "03:00", SANTIAGO, goes_earlier=way), day) for way in (False, True)
    )

    assert local(later.starts_at, SANTIAGO) == "2026-09-06 01:00"
    assert local(earlier.starts_at, SANTIAGO) == "2026-09-05 23:00"
    assert [found.original_on for found in (later, earlier)] == [day, day]


@pytest.mark.parametrize(
    ("zone", "day", "start", "apart"),
    [(NEW_YORK, date(2026, 11, 1), "01:30", 60), (LORD_HOWE, date(2026, 4, 5), "01:45", 30)],
)
def test_a_start_that_comes_twice_is_the_one_that_was_chosen(
    zone: str, day: date, start: str, apart: int
) -> None:
    first, second = (occurrence(pattern(start, "08:00", zone, fold=fold), day) for fold in (0, 1))

    assert second.starts_at - first.starts_at == timedelta(minutes=apart)
    assert local(first.starts_at, zone) == local(second.starts_at, zone) == f"{day} {start}"
    assert first.ends_at == second.ends_at


def test_the_days_to_ask_about_are_named() -> None:
    night = pattern("02:30", "03:30")
    assert snags(night, first=date(2026, 1, 1), last=date(2026, 12, 31)) == [
        Snag(date(2026, 3, 8), SnagKind.MISSING, is_start=True)
    ]
    assert snags(pattern("17:00", "01:30"), first=date(2026, 1, 1), last=date(2026, 12, 31)) == [
        Snag(date(2026, 11, 1), SnagKind.TWICE, is_start=False)
    ]
    assert snags(pattern("10:00", "12:00"), first=date(2026, 1, 1), last=date(2027, 12, 31)) == []


def test_a_shift_that_the_jump_swallows_keeps_its_length() -> None:
    found = occurrence(pattern("02:00", "03:00"), date(2026, 3, 8))

    assert local(found.starts_at, NEW_YORK) == "2026-03-08 03:00"
    assert hours(found) == 1


@patient
@given(
    day=st.dates(date(2024, 1, 1), date(2037, 12, 31)),
    start=st.times(),
    end=st.times(),
    zone=st.sampled_from(ZONES),
    goes_earlier=st.booleans(),
    fold=st.integers(0, 1),
)
@example(day=date(2026, 3, 8), start=time(1, 45), end=time(2, 15), zone=NEW_YORK, goes_earlier=True, fold=1)
def test_every_shift_has_a_length_close_to_its_usual_one(
    *, day: date, start: time, end: time, zone: str, goes_earlier: bool, fold: int
) -> None:
    usual = Pattern(DAILY, day, None, start, end, zone, goes_earlier, fold)

    found = occurrence(usual, day)

    assert found.starts_at < found.ends_at
    assert found.starts_at.tzinfo is UTC
    assert abs(found.ends_at - found.starts_at - usual.length) <= timedelta(hours=1)


@patient
@given(repeat=repeats, starts_on=some_days, skip=st.integers(0, 800), length=st.integers(0, 200))
def test_days_are_those_of_the_rule_however_late_one_looks(
    repeat: Repeat, starts_on: date, skip: int, length: int
) -> None:
    """The start is brought near for speed; the plain library from the true start is the judge."""
    first = starts_on + timedelta(days=skip)
    last = first + timedelta(days=length)
    plain = rrulestr(
        f"{repeat.rule};WKST=MO;UNTIL={last:%Y%m%d}T000000", dtstart=datetime.combine(starts_on, time())
    )

    found = days(repeat, starts_on=starts_on, first=first, last=last)

    assert found == [moment.date() for moment in plain if moment.date() >= first]


def test_the_whole_sentence_says_when_it_ends_and_that_night_ends_tomorrow() -> None:
    night = pattern("20:00", "08:00", repeat=parse("FREQ=WEEKLY;BYDAY=FR"), until_on=date(2026, 5, 29))
    with translation.override("en"):
        assert pattern_sentence(night) == (
            "Every Friday, 8:00 PM to 8:00 AM (ends the next day), from Jan 1, 2026 until May 29, 2026."
        )
        assert pattern_sentence(pattern("10:00", "12:30")).endswith(
            "10:00 AM to 12:30 PM, from Jan 1, 2026 on."
        )
