"""What tests of sign-ups share: people who may come, and what a shift looks like afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection

from tests.volunteers.makers import make_volunteer
from volunteers.actions.sign_ups import join_waitlist, sign_up
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
