"""One shift is made, moved, given seats, cancelled."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from letters.models import Letter
from tests.factories import ZONE, make_user
from tests.volunteers.makers import SHIFT_START, make_program, make_role, make_shift, make_sign_up, make_site
from tests.volunteers.makers import make_volunteer as volunteer_in
from tests.volunteers.series_makers import (
    NOW,
    assert_nobody_lost,
    edit,
    lasts_hours,
    local_times,
    make_busy_series,
    shift_of,
)
from volunteers.actions.impact import Fate, ImpactChanged
from volunteers.actions.shifts import (
    ShiftFacts,
    ShiftRefused,
    cancel_shift,
    change_seats,
    create_shift,
    edit_shift,
    plan_seats,
    plan_shift,
)
from volunteers.models import Program, Series, SeriesException, Shift, SignUp, SignUpEvent

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
Busy = tuple[Series, list[SignUp]]


@pytest.fixture
def actor() -> User:
    return make_user()


@pytest.fixture
def program() -> Program:
    return make_program()


@pytest.fixture
def busy(program: Program) -> Busy:
    return make_busy_series(program)


def facts(shift: Shift, **values: Any) -> ShiftFacts:
    """The shift's own facts, but for these."""
    own = ShiftFacts(**{name: getattr(shift, name) for name in ShiftFacts.__dataclass_fields__})
    return replace(own, **values)


def move(shift: Shift, actor: User, **values: Any) -> None:
    """Preview and carry out."""
    new = facts(shift, **values)
    digest = plan_shift(shift.pk, new, now=NOW).digest
    edit_shift(shift_id=shift.pk, facts=new, digest=digest, actor=actor, now=NOW)


def test_a_single_shift_is_made(actor: User) -> None:
    role, site = make_role(), make_site()
    new = ShiftFacts(role.pk, site.pk, ZONE, SHIFT_START, SHIFT_START + 3 * HOUR, 4)

    shift = create_shift(facts=new, actor=actor, now=NOW)

    shift.refresh_from_db()
    assert (shift.series_id, shift.state, shift.seats, lasts_hours(shift)) == (None, Shift.State.OPEN, 4, 3)
    assert AuditEntry.objects.get(verb="shift.created").about_id == str(shift.pk)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": SHIFT_START}, "end_time"),
        ({"ends_at": SHIFT_START + 25 * HOUR}, "end_time"),
        ({"starts_at": NOW - HOUR, "ends_at": NOW + HOUR}, "day"),
        ({"seats": 0}, "seats"),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused(actor: User, values: dict[str, Any], field: str) -> None:
    shift = make_shift()
    with pytest.raises(ShiftRefused) as made:
        create_shift(facts=facts(shift, **values), actor=actor, now=NOW)
    with pytest.raises(ShiftRefused) as moved:
        edit_shift(shift_id=shift.pk, facts=facts(shift, **values), digest="", actor=actor, now=NOW)

    assert made.value.field == moved.value.field == field


def test_a_shift_moved_by_hand_takes_people_along_and_no_edit_of_the_series_moves_it(
    busy: Busy, actor: User
) -> None:
    series, people = busy
    shift = shift_of(series, 8)

    move(shift, actor, starts_at=shift.starts_at + 26 * HOUR, ends_at=shift.ends_at + 26 * HOUR)

    assert_nobody_lost(people)
    assert Letter.objects.filter(kind="shift_moved").count() == 3
    assert series.exceptions.get().kind == SeriesException.Kind.MOVED
    edit(series, actor, start_time=time(9), end_time=time(10))
    assert local_times(series.shifts.all()) == [
        "Tue 01 Dec 09:00",
        "Wed 09 Dec 17:00",
        "Tue 15 Dec 09:00",
        "Tue 22 Dec 09:00",
    ]
    assert shift_of(series, 8).pk == shift.pk  # still named for the day that the rule gave it


def test_whoever_has_another_shift_at_the_new_time_is_released(
    busy: Busy, program: Program, actor: User
) -> None:
    series, people = busy
    shift = shift_of(series, 8)
    other = make_sign_up(make_shift(make_role(program), starts_at=shift.ends_at), people[0].volunteer)
    new = facts(shift, ends_at=shift.ends_at + HOUR)
    (line,) = plan_shift(shift.pk, new, now=NOW).lines
    assert [(seat.sign_up.pk, seat.fate) for seat in line.losers] == [(people[1].pk, Fate.CONFLICT)]

    move(shift, actor, ends_at=shift.ends_at + HOUR)

    assert_nobody_lost([*people, other])
    assert SignUp.objects.get(pk=people[1].pk).state == SignUp.State.RELEASED
    assert SignUp.objects.get(pk=other.pk).state == SignUp.State.CONFIRMED


def test_a_move_is_not_made_when_somebody_came_meanwhile(busy: Busy, program: Program, actor: User) -> None:
    series, _people = busy
    shift = shift_of(series, 22)
    new = facts(shift, starts_at=shift.starts_at + HOUR)
    digest = plan_shift(shift.pk, new, now=NOW).digest
    make_sign_up(shift, volunteer_in(program))

    with pytest.raises(ImpactChanged):
        edit_shift(shift_id=shift.pk, facts=new, digest=digest, actor=actor, now=NOW)


