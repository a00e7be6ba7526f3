"""Whoever comes to every shift of a series, and the days on which somebody is away."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import AuditEntry, Role
from letters.models import Letter
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import (
    hold,
    make_coverage,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.seating import people, seated, states, story, waits
from tests.volunteers.series_makers import make_series, shift_of
from volunteers.actions.horizon import generate
from volunteers.actions.sign_ups import SignUpRefused
from volunteers.actions.standing import (
    Skipped,
    end_away,
    end_standing_place,
    fill_standing,
    give_standing_place,
    record_away,
)
from volunteers.models import Away, Series, Shift, SignUp, StandingPlace, Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TUESDAYS = (1, 8, 15, 22)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


@pytest.fixture
def series(db: None) -> Series:
    return make_series(make_role())


def day(number: int) -> date:
    return date(2026, 12, number)


def give(
    series: Series, volunteer: Volunteer, now: datetime, *, first: int = 1, last: int | None = None
) -> tuple[StandingPlace, list[Skipped]]:
    return give_standing_place(
        series_id=series.pk,
        volunteer_id=volunteer.pk,
        from_on=day(first),
        until_on=day(last) if last else None,
        actor=make_user(Role.COORDINATOR),
        now=now,
    )


def days_of(volunteer: Volunteer) -> list[int]:
    """The days of December on which somebody has a seat."""
    held = SignUp.objects.holding().filter(volunteer=volunteer).order_by("shift__original_on")
    return [one.shift.original_on.day for one in held if one.shift.original_on]


def away(volunteer: Volunteer, first: int, last: int, now: datetime) -> tuple[list[int], list[int]]:
    """Be away; return the days whose seats were given up, and kept."""
    left = record_away(
        volunteer_id=volunteer.pk, from_on=day(first), until_on=day(last), actor=volunteer.user, now=now
    )
    both = [
        [one.shift.original_on.day for one in seats if one.shift.original_on]
        for seats in (left.given_up, left.kept)
    ]
    return both[0], both[1]


def test_a_standing_place_takes_the_seats_there_are_without_a_letter_for_each(
    series: Series, now: datetime
) -> None:
    rosa = make_volunteer(series.role.program)

    place, skipped = give(series, rosa, now, first=8)

    assert (days_of(rosa), skipped) == ([8, 15, 22], [])
    made = SignUp.objects.filter(volunteer=rosa).first()
    assert made is not None
    assert (made.is_standing, story(made)) == (True, [("", "confirmed", "standing")])
    assert (Letter.objects.count(), AuditEntry.objects.get(verb="standing_place.given").about_id) == (
        0,
        str(series.pk),
    )
    with pytest.raises(SignUpRefused, match="standing place"):
        give(series, rosa, now)
    assert StandingPlace.objects.get() == place


def test_shifts_that_do_not_go_are_left_out_and_said(series: Series, now: datetime) -> None:
    rosa, ivo, uma, tom = people(4, series.role.program)
    Shift.objects.filter(original_on__in=[day(1), day(15)]).update(seats=1)
    seated(shift_of(series, 1), ivo, now)
    Shift.objects.filter(original_on=day(15)).update(seats=2)
    for who in (ivo, uma):
        seated(shift_of(series, 15), who, now)
    waits(shift_of(series, 15), tom, now)
    Shift.objects.filter(original_on=day(15)).update(seats=3)
    Away.objects.create(volunteer=rosa, from_on=day(22), until_on=day(22))

    _place, skipped = give(series, rosa, now)

    assert days_of(rosa) == [8]
    assert {(one.shift_id, one.sentences) for one in skipped} == {
        (shift_of(series, 1).pk, ("All seats of this shift are taken.",)),
        (shift_of(series, 15).pk, ("All seats of this shift are taken.",)),
        (shift_of(series, 22).pk, ("You told us that you are away that day.",)),
    }
    assert states(shift_of(series, 15))[tom.pk] == "offered"


def test_new_shifts_are_filled_as_they_are_made(now: datetime) -> None:
    role = make_role()
    rosa, ivo, uma = people(3, role.program)
    series = make_series(role, until_on=None, seats=2)
    known = Shift.objects.count()
    give(series, rosa, now)
    give(series, ivo, now, last=8)
    give(series, uma, now)
    Away.objects.create(volunteer=uma, from_on=date(2026, 1, 1), until_on=date(2036, 1, 1))

    generate(now=now + timedelta(days=21))

    new = Shift.objects.order_by("starts_at")[known:]
    assert len(new) > 0
    assert [states(shift) for shift in new] == [{rosa.pk: "confirmed"}] * len(new)


def test_filling_tells_who_got_no_seat_and_twice_is_once(series: Series, now: datetime) -> None:
    rosa, ivo = people(2, series.role.program)
    shift = shift_of(series, 8)
    Shift.objects.filter(pk=shift.pk).update(seats=1)
    shift.refresh_from_db()
    for who in (rosa, ivo):
        StandingPlace.objects.create(series=series, volunteer=who, from_on=day(1), created_by=make_user())

    for _ in range(2):
        (left_out,) = fill_standing(shift=shift, now=now)
        assert left_out == Skipped(ivo.pk, shift.pk, ("All seats of this shift are taken.",))

    assert states(shift) == {rosa.pk: "confirmed"}
    assert fill_standing(shift=make_shift(), now=now) == []


def test_a_place_that_ends_gives_its_later_seats_back(series: Series, now: datetime) -> None:
    rosa, ivo = people(2, series.role.program)
    place, _skipped = give(series, rosa, now)
    Shift.objects.filter(original_on=day(15)).update(seats=1)
    waiting = waits(shift_of(series, 15), ivo, now)

    released = end_standing_place(place_id=place.pk, last_on=day(8), actor=rosa.user, now=now)

    place.refresh_from_db()
    assert (days_of(rosa), place.ended_at, place.until_on) == ([1, 8], now, day(8))
    assert [story(one)[-1] for one in released] == [("confirmed", "released", "self")] * 2
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    with pytest.raises(SignUpRefused, match="ended already"):
        end_standing_place(place_id=place.pk, last_on=day(8), actor=rosa.user, now=now)


# away


def test_days_away_give_up_the_seats_of_these_days(series: Series, now: datetime) -> None:
    rosa, ivo = people(2, series.role.program)
    give(series, rosa, now)
    Shift.objects.filter(original_on=day(8)).update(seats=1)
    waiting = waits(shift_of(series, 8), ivo, now)

    assert away(rosa, 8, 15, now) == ([8, 15], [])

    waiting.refresh_from_db()
    assert (days_of(rosa), waiting.state) == ([1, 22], "offered")
    assert away(rosa, 8, 15, now) == ([], [])
    assert Away.objects.count() == 1


def test_a_night_counts_for_both_its_days(now: datetime) -> None:
    role = make_role()
    rosa = make_volunteer(role.program)
    # from ten in the evening of December 8 on, in New York
    night = make_shift(role, starts_at=datetime(2026, 12, 9, 3, 0, tzinfo=now.tzinfo), hours=8)
    for first, last, stays in ((7, 7, True), (10, 10, True), (9, 9, False)):
        made = SignUp.objects.holding().filter(volunteer=rosa).first() or seated(night, rosa, now)
        away(rosa, first, last, now)
        made.refresh_from_db()
        assert (made.state == "confirmed") is stays


def test_seats_that_nobody_may_leave_alone_are_kept_and_said(series: Series, now: datetime) -> None:
    series.role.cancel_closes = 14 * 24 * 60
    series.role.save()
    lead = make_qualification("lead")
    rosa = make_volunteer(series.role.program)
    hold(rosa, lead, until_on=day(16))
    make_coverage(series.role, qualification=lead, needs_stand_in=True)
    give(series, rosa, now)

    # too late for the first two; nobody else leads on the third; on the last she is no lead any more
    assert away(rosa, 1, 31, now) == ([22], [1, 8, 15])

    assert days_of(rosa) == [1, 8, 15]


def test_a_shift_that_has_begun_is_not_left(now: datetime) -> None:
    role = make_role()
    rosa = make_volunteer(role.program)
    made = make_sign_up(make_shift(role, starts_at=now - HOUR), rosa)

    record_away(
        volunteer_id=rosa.pk,
        from_on=now.date(),
        until_on=now.date(),
        actor=rosa.user,
        now=now,
    )

    made.refresh_from_db()
    assert made.state == "confirmed"


def test_whoever_comes_back_early_takes_the_standing_seats_that_are_free(
    series: Series, now: datetime
) -> None:
    rosa, ivo = people(2, series.role.program)
    give(series, rosa, now)
    Shift.objects.update(seats=1)
    away(rosa, 1, 22, now)
    seated(shift_of(series, 15), ivo, now)

    taken = end_away(away_id=Away.objects.get().pk, last_on=day(7), now=now)

    assert [one.shift.original_on for one in taken] == [day(8), day(22)]
    assert (days_of(rosa), Away.objects.get().until_on) == ([8, 22], day(7))
    end_away(away_id=Away.objects.get().pk, last_on=None, now=now)
    assert (days_of(rosa), Away.objects.count()) == ([1, 8, 22], 0)
