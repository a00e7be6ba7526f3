"""What tests of sign-ups share: people who may come, and what a shift looks like afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import connection

from letters.models import Letter
from tests.volunteers.makers import make_role, make_shift, make_sign_up, make_volunteer
from volunteers.actions.sign_ups import join_waitlist, release_sign_up, sign_up
from volunteers.models import Program, Shift, SignUp, SignUpEvent, Volunteer

State = SignUp.State


def people(count: int, *programs: Program) -> list[Volunteer]:
    """Cleared volunteers, each with a user."""
    return [make_volunteer(*programs) for _ in range(count)]


def seated(shift: Shift, volunteer: Volunteer, now: datetime) -> SignUp:
    """A seat that a volunteer took by themselves."""
    return sign_up(shift_id=shift.pk, volunteer_id=volunteer.pk, actor=volunteer.user, now=now)


def waits(shift: Shift, volunteer: Volunteer, now: datetime) -> SignUp:
    """A place on the waitlist that a volunteer took by themselves."""
    return join_waitlist(shift_id=shift.pk, volunteer_id=volunteer.pk, actor=volunteer.user, now=now)


def states(shift: Shift) -> dict[int, str]:
    """Who is on a shift in which state, by volunteer; of several sign-ups the newest."""
    return dict(SignUp.objects.filter(shift=shift).order_by("pk").values_list("volunteer_id", "state"))


def state_of(sign_up: SignUp) -> str:
    """The state as the database has it."""
    return SignUp.objects.values_list("state", flat=True).get(pk=sign_up.pk)


def story(sign_up: SignUp) -> list[tuple[str, str, str]]:
    """The events of a sign-up: from, to, why."""
    rows = SignUpEvent.objects.filter(sign_up=sign_up).order_by("pk")
    return list(rows.values_list("from_state", "to_state", "reason"))


def kinds(volunteer_email: str) -> list[str]:
    """The letters that somebody gets, in order."""
    return list(Letter.objects.filter(to_email=volunteer_email).order_by("pk").values_list("kind", flat=True))


def told(kind: str) -> list[str]:
    """Who gets letters of a kind, in order."""
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("to_email", flat=True))


def full_shift(now: datetime, **role: Any) -> tuple[Shift, SignUp]:
    """A shift whose only seat is taken."""
    shift = make_shift(make_role(seats=1, **role))
    return shift, make_sign_up(shift, make_volunteer(shift.role.program))


def free(taken: SignUp, now: datetime) -> None:
    """A coordinator releases a seat."""
    release_sign_up(sign_up_id=taken.pk, reason="staff", actor=None, now=now)


def in_thread(work: Callable[[], object]) -> None:
    """Do something on a connection of its own, and raise what it raises. A lock is not waited for long."""

    def alone() -> object:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(alone).result()
