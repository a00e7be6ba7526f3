"""The waitlist in the last hours before a shift, and whom it does not wait for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from jobs.models import Job
from tests.factories import make_organisation
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.seating import (
    free,
    full_shift,
    in_thread,
    people,
    seated,
    state_of,
    states,
    told,
    waits,
)
from volunteers import clock
from volunteers.actions.seats import LOOK_AGAIN
from volunteers.actions.sign_ups import (
    SignUpRefused,
)
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def test_in_the_last_hours_all_who_can_are_told_and_the_first_to_answer_has_it() -> None:
    late = SHIFT_START - 6 * HOUR
    shift, taken = full_shift(late)
    rosa, ivo, uma = people(3, shift.role.program)
    for who in (rosa, ivo, uma):
        waits(shift, who, late)
    seated(make_shift(shift.role), uma, late)

    free(taken, late)
    assert (told("seat_open"), told("seat_offered")) == ([rosa.email, ivo.email], [])

    assert seated(shift, ivo, late + MINUTE).state == "confirmed"
    with pytest.raises(SignUpRefused) as refused:
        seated(shift, rosa, late + MINUTE)
    assert refused.value.is_full
    assert states(shift) == {
        taken.volunteer_id: "released",
        rosa.pk: "waiting",
        ivo.pk: "confirmed",
        uma.pk: "waiting",
    }


def test_in_the_last_hours_somebody_new_may_be_the_first() -> None:
    late = SHIFT_START - 6 * HOUR
    shift, taken = full_shift(late)
    rosa, ivo = people(2, shift.role.program)
    waits(shift, rosa, late)
    free(taken, late)

    assert seated(shift, ivo, late).state == "confirmed"


def test_after_sign_up_closed_nobody_is_called() -> None:
    late = SHIFT_START - HOUR
    shift, taken = full_shift(late, sign_up_closes=60)
    place = waits(shift, make_volunteer(shift.role.program), late - MINUTE)

    free(taken, late)

    assert (state_of(place), told("seat_open")) == ("waiting", [])


def test_before_the_last_hours_the_cut_off_ends_the_offers() -> None:
    late = SHIFT_START - 24 * HOUR
    shift, taken = full_shift(late, sign_up_closes=24 * 60)
    place = waits(shift, make_volunteer(shift.role.program), late - HOUR)

    free(taken, late)
    clock.waitlists(late)

    assert state_of(place) == "waiting"


def test_a_waitlist_ends_when_the_shift_begins_and_a_request_when_it_is_over(now: datetime) -> None:
    shift = make_shift(make_role(is_instant=False))
    rosa, ivo = people(2, shift.role.program)
    asked = make_sign_up(shift, rosa, state="requested")
    waiting = make_sign_up(shift, ivo, state="waiting", waits_since=now)

    clock.waitlists(SHIFT_START - MINUTE)
    assert (state_of(asked), state_of(waiting)) == ("requested", "waiting")
    clock.waitlists(SHIFT_START)
    assert (state_of(asked), state_of(waiting)) == ("requested", "lapsed")
    clock.waitlists(shift.ends_at)
    assert state_of(asked) == "lapsed"


@pytest.mark.django_db(transaction=True)
def test_somebody_busy_is_not_waited_for_the_seat_is_kept_and_a_job_looks_again(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)

    def meanwhile(work: Callable[[], object]) -> None:
        with transaction.atomic():
            Volunteer.objects.select_for_update(no_key=True).get(pk=rosa.pk)
            in_thread(work)

    meanwhile(lambda: free(taken, now))
    assert [state_of(one) for one in (taken, first, second)] == ["released", "waiting", "waiting"]
    with pytest.raises(SignUpRefused):
        meanwhile(lambda: seated(shift, make_volunteer(shift.role.program), now))

    job = Job.objects.filter(kind=LOOK_AGAIN, about=str(shift.pk)).first()
    assert job is not None
    clock.offer_seats(job.about, now)
    assert [state_of(one) for one in (first, second)] == ["offered", "waiting"]
    assert connection.in_atomic_block is False


def test_a_limit_keeps_somebody_on_the_waitlist(now: datetime) -> None:
    role = make_role(make_program(rest_hours=8), seats=1)
    rosa = make_volunteer(role.program)
    shift = make_shift(role)
    seated(make_shift(role, starts_at=SHIFT_START - 5 * HOUR), rosa, now)
    place = make_sign_up(shift, rosa, state="waiting", waits_since=now)

    with pytest.raises(SignUpRefused, match="rest"):
        seated(shift, rosa, now)

    assert state_of(place) == "waiting"
