"""Seats asked for, taken, given up and taken away. Each function is one transaction."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from volunteers.actions.admission import (
    SetAside,
    check_gates,
    check_may_leave,
    check_open,
    check_override,
    first_state,
    is_own,
    last_keeper_stays,
    write_overrides,
)
from volunteers.actions.locks import (
    SignUpRefused,
    lock_pair,
    lock_sign_up,
    lock_sign_ups,
    lock_volunteers,
    one_action,
)
from volunteers.actions.seats import begin, count_seats, move, seat_freed, seats_left
from volunteers.actions.waitlist import accept_offer, join_waitlist, refuse_offer, take_place, tell_of_seat
from volunteers.letters import tell
from volunteers.models import Shift, SignUp, SignUpEvent, Volunteer

__all__ = [
    "SetAside",
    "SignUpRefused",
    "accept_offer",
    "cancel_sign_up",
    "decide_request",
    "join_waitlist",
    "leave",
    "refuse_offer",
    "release",
    "release_future",
    "release_sign_up",
    "sign_up",
]

State, Reason = SignUp.State, SignUpEvent.Reason
TAKEN = frozenset({State.REQUESTED, State.CONFIRMED})


def sign_up(
    *, shift_id: int, volunteer_id: int, actor: User | None, now: datetime, override: SetAside | None = None
) -> SignUp:
    """Give a volunteer a seat: confirmed at once, or asked for where a coordinator decides.

    A free seat goes to those who wait for it first; in the last hours to whoever comes first.

    Raises: SignUpRefused; its `is_full` says that only a seat is wanting.
    """
    if override is not None:
        check_override(override, actor)
    with one_action():
        volunteer, shift = lock_pair(volunteer_id=volunteer_id, shift_id=shift_id)
        made = _take_seat(volunteer, shift, actor, now, override)
    if made is None:  # what was offered to others meanwhile stays
        raise SignUpRefused(_("All seats of this shift are taken. You can wait for one."), is_full=True)
    return made


def _take_seat(
    volunteer: Volunteer, shift: Shift, actor: User | None, now: datetime, override: SetAside | None
) -> SignUp | None:
    """Return the sign-up, or None when no seat is left."""
    by_staff = not is_own(actor, volunteer)
    check_open(shift, now, by_staff=by_staff)
    count = count_seats(shift, volunteer)
    mine = SignUp.objects.get(pk=count.mine) if count.mine else None
    if mine is not None:
        mine.shift, mine.volunteer = shift, volunteer
        _check_not_taken(mine, now)
    free = shift.seats - count.held
    if free <= 0 and (mine is None or mine.state == State.WAITING):
        return None
    set_aside = check_gates(volunteer, shift, now, override=override)
    if count.waiting:
        free = seats_left(shift=shift, now=now)
        if mine is not None:
            mine.refresh_from_db(fields=["state", "offer_until", "changed_at", "sequence"])
    if free <= 0 and (mine is None or mine.state == State.WAITING):
        return None
    if mine is None:
        mine = begin(
            SignUp(shift=shift, volunteer=volunteer, state=first_state(shift, by_staff=by_staff)),
            reason=Reason.STAFF if by_staff else Reason.SELF,
            actor=actor,
            now=now,
        )
        tell_of_seat(mine, now)
    else:
        take_place(mine, actor=actor, now=now)
    if override is not None and actor is not None and set_aside:
        write_overrides(mine, set_aside, override, actor, now)
    return mine


def _check_not_taken(mine: SignUp, now: datetime) -> None:
    if mine.state in TAKEN:
        raise SignUpRefused(_("There is a sign-up for this shift already."))
    if mine.offer_until is not None and now >= mine.offer_until:
        raise SignUpRefused(_("The time to say yes is over, and the seat goes on to the next."))


def decide_request(*, sign_up_id: int, is_accepted: bool, actor: User, now: datetime) -> SignUp:
    """Confirm or decline a request. Gates are looked at again; limits that were set aside stay so.

    Raises: SignUpRefused when it was decided already or a gate is shut.
    """
    with one_action():
        request = lock_sign_up(sign_up_id)
        if request.state != State.REQUESTED:
            raise SignUpRefused(_("This request was decided already."))
        if is_accepted:
            check_open(request.shift, now, by_staff=True)
            gates = frozenset(request.overrides.values_list("gate", flat=True))
            check_gates(request.volunteer, request.shift, now, override=SetAside(gates, ""))
            move(request, State.CONFIRMED, Reason.STAFF, actor, now)
            tell(kind="confirmed", sign_up=request, now=now)
        else:
            move(request, State.DECLINED, Reason.STAFF, actor, now)
            tell(kind="declined", sign_up=request, now=now)
            seat_freed(shift=request.shift, now=now)
    return request


def cancel_sign_up(*, sign_up_id: int, actor: User | None, now: datetime) -> SignUp:
    """Give up one's own seat, request, offer or place on the waitlist; the seat goes to the next.

    Raises: SignUpRefused when it is too late, or when nobody else keeps a rule of coverage.
    """
    with one_action():
        found = lock_sign_up(sign_up_id)
        leave(found, actor=actor, now=now)
    return found


def leave(sign_up: SignUp, *, actor: User | None, now: datetime) -> None:
    """Do so in the caller's transaction, which holds the locks.

    Raises: SignUpRefused as `cancel_sign_up`; then the caller's transaction, or its savepoint, is undone.
    """
    if sign_up.state not in SignUp.ACTIVE:
        raise SignUpRefused(_("This sign-up is over already."))
    if sign_up.state == State.CONFIRMED:
        check_may_leave(sign_up.shift, now)
    held = sign_up.holds_seat
    with last_keeper_stays(sign_up.shift):
        reason = Reason.SELF if is_own(actor, sign_up.volunteer) else Reason.STAFF
        move(sign_up, State.CANCELLED, reason, actor, now)
    if held:
        seat_freed(shift=sign_up.shift, now=now)


def release_sign_up(*, sign_up_id: int, reason: str, actor: User | None, now: datetime) -> SignUp:
    """Take a seat, request, offer or place on the waitlist away; a freed seat goes to the next.

    Whoever held a seat is told.

    Raises: SignUpRefused when it is over already.
    """
    with one_action():
        found = lock_sign_up(sign_up_id)
        if found.state not in SignUp.ACTIVE:
            raise SignUpRefused(_("This sign-up is over already."))
        release(found, reason=reason, actor=actor, now=now)
    return found


def release(sign_up: SignUp, *, reason: str, actor: User | None, now: datetime) -> None:
    """Do so in the caller's transaction, which holds the locks."""
    held = sign_up.holds_seat
    move(sign_up, State.RELEASED, reason, actor, now)
    if held:
        tell(kind="released", sign_up=sign_up, now=now)
        seat_freed(shift=sign_up.shift, now=now)


def release_future(
    *, volunteer_id: int, program_id: int | None = None, reason: str, actor: User | None, now: datetime
) -> list[SignUp]:
    """Release whatever a volunteer has on shifts that have not begun, of one program or of all.

    Works in the caller's transaction as well, before anything else was locked but the volunteer.
    """
    with one_action():
        lock_volunteers([volunteer_id])
        coming = SignUp.objects.active().filter(volunteer_id=volunteer_id, shift__starts_at__gt=now)
        if program_id is not None:
            coming = coming.filter(shift__role__program_id=program_id)
        found = lock_sign_ups(list(coming.values_list("pk", flat=True)))
        released = [one for _key, one in sorted(found.items()) if one.state in SignUp.ACTIVE]
        for one in released:
            release(one, reason=reason, actor=actor, now=now)
    return released