def test_cancelling_tells_everybody_the_waitlist_too(busy: Busy, actor: User) -> None:
    series, people = busy
    shift = shift_of(series, 8)

    for _again in range(2):
        cancel_shift(shift_id=shift.pk, reason=Shift.Cancelled.WEATHER, actor=actor, now=NOW)

    shift.refresh_from_db()
    assert (shift.state, shift.cancelled_for, shift.cancelled_at) == ("cancelled", "weather", NOW)
    assert Letter.objects.filter(kind="shift_cancelled").count() == 3
    assert shift.series_id == series.pk
    assert not shift.sign_ups.active().exists()
    assert set(SignUpEvent.objects.values_list("reason", flat=True)) == {"shift_cancelled"}
    assert_nobody_lost(people)
    assert AuditEntry.objects.filter(verb="shift.cancelled").count() == 1


def test_what_is_over_is_not_cancelled_or_changed(busy: Busy, actor: User) -> None:
    series, _people = busy
    shift = shift_of(series, 8)

    with pytest.raises(ShiftRefused):
        cancel_shift(shift_id=shift.pk, reason="weather", actor=actor, now=shift.ends_at)
    with pytest.raises(ShiftRefused):
        change_seats(shift_id=shift.pk, seats=9, released=[], actor=actor, now=shift.ends_at)


def test_more_seats_are_offered_to_who_waits(busy: Busy, actor: User) -> None:
    series, people = busy
    change_seats(shift_id=shift_of(series, 8).pk, seats=4, released=[], actor=actor, now=NOW)

    waiting = SignUp.objects.get(pk=people[-1].pk)
    assert waiting.state == SignUp.State.OFFERED
    assert Letter.objects.get(about_id=str(waiting.pk)).kind == "seat_offered"
    assert not shift_of(series, 8).is_hand_edited


@pytest.fixture
def offered(busy: Busy, actor: User) -> SignUp:
    """Mia, first in line, is offered a seat of the eighth beside Rosa and Ivo; Lea waits behind her."""
    series, people = busy
    change_seats(shift_id=shift_of(series, 8).pk, seats=3, released=[], actor=actor, now=NOW)
    lea = volunteer_in(people[0].shift.role.program, name="Lea Holt")
    make_sign_up(people[-1].shift, lea, state="waiting", waits_since=NOW)
    return SignUp.objects.get(pk=people[-1].pk)


def test_an_offer_goes_back_to_its_place_in_line_when_seats_become_fewer(
    offered: SignUp, actor: User
) -> None:
    assert offered.state == SignUp.State.OFFERED
    since = offered.waits_since

    change_seats(shift_id=offered.shift_id, seats=2, released=[offered.pk], actor=actor, now=NOW + HOUR)

    offered.refresh_from_db()
    assert (offered.state, offered.waits_since, offered.offer_until) == ("waiting", since, None)
    assert SignUp.objects.waiting().filter(shift=offered.shift_id).first() == offered
    event = offered.events.last()
    assert event is not None
    assert (event.reason, event.actor) == (SignUpEvent.Reason.SEATS, actor)
    kinds = (
        Letter.objects.filter(to_email=offered.volunteer.email).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["seat_offered", "seat_offer_taken_back"]


def test_whoever_has_an_offer_again_at_once_is_not_told_that_it_was_taken_back(
    offered: SignUp, actor: User
) -> None:
    change_seats(shift_id=offered.shift_id, seats=3, released=[offered.pk], actor=actor, now=NOW + HOUR)

    offered.refresh_from_db()
    assert offered.state == SignUp.State.OFFERED
    kinds = set(Letter.objects.filter(to_email=offered.volunteer.email).values_list("kind", flat=True))
    assert kinds == {"seat_offered"}


def test_an_edit_to_fewer_seats_keeps_the_place_in_line_too(offered: SignUp, actor: User) -> None:
    move(offered.shift, actor, seats=2)

    offered.refresh_from_db()
    assert offered.state == SignUp.State.WAITING
    assert Letter.objects.filter(kind="seat_offer_taken_back").count() == 1
    assert not Letter.objects.filter(kind="shift_released").exists()


def test_fewer_seats_want_people_named_and_tell_them(busy: Busy, actor: User) -> None:
    series, people = busy
    shift = shift_of(series, 8)
    crowded = [seat.sign_up for line in plan_seats(shift.pk, 1, now=NOW).lines for seat in line.losers]
    assert [sign_up.volunteer.name for sign_up in crowded] == ["Ivo Brandt"]

    with pytest.raises(ShiftRefused) as refused:
        change_seats(shift_id=shift.pk, seats=1, released=[], actor=actor, now=NOW)
    assert refused.value.field == "released"

    change_seats(shift_id=shift.pk, seats=1, released=[crowded[0].pk], actor=actor, now=NOW)

    assert SignUp.objects.get(pk=crowded[0].pk).events.get().reason == SignUpEvent.Reason.SEATS
    assert shift.sign_ups.holding().count() == shift_of(series, 8).seats == 1
    assert_nobody_lost(people)
