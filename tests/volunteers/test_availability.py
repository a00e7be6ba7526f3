"""When somebody can, when not, and how they are reached."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.factories import MOMENT, make_user
from tests.volunteers.makers import make_program, make_role, make_shift, make_sign_up, make_volunteer
from tests.volunteers.pages import Somebody, somebody
from tests.volunteers.seating import state_of
from tests.volunteers.series_makers import make_series
from volunteers.actions.availability import AvailabilityRefused, add_hours, go_away, overlap
from volunteers.models import Availability, Volunteer

pytestmark = pytest.mark.django_db
PAGE = "/volunteer/availability/"
EVENING = {"part": "hours", "starts": "16:00", "ends": "20:00", "wish": "likes"}
REACH = {"part": "reach", "quiet_from": "21:00", "quiet_until": "08:00", "language": "es"}


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def rosa() -> Somebody:
    return somebody()


def week(volunteer: Volunteer) -> list[tuple[int, time, time, str]]:
    return list(volunteer.availability.values_list("weekday", "starts", "ends", "wish"))


def test_the_same_hours_of_several_days_are_said_at_once(rosa: Somebody) -> None:
    page = rosa.presses(PAGE, weekdays=["0", "2"], **EVENING)

    assert "Your week is saved." in page
    assert "Monday 4:00 – 8:00 PM · I like it Tuesday – Wednesday 4:00 – 8:00 PM" in page
    assert week(rosa.volunteer) == [(0, time(16), time(20), "likes"), (2, time(16), time(20), "likes")]


def test_saying_it_again_changes_the_wish_and_nothing_else(rosa: Somebody) -> None:
    rosa.presses(PAGE, weekdays=["0"], **EVENING)
    rosa.presses(PAGE, weekdays=["0"], **{**EVENING, "wish": "can"})

    assert week(rosa.volunteer) == [(0, time(16), time(20), "can")]


def testoverlapping_hours_are_refused_whole_and_stay_typed(rosa: Somebody) -> None:
    rosa.presses(PAGE, weekdays=["2"], **EVENING)

    page = rosa.browser.post(PAGE, {"weekdays": ["0", "2"], **EVENING, "ends": "21:00"}).content.decode()

    assert "stands there already on one of these days" in page
    assert 'value="21:00"' in page
    assert week(rosa.volunteer) == [(2, time(16), time(20), "likes")]


def test_hours_into_the_morning_are_told_so(rosa: Somebody) -> None:
    page = rosa.presses(PAGE, weekdays=["4"], part="hours", starts="22:00", ends="07:00", wish="can")

    assert "Friday 10:00 PM – 7:00 AM the next day" in page


minutes = st.times(max_value=time(23, 59)).map(lambda at: at.replace(microsecond=0, second=0, tzinfo=None))


@given(minutes, minutes, minutes, minutes)
def test_two_spansoverlap_exactly_where_they_share_a_minute(a: time, b: time, c: time, d: time) -> None:
    def covered(first: time, last: time) -> set[int]:
        begin, end = first.hour * 60 + first.minute, last.hour * 60 + last.minute
        return set(range(begin, end if end > begin else end + 1440))

    shared = covered(a, b) & covered(c, d)
    assert overlap(Availability(starts=a, ends=b), c, d) == (bool(shared) and (a, b) != (c, d))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weekdays": []}, "Choose at least one day."),
        ({"weekdays": ["7"]}, "Select a valid choice. 7 is not one of the available choices."),
        ({"starts": "25:00"}, "Enter a valid time."),
        ({"wish": "loves"}, "Select a valid choice."),
    ],
)
def test_hours_that_make_no_sense_are_said_beside_their_field(
    rosa: Somebody, wrong: dict[str, object], said: str
) -> None:
    assert said in rosa.presses(PAGE, **{"weekdays": ["0"], **EVENING, **wrong})
    assert week(rosa.volunteer) == []


def test_days_away_are_written_down_and_taken_out(rosa: Somebody) -> None:
    page = rosa.presses(PAGE, part="away", from_on="2026-12-20", until_on="2027-01-03")

    assert "Dec 20, 2026 – Jan 3, 2027" in page
    away = rosa.volunteer.away.get()
    assert "Taken out. Welcome back." in rosa.presses(f"/volunteer/away/{away.pk}/drop/")
    assert rosa.volunteer.away.count() == 0


def test_one_day_needs_no_last_day_and_twice_is_once(rosa: Somebody) -> None:
    for _press in range(2):
        rosa.presses(PAGE, part="away", from_on="2026-12-20", until_on="")

    assert list(rosa.volunteer.away.values_list("from_on", "until_on")) == [(date(2026, 12, 20),) * 2]


def test_shifts_of_the_days_away_are_given_back_where_it_is_not_too_late() -> None:
    program = make_program()
    rosa, role = somebody(program), make_role(program, cancel_closes=48 * 60)
    too_late = make_sign_up(make_shift(role, starts_at=MOMENT + timedelta(days=1)), rosa.volunteer)
    night = make_shift(role, hours=9, starts_at=MOMENT + timedelta(days=2, hours=10))  # until Saturday, 7 AM
    given_back, later = make_sign_up(night, rosa.volunteer), make_sign_up(make_shift(role), rosa.volunteer)

    page = rosa.presses(PAGE, part="away", from_on="2026-11-26", until_on="2026-11-28")

    assert "1 shift of yours in these days was given back." in page
    assert "1 shift in these days stays yours: it is too late to give it back here" in page
    assert [state_of(one) for one in (too_late, given_back, later)] == [
        "confirmed",
        "cancelled",
        "confirmed",
    ]


def test_whoever_comes_back_has_the_standing_seats_again_that_are_free() -> None:
    role = make_role()
    rosa = somebody(role.program)
    series = make_series(role)
    series.standing.create(volunteer=rosa.volunteer, from_on=date(2026, 12, 1), created_by=make_user())
    away = rosa.volunteer.away.create(from_on=date(2026, 12, 1), until_on=date(2026, 12, 9))

    page = rosa.presses(f"/volunteer/away/{away.pk}/drop/")

    assert "2 seats of your standing places were free and are yours again." in page
    assert rosa.volunteer.sign_ups.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-12-20", "2026-12-19", "The last day comes before the first."),
        ("2026-11-01", "2026-11-02", "These days are over."),
        ("2026-12-20", "2028-12-20", "A year at most."),
        ("", "2026-12-20", "This field is required."),
        ("soon", "", "Enter a valid date."),
    ],
)
def test_days_that_make_no_sense_are_said_beside_their_field(
    rosa: Somebody, first: str, last: str, said: str
) -> None:
    assert said in rosa.presses(PAGE, part="away", from_on=first, until_on=last)
    assert rosa.volunteer.away.count() == 0


def test_how_to_be_reached_is_kept(rosa: Somebody) -> None:
    rosa.presses(PAGE, reminders_by="both", phone="(518) 555-0142", **{**REACH, "quiet_from": "20:30"})

    rosa.volunteer.refresh_from_db()
    kept = rosa.volunteer
    assert (kept.reminders_by, kept.phone, kept.quiet_from, kept.language) == (
        *("both", "(518) 555-0142", time(20, 30), "es"),
    )


@pytest.mark.parametrize(
    ("by", "phone", "said"),
    [
        ("text", "", "For text messages we need your number."),
        ("both", " ", "For text messages we need your number."),
        ("email", "call me", "Write the number with its area code"),
        ("text", "555", "Write the number with its area code"),
        ("pigeon", "", "Select a valid choice."),
    ],
)
def test_a_way_that_cannot_be_used_is_said_beside_its_field(
    rosa: Somebody, by: str, phone: str, said: str
) -> None:
    assert said in rosa.presses(PAGE, reminders_by=by, phone=phone, **REACH)
    rosa.volunteer.refresh_from_db()
    assert rosa.volunteer.language == "en"


def test_anothers_hours_and_days_answer_404(rosa: Somebody) -> None:
    other = make_volunteer()
    hours = add_hours(volunteer_id=other.pk, weekdays=[0], starts=time(9), ends=time(12), wish="can")[0]
    away = other.away.create(from_on=date(2026, 12, 1), until_on=date(2026, 12, 2))

    assert rosa.browser.post(f"{PAGE}{hours.pk}/drop/").status_code == 404
    assert rosa.browser.post(f"/volunteer/away/{away.pk}/drop/").status_code == 404
    assert (other.availability.count(), other.away.count()) == (1, 1)


def test_whoever_does_not_volunteer_has_no_such_page(rosa: Somebody) -> None:
    rosa.browser.force_login(make_user(email="new@example.org"))

    assert rosa.browser.get(PAGE).status_code == 404
    assert rosa.browser.post(PAGE, {"part": "away", "from_on": "2026-12-20"}).status_code == 404


def test_there_is_an_end_to_days_away(rosa: Somebody) -> None:
    for number in range(50):
        day = date(2027, 1, 1) + timedelta(days=number)
        rosa.volunteer.away.create(from_on=day, until_on=day)

    with pytest.raises(AvailabilityRefused, match="too many"):
        go_away(
            volunteer_id=rosa.volunteer.pk,
            from_on=date(2026, 12, 1),
            until_on=date(2026, 12, 1),
            actor=make_user(),
            now=MOMENT,
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_rows_as_for_one(
    rosa: Somebody, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        rosa.volunteer.availability.create(weekday=number, starts=time(9), ends=time(12))
        day = date(2026, 12, 1 + number)
        rosa.volunteer.away.create(from_on=day, until_on=day)

    with django_assert_num_queries(6):
        rosa.browser.get(PAGE)
