"""What must never be false of sign-ups is refused by the database, by name."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.factories import MOMENT, make_user
from tests.volunteers.makers import SHIFT_START, make_role, make_shift, make_sign_up, make_volunteer
from tests.volunteers.series_makers import make_series
from volunteers.models import Away, Handover, Override, Shift, SignUp, SignUpEvent, StandingPlace

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SEATED = ["requested", "confirmed", "offered"]


def facts(state: str) -> dict[str, Any]:
    """What a sign-up in a state must say."""
    more: dict[str, dict[str, Any]] = {
        "offered": {"offer_until": SHIFT_START},
        "waiting": {"waits_since": MOMENT},
    }
    return {"state": state, **more.get(state, {})}


def change(**values: Any) -> Callable[[], object]:
    return lambda: SignUp.objects.filter(pk=make_sign_up(make_shift(), make_volunteer()).pk).update(**values)


def handover(**values: Any) -> Callable[[], object]:
    def do() -> None:
        given = make_sign_up(make_shift(), make_volunteer())
        Handover.objects.create(**{"sign_up": given, "asked_at": MOMENT, **values})

    return do


def twice_open() -> None:
    given = make_sign_up(make_shift(), make_volunteer())
    for _ in range(2):
        Handover.objects.create(sign_up=given, asked_at=MOMENT)


def swap_with_oneself() -> None:
    given = make_sign_up(make_shift(), make_volunteer())
    Handover.objects.create(sign_up=given, in_return=given, asked_at=MOMENT)


def event(**values: Any) -> SignUpEvent:
    made = make_sign_up(make_shift(), make_volunteer())
    usual = {"sign_up": made, "to_state": "confirmed", "reason": "self", "at": MOMENT}
    return SignUpEvent.objects.create(**{**usual, **values})


def override(**values: Any) -> Override:
    made = make_sign_up(make_shift(), make_volunteer())
    usual = {"sign_up": made, "gate": "rest", "reason": "Storm.", "actor": make_user(), "at": MOMENT}
    return Override.objects.create(**{**usual, **values})


def standing(count: int = 1, **values: Any) -> Callable[[], object]:
    def do() -> None:
        usual = {"series": make_series(), "volunteer": make_volunteer(), "created_by": make_user()}
        for _ in range(count):
            StandingPlace.objects.create(**{**usual, "from_on": date(2026, 12, 1), **values})

    return do


def away_backwards() -> None:
    Away.objects.create(volunteer=make_volunteer(), from_on=date(2026, 12, 2), until_on=date(2026, 12, 1))


BREAKS: list[tuple[str, Callable[[], object]]] = [
    ("sign_up_state_is_known", change(state="maybe")),
    ("offer_says_until_when", change(state="offered")),
    ("offer_says_until_when", change(offer_until=MOMENT)),
    ("waiting_says_since_when", change(state="waiting")),
    ("sign_up_event_reason_is_known", lambda: event(reason="whim")),
    ("override_has_a_reason", lambda: override(reason="")),
    ("handover_state_is_known", handover(state="maybe")),
    ("one_open_handover_per_sign_up", twice_open),
    ("taken_handover_says_by_whom", handover(state="taken")),
    ("swap_is_between_two", swap_with_oneself),
    ("one_standing_place_per_series", standing(2)),
    ("standing_place_ends_after_start", standing(until_on=date(2026, 11, 30))),
    ("away_ends_after_start", away_backwards),
]


@pytest.mark.parametrize(("name", "broken"), BREAKS, ids=[f"{n}-{case[0]}" for n, case in enumerate(BREAKS)])
def test_what_must_never_be_false_is_refused(name: str, broken: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        broken()


@pytest.mark.parametrize("first", [*SEATED, "waiting"])
@pytest.mark.parametrize("second", [*SEATED, "waiting"])
def test_nobody_is_twice_on_a_shift(first: str, second: str) -> None:
    shift, rosa = make_shift(), make_volunteer()
    make_sign_up(shift, rosa, **facts(first))

    with pytest.raises(IntegrityError), transaction.atomic():
        make_sign_up(shift, rosa, **facts(second))
    SignUp.objects.update(state="cancelled", offer_until=None)
    make_sign_up(shift, rosa, **facts(second))


@pytest.mark.parametrize("first", SEATED)
@pytest.mark.parametrize("second", SEATED)
def test_nobody_is_in_two_places(first: str, second: str) -> None:
    role, rosa = make_role(), make_volunteer()
    make_sign_up(make_shift(role), rosa, **facts(first))
    later, elsewhere = (
        make_shift(role, starts_at=SHIFT_START + HOUR),
        make_shift(starts_at=SHIFT_START - HOUR),
    )

    for shift in (later, elsewhere):
        with pytest.raises(IntegrityError, match="no_volunteer_in_two_places"), transaction.atomic():
            make_sign_up(shift, rosa, **facts(second))
    make_sign_up(later, rosa, **facts("waiting"))
    make_sign_up(later, make_volunteer(), **facts(second))


@pytest.mark.parametrize("shift_by", [3 * HOUR, -3 * HOUR])
def test_touching_is_not_being_in_two_places(shift_by: timedelta) -> None:
    rosa = make_volunteer()
    make_sign_up(make_shift(), rosa)
    make_sign_up(make_shift(starts_at=SHIFT_START + shift_by), rosa)


def test_a_moved_shift_cannot_put_anybody_in_two_places() -> None:
    rosa = make_volunteer()
    make_sign_up(make_shift(), rosa)
    later = make_shift(starts_at=SHIFT_START + 3 * HOUR)
    make_sign_up(later, rosa)

    with pytest.raises(IntegrityError, match="no_volunteer_in_two_places"), transaction.atomic():
        Shift.objects.filter(pk=later.pk).update(starts_at=SHIFT_START + 2 * HOUR)
    Shift.objects.filter(pk=later.pk).update(starts_at=SHIFT_START + 4 * HOUR)


def test_the_span_is_the_shifts_whatever_is_written() -> None:
    made = make_sign_up(make_shift(), make_volunteer(), during=None)

    made.refresh_from_db()
    assert (made.during.lower, made.during.upper) == (SHIFT_START, SHIFT_START + 3 * HOUR)


@pytest.mark.parametrize(
    ("row", "column"),
    [(event, "to_state"), (override, "reason")],
)
def test_what_happened_is_never_changed(row: Callable[[], SignUpEvent | Override], column: str) -> None:
    made = row()

    with (
        pytest.raises(ProgrammingError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {made._meta.db_table} SET {column} = 'cancelled' WHERE id = %s", [made.pk])
