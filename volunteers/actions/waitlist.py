"""The waitlist: joining it, the seats that it offers, and what runs out."""

from datetime import datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from accounts.models import User
from volunteers.actions.admission import check_gates, check_open, first_state, is_own
from volunteers.actions.locks import SignUpRefused, lock_pair, lock_shifts, lock_sign_up, one_action
from volunteers.actions.seats import LAST_HOURS, begin, held_seats, move, seat_freed
from volunteers.letters import tell, tell_staff
from volunteers.models import Handover, Shift, SignUp, SignUpEvent

State, Reason = SignUp.State, SignUpEvent.Reason


def join_waitlist(*, shift_id: int, volunteer_id: int, actor: User | None, now: datetime) -> SignUp:
    """Put a volunteer at the end of the waitlist; where a seat is free by now, it is offered at once.

    Raises: SignUpRefused when sign-up is closed, a gate is shut, or there is a sign-up already.
    """
    with one_action():
        volunteer, shift = lock_pair(volunteer_id=volunteer_id, shift_id=shift_id)
        is_self = is_own(actor, volunteer)
        check_open(shift, now)
        check_gates(volunteer, shift, now)
        place = begin(
            SignUp(shift=shift, volunteer=volunteer, state=State.WAITING),
            reason=Reason.SELF if is_self else Reason.STAFF,
            actor=actor,
            now=now,
        )
        if held_seats(shift) < shift.seats:
            seat_freed(shift=shift, now=now)
            place.refresh_from_db(fields=["state", "offer_until", "changed_at", "sequence"])
        if place.state == State.WAITING:
            tell(kind="waitlisted", sign_up=place, now=now)
    return place


def accept_offer(*, sign_up_id: int, actor: User | None, now: datetime) -> SignUp:
    """Take an offered seat.

    Raises: SignUpRefused when the offer is over, or when a gate is shut by now: then the seat goes to the
    next, and whoever was refused keeps the place on the waitlist.
    """
    refused: SignUpRefused | None = None
    with one_action():
        place = lock_sign_up(sign_up_id)
        if place.state != State.OFFERED:
            raise SignUpRefused(_("This seat is no longer held for you."))
        if place.offer_until is None or now >= place.offer_until:
            refused = SignUpRefused(_("The time to say yes is over, and the seat went on to the next."))
            _lapse(place, now)
        else:
            try:
                check_open(place.shift, now)
                check_gates(place.volunteer, place.shift, now)
            except SignUpRefused as shut:
                refused = shut
                move(place, State.WAITING, Reason.WAITLIST, actor, now)
                seat_freed(shift=place.shift, now=now)
            else:
                take_place(place, actor=actor, now=now)
    if refused is not None:
        raise refused
    return place


def take_place(place: SignUp, *, actor: User | None, now: datetime) -> None:
    """Turn a place on the waitlist, or an offer, into a seat. Locked; seat and gates were looked at."""
    is_self = is_own(actor, place.volunteer)
    state = first_state(place.shift, by_staff=not is_self)
    move(place, state, Reason.SELF if is_self else Reason.STAFF, actor, now)
    tell_of_seat(place, now)


def tell_of_seat(sign_up: SignUp, now: datetime) -> None:
    """Tell a volunteer that a seat is theirs or asked for; then the coordinators, too."""
    if sign_up.state == State.CONFIRMED:
        tell(kind="confirmed", sign_up=sign_up, now=now)
        return
    tell(kind="requested", sign_up=sign_up, now=now)
    tell_staff(kind="request_waiting", about=("shift", sign_up.shift_id), facts={}, now=now)


def refuse_offer(*, sign_up_id: int, actor: User | None, now: datetime) -> SignUp:
    """Say no to an offered seat and leave the waitlist; the seat goes to the next.

    Raises: SignUpRefused when it is no longer offered.
    """
    with one_action():
        place = lock_sign_up(sign_up_id)
        if place.state != State.OFFERED:
            raise SignUpRefused(_("This seat is no longer held for you."))
        reason = Reason.SELF if is_own(actor, place.volunteer) else Reason.STAFF
        move(place, State.CANCELLED, reason, actor, now)
        seat_freed(shift=place.shift, now=now)
    return place


def lapse_offers(*, now: datetime) -> int:
    """End the offers whose time is over, each in a transaction of its own; return how many."""
    over = SignUp.objects.filter(state=State.OFFERED, offer_until__lte=now).order_by("offer_until", "pk")
    return sum(lapse_offer(sign_up_id=key, now=now) for key in over.values_list("pk", flat=True))


def lapse_offer(*, sign_up_id: int, now: datetime) -> bool:
    """End an offer whose time is over, the seat goes to the next; False when it was answered meanwhile."""
    with one_action():
        place = lock_sign_up(sign_up_id)
        if place.state != State.OFFERED or place.offer_until is None or now < place.offer_until:
            return False
        _lapse(place, now)
    return True


def _lapse(place: SignUp, now: datetime) -> None:
    move(place, State.LAPSED, Reason.LAPSE, None, now)
    tell(kind="offer_lapsed", sign_up=place, now=now)
    seat_freed(shift=place.shift, now=now)


def offer_seats(*, shift_id: int, now: datetime) -> None:
    """Offer what is free on a shift to those who wait. Harmless when nothing is."""
    with one_action():
        seat_freed(shift=lock_shifts([shift_id])[shift_id], now=now)


def offer_free_seats(*, now: datetime) -> None:
    """Look again at shifts with a free seat and a waitlist: somebody who could not come may be able now.

    In the last hours nothing is repeated: everybody was told when the seat became free.
    """
    held = Count("sign_ups", filter=Q(sign_ups__state__in=SignUp.HOLDING))
    waited_for = SignUp.objects.waiting().filter(shift__starts_at__gt=now + LAST_HOURS)
    shifts = Shift.objects.open().filter(pk__in=waited_for.order_by().values("shift_id"))
    for key in shifts.annotate(held=held).filter(held__lt=F("seats")).values_list("pk", flat=True):
        offer_seats(shift_id=key, now=now)


def end_what_is_over(*, now: datetime) -> None:
    """Close waitlists and handovers of shifts that have begun, and requests nobody decided until the end."""
    begun = Q(state=State.WAITING, shift__starts_at__lte=now)
    undecided = Q(state=State.REQUESTED, shift__ends_at__lte=now)
    for key in SignUp.objects.filter(begun | undecided).values_list("pk", flat=True):
        with one_action():
            sign_up = lock_sign_up(key)
            if sign_up.state in {State.WAITING, State.REQUESTED}:
                move(sign_up, State.LAPSED, Reason.LAPSE, None, now)
    late = Q(sign_up__shift__starts_at__lte=now) | Q(in_return__shift__starts_at__lte=now)
    Handover.objects.filter(late, state=Handover.State.OPEN).update(state=Handover.State.LAPSED, ended_at=now)
