"""Two at the same time hand seats over: one is first, and no seat is lost or given twice."""

from datetime import datetime, timedelta

import pytest

from tests.factories import make_organisation
from tests.volunteers.crowd import Work, all_at_once, in_turns, refused
from tests.volunteers.iron_rules import broken_rules
from tests.volunteers.makers import SHIFT_START, make_role, make_shift
from tests.volunteers.seating import people, seated, states
from volunteers.actions import handovers, locks
from volunteers.actions.handovers import ask_stand_in, offer_swap, take_handover, withdraw_handover
from volunteers.actions.sign_ups import cancel_sign_up
from volunteers.models import Handover, SignUp, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def leaving(one: SignUp, now: datetime) -> Work:
    return lambda: cancel_sign_up(sign_up_id=one.pk, actor=one.volunteer.user, now=now)


@pytest.mark.parametrize("order", [1, -1])
def test_two_swaps_of_the_same_seats_cross(
    now: datetime, monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    """Each has offered the other the same swap, and both say yes: one swap happens."""
    role = make_role(seats=1)
    rosa, ivo = people(2, role.program)
    one = seated(make_shift(role), rosa, now)
    other = seated(make_shift(role, starts_at=SHIFT_START + HOUR), ivo, now)
    pairs = [(swapped(one, other, now), ivo), (swapped(other, one, now), rosa)]

    answers = in_turns(
        monkeypatch, *(taking(*pair, now) for pair in pairs[::order]), at=(handovers, "lock_shifts")
    )

    assert refused(answers) == [False, True]
    assert [states(seat.shift) for seat in (one, other)] == [
        {rosa.pk: "cancelled", ivo.pk: "confirmed"},
        {ivo.pk: "cancelled", rosa.pk: "confirmed"},
    ]
    assert sorted(Handover.objects.values_list("state", flat=True)) == ["lapsed", "taken"]
    assert broken_rules() == []


def test_two_swaps_that_share_a_seat_cross(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seats in a ring, each offered to the next: the second waits for the first, not in a ring."""
    role = make_role(seats=1)
    trio = people(3, role.program)
    held = [
        seated(make_shift(role, starts_at=SHIFT_START + number * 24 * HOUR), who, now)
        for number, who in enumerate(trio)
    ]
    ring = [(swapped(held[n], held[(n + 1) % 3], now), trio[(n + 1) % 3]) for n in range(3)]

    answers = all_at_once([taking(*pair, now) for pair in ring])

    assert sorted(refused(answers)) == [False, True, True]
    assert SignUp.objects.holding().count() == 3
    assert broken_rules() == []


def swapped(given: SignUp, in_return: SignUp, now: datetime) -> Handover:
    return offer_swap(sign_up_id=given.pk, in_return_id=in_return.pk, actor=given.volunteer.user, now=now)


def taking(handover: Handover, volunteer: Volunteer, now: datetime) -> Work:
    return lambda: take_handover(
        handover_id=handover.pk, volunteer_id=volunteer.pk, actor=volunteer.user, now=now
    )


def test_one_of_two_stands_in(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    shift = make_shift(make_role(seats=2))
    rosa, ivo, uma = people(3, shift.role.program)
    given = seated(shift, rosa, now)
    handover = ask_stand_in(sign_up_id=given.pk, actor=rosa.user, now=now)

    answers = in_turns(
        monkeypatch,
        taking(handover, ivo, now),
        taking(handover, uma, now),
        at=(handovers, "check_gates"),
    )

    assert refused(answers) == [False, True]
    assert states(shift) == {rosa.pk: "cancelled", ivo.pk: "confirmed"}


@pytest.mark.parametrize("leaves_first", [True, False])
def test_a_seat_is_given_up_while_a_stand_in_takes_it(
    now: datetime, monkeypatch: pytest.MonkeyPatch, leaves_first: bool
) -> None:
    shift = make_shift(make_role(seats=1))
    rosa, ivo = people(2, shift.role.program)
    given = seated(shift, rosa, now)
    handover = ask_stand_in(sign_up_id=given.pk, actor=rosa.user, now=now)
    works = [leaving(given, now), taking(handover, ivo, now)]
    if not leaves_first:
        works.reverse()

    answers = in_turns(
        monkeypatch, *works, at=(locks, "lock_shifts") if leaves_first else (handovers, "lock_shifts")
    )

    assert refused(answers) == [False, True]
    assert states(shift).get(ivo.pk) == (None if leaves_first else "confirmed")
    assert broken_rules() == []


def test_what_is_withdrawn_while_somebody_says_yes_is_not_taken(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = make_shift()
    rosa, ivo = people(2, shift.role.program)
    given = seated(shift, rosa, now)
    handover = ask_stand_in(sign_up_id=given.pk, actor=rosa.user, now=now)

    def withdraw() -> None:
        withdraw_handover(handover_id=handover.pk, actor=rosa.user, now=now)

    answers = in_turns(monkeypatch, taking(handover, ivo, now), withdraw, at=(handovers, "lock_shifts"))

    assert refused(answers) == [True, False]
    assert states(shift) == {rosa.pk: "confirmed"}
