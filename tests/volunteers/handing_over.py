"""What tests of stand-ins and swaps share."""

from datetime import datetime, timedelta

from tests.volunteers.makers import SHIFT_START, make_role, make_shift
from tests.volunteers.seating import people, seated
from volunteers.actions.handovers import ask_stand_in, offer_swap, take_handover
from volunteers.models import Handover, SignUp, Volunteer

HOUR = timedelta(hours=1)


def wanted(sign_up: SignUp, now: datetime) -> Handover:
    return ask_stand_in(sign_up_id=sign_up.pk, actor=sign_up.volunteer.user, now=now)


def taken(handover: Handover, by: Volunteer, now: datetime) -> SignUp:
    return take_handover(handover_id=handover.pk, volunteer_id=by.pk, actor=by.user, now=now)


def swap(given: SignUp, in_return: SignUp, now: datetime) -> Handover:
    return offer_swap(sign_up_id=given.pk, in_return_id=in_return.pk, actor=given.volunteer.user, now=now)


def two_seats(now: datetime, *, apart: timedelta = 24 * HOUR) -> tuple[SignUp, SignUp]:
    """Rosa's and Ivo's, on two shifts of one role."""
    role = make_role(seats=1)
    rosa, ivo = people(2, role.program)
    later = make_shift(role, starts_at=SHIFT_START + apart)
    return seated(make_shift(role), rosa, now), seated(later, ivo, now)
