"""A crowd wants few seats: exactly these are given, and the rest wait in the order in which they came."""

from datetime import datetime
from functools import partial

import pytest

from tests.factories import make_organisation, make_user
from tests.volunteers.crowd import all_at_once
from tests.volunteers.iron_rules import broken_rules, neglected
from tests.volunteers.makers import LONG_AGO, make_role, make_shift
from tests.volunteers.seating import waits
from volunteers.actions.sign_ups import SignUpRefused, cancel_sign_up, sign_up
from volunteers.models import Clearance, Program, Shift, SignUp, SignUpEvent, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
CROWD, SEATS = 200, 10


def make_crowd(program: Program, count: int, now: datetime) -> list[Volunteer]:
    """Cleared volunteers who never signed in."""
    people = Volunteer.objects.bulk_create(
        Volunteer(name=f"Person {number}", email=f"crowd{number}@example.org", created_at=now)
        for number in range(count)
    )
    decided = {"from_on": LONG_AGO, "decided_at": now, "decided_by": make_user()}
    Clearance.objects.bulk_create(Clearance(volunteer=one, program=program, **decided) for one in people)
    return people


def come(shift: Shift, volunteer: Volunteer, now: datetime) -> SignUp:
    """Sign up, or wait where all is taken, as the page lets people do."""
    try:
        return sign_up(shift_id=shift.pk, volunteer_id=volunteer.pk, actor=None, now=now)
    except SignUpRefused as refused:
        if not refused.is_full:
            raise
        return waits(shift, volunteer, now)


def test_two_hundred_for_ten_seats(now: datetime) -> None:
    make_organisation()
    shift = make_shift(make_role(seats=SEATS))
    crowd = make_crowd(shift.role.program, CROWD, now)

    answers = all_at_once([partial(come, shift, one, now) for one in crowd])

    assert [one for one in answers if isinstance(one, BaseException)] == []
    confirmed = SignUp.objects.filter(shift=shift, state="confirmed").order_by("pk")
    queue = list(SignUp.objects.waiting().filter(shift=shift))
    assert (confirmed.count(), len(queue)) == (SEATS, CROWD - SEATS)
    came = SignUpEvent.objects.filter(to_state="waiting").order_by("pk")
    assert [one.pk for one in queue] == list(came.values_list("sign_up", flat=True))
    assert broken_rules() == []

    leavers = list(confirmed)
    answers = all_at_once(
        [partial(cancel_sign_up, sign_up_id=one.pk, actor=None, now=now) for one in leavers]
    )

    assert [one for one in answers if isinstance(one, BaseException)] == []
    offered = SignUp.objects.filter(shift=shift, state="offered").order_by("pk")
    assert list(offered) == queue[:SEATS]
    assert (broken_rules(), neglected(now)) == ([], [])


def test_two_hundred_for_the_one_seat_get_a_clean_answer(now: datetime) -> None:
    make_organisation()
    shift = make_shift(make_role(seats=1))
    crowd = make_crowd(shift.role.program, CROWD, now)
    works = [partial(sign_up, shift_id=shift.pk, volunteer_id=one.pk, actor=None, now=now) for one in crowd]

    answers = all_at_once(works)

    refused = [one for one in answers if isinstance(one, SignUpRefused) and one.is_full]
    assert (len(refused), SignUp.objects.count()) == (CROWD - 1, 1)
