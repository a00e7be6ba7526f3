"""A stand-in is asked for, a swap is offered, and what becomes of it. Each function is one transaction."""

from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from accounts.models import User
from volunteers.actions.admission import check_gates, first_state, is_own, last_keeper_stays
from volunteers.actions.locks import (
    SignUpRefused,
    lock_shifts,
    lock_sign_up,
    lock_sign_ups,
    lock_volunteers,
    one_action,
)
from volunteers.actions.seats import begin, move, seat_freed
from volunteers.actions.waitlist import tell_of_seat
from volunteers.gates import judge_many
from volunteers.letters import tell
from volunteers.models import Clearance, Handover, Shift, SignUp, SignUpEvent, Volunteer

State, Reason = SignUp.State, SignUpEvent.Reason
MOST_ASKED = 200
MOST_TOLD = 25


def ask_stand_in(*, sign_up_id: int, actor: User | None, now: datetime) -> Handover:
    """Ask for somebody to take a confirmed seat over. Open to everybody who may; some of them are told.

    The seat stays theirs until somebody takes it.

    Raises: SignUpRefused when it is no seat of a coming shift, or one is asked for already.
    """
    with one_action():
        sign_up = lock_sign_up(sign_up_id)
        _check_given(sign_up, now)
        handover = Handover.objects.create(sign_up=sign_up, asked_at=now)
        for volunteer in _who_could(sign_up, now):
            tell(kind="stand_in_wanted", sign_up=sign_up, now=now, to=volunteer, handover=handover)
    return handover


def offer_swap(*, sign_up_id: int, in_return_id: int, actor: User | None, now: datetime) -> Handover:
    """Offer a confirmed seat for somebody else's; only they can accept.

    Raises: SignUpRefused when one of the two is no seat of a coming shift, when a gate is shut for either on
    the other's shift, or when they asked for a stand-in or swap already.
    """
    with one_action():
        pair = lock_sign_ups([sign_up_id, in_return_id])
        given, wanted = pair[sign_up_id], pair[in_return_id]
        _check_given(given, now)
        _check_held(wanted, now)
        _check_swap(given, wanted, now)
        handover = Handover.objects.create(sign_up=given, in_return=wanted, asked_at=now)
        tell(kind="swap_offered", sign_up=given, now=now, to=wanted.volunteer, handover=handover)
    return handover


def take_handover(*, handover_id: int, volunteer_id: int, actor: User | None, now: datetime) -> SignUp:
    """Stand in, or accept a swap; return the new seat of whoever does.

    Gates are looked at for both. Whoever asked gives the seat up in the same transaction.

    Raises: SignUpRefused when it is over, when a gate is shut, or when a rule of coverage would break.
    """
    with one_action():
        asked = Handover.objects.select_related("sign_up", "in_return").get(pk=handover_id)
        pair = [one for one in (asked.sign_up, asked.in_return) if one is not None]
        people = lock_volunteers([volunteer_id, *(one.volunteer_id for one in pair)])
        shifts = lock_shifts(one.shift_id for one in pair)
        handover = Handover.objects.select_for_update().get(pk=handover_id)
        if handover.state != Handover.State.OPEN:
            raise SignUpRefused(_("This is settled already."))
        for one in pair:
            one.refresh_from_db()
            one.volunteer, one.shift = people[one.volunteer_id], shifts[one.shift_id]
            _check_held(one, now)
        handover.sign_up, handover.in_return = asked.sign_up, asked.in_return
        handover.state, handover.ended_at = Handover.State.TAKEN, now
        handover.taken_by = people[volunteer_id]
        handover.save(update_fields=["state", "ended_at", "taken_by"])
        if handover.in_return is None:
            return _stand_in(handover, people[volunteer_id], actor, now)
        return _swap(handover, handover.in_return, people[volunteer_id], actor, now)


def refuse_handover(*, handover_id: int, actor: User | None, now: datetime) -> Handover:
    """Say no to a swap; whoever offered it is told.

    Raises: SignUpRefused when it is over, or was no offer to one person.
    """
    with one_action():
        handover = _end(handover_id, Handover.State.REFUSED, now)
        if handover.in_return_id is None:
            raise SignUpRefused(_("A stand-in is asked of everybody; there is nothing to refuse."))
        tell(kind="handover_refused", sign_up=handover.sign_up, now=now)
    return handover


def withdraw_handover(*, handover_id: int, actor: User | None, now: datetime) -> Handover:
    """Take back that a stand-in was asked for or a swap offered.

    Raises: SignUpRefused when it is over.
    """
    with one_action():
        return _end(handover_id, Handover.State.WITHDRAWN, now)


def _end(handover_id: int, state: str, now: datetime) -> Handover:
    if not Handover.objects.filter(pk=handover_id, state=Handover.State.OPEN).update(
        state=state, ended_at=now
    ):
        raise SignUpRefused(_("This is settled already."))
    return Handover.objects.select_related("sign_up__volunteer", "sign_up__shift").get(pk=handover_id)


