"""Reminders: which is due, whether it is still true, and how it leaves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import translation

from letters.kinds import Leaving, NoLongerTrue
from volunteers.letters.quiet import TooLate, due_at, night_at, not_before
from volunteers.letters.spoken import shift_words
from volunteers.models import Shift, SignUp

KIND = "reminder"


def due_lead(sign_up: SignUp, leads: Iterable[timedelta], *, now: datetime) -> timedelta | None:
    """Return the nearest lead whose time has come; None at night, and where nothing is to remind of.

    Of several that were missed only the nearest counts. What fell due before the sign-up was confirmed is
    not made up for: the confirmation said it.
    """
    shift, volunteer = sign_up.shift, sign_up.volunteer
    if not is_on(sign_up, now) or night_at(now, volunteer=volunteer, zone=shift.zone):
        return None
    come = [
        lead
        for lead in leads
        if sign_up.changed_at <= due_at(shift.starts_at, lead, volunteer=volunteer, zone=shift.zone) <= now
    ]
    return min(come, default=None)


def is_on(sign_up: SignUp, now: datetime) -> bool:
    """Whether somebody is expected at a shift that is still to begin."""
    shift = sign_up.shift
    is_there = shift.state == Shift.State.OPEN and now < shift.starts_at
    return is_there and sign_up.state == SignUp.State.CONFIRMED and sign_up.volunteer.left_at is None


def leaves_at(leaving: Leaving) -> datetime:
    """From when on a reminder that waits for the mail may leave: never at night.

    Raises: NoLongerTrue when the seat was given back, the shift moved, was cancelled or began.
    """
    rows = SignUp.objects.select_related("shift", "volunteer")
    sign_up = rows.filter(pk=int(leaving.about_id)).first()
    if sign_up is None or not is_on(sign_up, leaving.now):
        raise NoLongerTrue
    with translation.override(leaving.language):
        if shift_words(sign_up.shift) != leaving.facts["when"]:
            raise NoLongerTrue
    try:
        return not_before(leaving.now, volunteer=sign_up.volunteer, shift=sign_up.shift)
    except TooLate as error:
        raise NoLongerTrue from error
