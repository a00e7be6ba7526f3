"""When a shift is, in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from tests.factories import MOMENT, ZONE
from volunteers.models import Shift
from volunteers.reports.when import length_words, moment_words, when

NEW_YORK = ZoneInfo(ZONE)


def wall(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """A moment on the wall clock of New York."""
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


def shift_at(starts: datetime, hours: float = 3, zone: str = ZONE) -> Shift:
    """A shift that begins then, as the database would give it."""
    first = starts.astimezone(UTC)
    return Shift(starts_at=first, ends_at=first + timedelta(hours=hours), zone=zone)


@pytest.mark.parametrize(
    ("starts", "headline", "countdown"),
    [
        (wall(2026, 11, 25, 15, 0), "Today, 3:00 PM", "in 3 hours"),
        (wall(2026, 11, 25, 12, 20), "Today, 12:20 PM", "in 20 minutes"),
        (wall(2026, 11, 26, 0, 30), "Tomorrow, 12:30 AM", ""),
        (wall(2026, 11, 27, 15, 0), "Friday, 3:00 PM", "in 2 days"),
        (wall(2026, 12, 8, 15, 0), "Tuesday, December 8, 3:00 PM", "in 13 days"),
        (wall(2026, 11, 25, 11, 0), "Now, until 2:00 PM", ""),
    ],
)
def test_the_next_shift_is_told_as_people_say_it(starts: datetime, headline: str, countdown: str) -> None:
    words = when(shift_at(starts), home=ZONE, now=MOMENT)

    assert (words.headline, words.countdown) == (headline, countdown)


@pytest.mark.parametrize(
    ("starts", "hours", "said"),
    [
        (wall(2026, 12, 8, 15, 0), 3, "3:00 – 6:00 PM"),
        (wall(2026, 12, 8, 11, 0), 3, "11:00 AM – 2:00 PM"),
        (wall(2026, 12, 8, 22, 0), 9, "10:00 PM – 7:00 AM the next day"),
        (wall(2026, 12, 8, 21, 0), 3, "9:00 PM – 12:00 AM"),
    ],
)
def test_hours_are_said_once_where_both_halves_are_the_same(starts: datetime, hours: int, said: str) -> None:
    words = when(shift_at(starts, hours), home=ZONE, now=MOMENT)

    assert words.hours.replace("\u00a0", " ") == said


def test_another_clock_than_the_organisations_is_named() -> None:
    starts = datetime(2026, 12, 8, 15, 0, tzinfo=ZoneInfo("America/Denver"))

    words = when(shift_at(starts, zone="America/Denver"), home=ZONE, now=MOMENT)

    assert words.hours.replace("\u00a0", " ") == "3:00 – 6:00 PM MST"
    assert when(shift_at(starts, zone="America/Detroit"), home=ZONE, now=MOMENT).zone == ""


def test_a_night_in_which_the_clock_goes_back_is_as_long_as_it_is_lived() -> None:
    starts = datetime(2026, 10, 31, 22, 0, tzinfo=NEW_YORK)

    words = when(shift_at(starts, 10), home=ZONE, now=MOMENT)

    assert words.hours.replace("\u00a0", " ") == "10:00 PM – 7:00 AM the next day"
    assert words.length == "10 hours"


@pytest.mark.parametrize(
    ("minutes", "words"), [(60, "1 hour"), (90, "1 hour 30 minutes"), (1, "1 minute"), (0, "0 hours")]
)
def test_lengths_in_words(minutes: int, words: str) -> None:
    assert length_words(timedelta(minutes=minutes)) == words


def test_moments_near_today_are_named_by_the_day_of_their_own_wall() -> None:
    at = datetime(2026, 11, 26, 4, 30, tzinfo=UTC)

    assert moment_words(at, zone=ZONE, now=MOMENT) == "today, 11:30 PM"
    assert moment_words(at, zone="UTC", now=MOMENT) == "tomorrow, 4:30 AM"
    assert moment_words(at + timedelta(days=3), zone=ZONE, now=MOMENT) == "Saturday, November 28, 11:30 PM"


def test_where_the_clock_counts_to_24_nothing_is_left_out() -> None:
    with translation.override("es"):
        words = when(shift_at(datetime(2026, 12, 8, 15, 0, tzinfo=NEW_YORK)), home=ZONE, now=MOMENT).hours

    assert words.count(":") == 2