def _check_held(sign_up: SignUp, now: datetime) -> None:
    shift = sign_up.shift
    if sign_up.state != State.CONFIRMED or shift.state != Shift.State.OPEN or now >= shift.starts_at:
        raise SignUpRefused(_("Only a confirmed seat on a shift that has not begun can be handed over."))


def _check_given(sign_up: SignUp, now: datetime) -> None:
    _check_held(sign_up, now)
    if sign_up.handovers.filter(state=Handover.State.OPEN).exists():
        raise SignUpRefused(_("A stand-in or swap is already asked for."))


def _check_swap(mine: SignUp, theirs: SignUp, now: datetime) -> None:
    """Both may come to the other's shift once they give their own up, and are not on it already.

    `mine` is the seat of whoever acts: only what stands against themselves is told in full.
    """
    if mine.volunteer_id == theirs.volunteer_id or mine.shift_id == theirs.shift_id:
        raise SignUpRefused(_("A swap is between two people and two shifts."))
    _place_of(mine.volunteer, theirs.shift)
    check_gates(mine.volunteer, theirs.shift, now, apart_from=mine)
    try:
        _place_of(theirs.volunteer, mine.shift)
        check_gates(theirs.volunteer, mine.shift, now, apart_from=theirs)
    except SignUpRefused as shut:
        sentence = _("The other person cannot take your shift.")
        raise SignUpRefused(sentence, refusals=shut.refusals) from shut


def _place_of(volunteer: Volunteer, shift: Shift) -> SignUp | None:
    """Return somebody's offer or place on the waitlist of a shift.

    Raises: SignUpRefused when they have a seat there.
    """
    found = SignUp.objects.active().filter(volunteer=volunteer, shift=shift).first()
    if found is not None and found.state in {State.REQUESTED, State.CONFIRMED}:
        raise SignUpRefused(_("There is a sign-up for this shift already."))
    return found


def _stand_in(handover: Handover, volunteer: Volunteer, actor: User | None, now: datetime) -> SignUp:
    given = handover.sign_up
    if volunteer.pk == given.volunteer_id:
        raise SignUpRefused(_("This seat is yours already."))
    place = _place_of(volunteer, given.shift)
    check_gates(volunteer, given.shift, now)
    with last_keeper_stays(given.shift):
        move(given, State.CANCELLED, Reason.HANDOVER, actor, now)
        state = first_state(given.shift, by_staff=not is_own(actor, volunteer))
        taken = _seat(place, volunteer, given.shift, state, actor, now)
    tell(kind="handover_done", sign_up=given, now=now, handover=handover)
    tell_of_seat(taken, now)
    return taken


def _swap(
    handover: Handover, wanted: SignUp, volunteer: Volunteer, actor: User | None, now: datetime
) -> SignUp:
    given = handover.sign_up
    if volunteer.pk != wanted.volunteer_id:
        raise SignUpRefused(_("This swap was offered to somebody else."))
    _check_swap(wanted, given, now)
    with last_keeper_stays(given.shift), last_keeper_stays(wanted.shift):
        places = [_place_of(wanted.volunteer, given.shift), _place_of(given.volunteer, wanted.shift)]
        # both leave before either comes: their shifts may overlap
        for one in (given, wanted):
            move(one, State.CANCELLED, Reason.HANDOVER, actor, now)
        taken = _seat(places[0], wanted.volunteer, given.shift, State.CONFIRMED, actor, now)
        _seat(places[1], given.volunteer, wanted.shift, State.CONFIRMED, actor, now)
    for one in (given, wanted):
        tell(kind="handover_done", sign_up=one, now=now, handover=handover)
    return taken


def _seat(
    place: SignUp | None, volunteer: Volunteer, shift: Shift, state: str, actor: User | None, now: datetime
) -> SignUp:
    """Seat somebody on a shift, from their place on its waitlist if they have one."""
    if place is None:
        new = SignUp(shift=shift, volunteer=volunteer, state=state)
        return begin(new, reason=Reason.HANDOVER, actor=actor, now=now)
    place.shift, place.volunteer = shift, volunteer
    was_offered = place.holds_seat
    move(place, state, Reason.HANDOVER, actor, now)
    if was_offered:
        seat_freed(shift=shift, now=now)
    return place


def _who_could(sign_up: SignUp, now: datetime) -> list[Volunteer]:
    """Return some of those who may stand in: who waits for the shift first, then by id."""
    shift = sign_up.shift
    on_it = SignUp.objects.holding().filter(shift=shift).values("volunteer_id")
    cleared = Clearance.objects.filter(program_id=shift.role.program_id, revoked_at=None)
    others = Volunteer.objects.active().exclude(pk__in=on_it)
    waiting = list(SignUp.objects.waiting().filter(shift=shift).values_list("volunteer_id", flat=True))
    rest = others.filter(pk__in=cleared.values("volunteer_id")).exclude(pk__in=waiting).order_by("pk")
    asked = [*waiting, *rest.values_list("pk", flat=True)[:MOST_ASKED]][:MOST_ASKED]
    against = judge_many(volunteer_ids=asked, shifts=[shift], now=now) if asked else {}
    people = others.in_bulk(asked)
    return list(
        islice((people[key] for key in asked if key in people and not against[key, shift.pk]), MOST_TOLD)
    )
