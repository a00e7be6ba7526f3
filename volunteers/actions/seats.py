"""The seats of a shift: how a sign-up begins and changes, and what follows when a seat is free.

Whoever calls has locked volunteer and shift, see `volunteers.actions.locks`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from accounts.models import User
from core.rows import insert
from jobs.actions import enqueue
from volunteers.actions.locks import broken_constraint
from volunteers.gates import judge_many
from volunteers.letters import tell
from volunteers.models import Handover, Shift, SignUp, SignUpEvent, Volunteer

LOOK_AGAIN = "volunteers.offer_seats"
SOON = timedelta(seconds=1)
# so long before the start nobody is waited for: all on the waitlist are told, and the first to answer has it
LAST_HOURS = timedelta(hours=6)
LONGEST_HOLD = timedelta(hours=12)
AT_ONCE = 10

COUNT = """
    SELECT count(*) FILTER (WHERE state = ANY(%(holding)s)),
        count(*) FILTER (WHERE state = %(waiting)s),
        max(id) FILTER (WHERE state = ANY(%(active)s) AND volunteer_id = %(volunteer)s)
    FROM volunteers_signup WHERE shift_id = %(shift)s
"""

State = SignUp.State
# which state may follow which; "" is no sign-up yet
NEXT: dict[str, frozenset[str]] = {
    "": frozenset({State.REQUESTED, State.CONFIRMED, State.WAITING}),
    State.REQUESTED: frozenset(
        {State.CONFIRMED, State.DECLINED, State.CANCELLED, State.RELEASED, State.LAPSED}
    ),
    State.CONFIRMED: frozenset({State.CANCELLED, State.RELEASED}),
    State.OFFERED: frozenset(
        {State.CONFIRMED, State.REQUESTED, State.WAITING, State.CANCELLED, State.LAPSED, State.RELEASED}
    ),
    State.WAITING: frozenset(
        {State.OFFERED, State.CONFIRMED, State.REQUESTED, State.CANCELLED, State.LAPSED, State.RELEASED}
    ),
}


def begin(sign_up: SignUp, *, reason: str, actor: User | None, now: datetime) -> SignUp:
    """Write a new sign-up and its first event. Its volunteer and shift are locked, its seat was counted."""
    if sign_up.state not in NEXT[""]:
        raise ValueError(f"no sign-up begins {sign_up.state}")
    sign_up.created_at = sign_up.changed_at = now
    sign_up.waits_since = now if sign_up.state == State.WAITING else None
    insert(sign_up)
    _note(sign_up, "", reason, actor, now)
    return sign_up


def move(
    sign_up: SignUp,
    to_state: str,
    reason: str,
    actor: User | None,
    now: datetime,
    *,
    offer_until: datetime | None = None,
) -> None:
    """Change the state of a sign-up: the only place that does. Volunteer and shift are locked.

    `actor` None: the clock. An exit ends the stand-in or swap that was open about it; `seat_freed` is the
    caller's next step.

    Raises: ValueError for a state that cannot follow.
    """
    before = sign_up.state
    if to_state not in NEXT.get(before, frozenset()):
        raise ValueError(f"{to_state} does not follow {before}")
    sign_up.state, sign_up.offer_until, sign_up.changed_at = to_state, offer_until, now
    sign_up.sequence += 1
    sign_up.save(update_fields=["state", "offer_until", "changed_at", "sequence"])
    _note(sign_up, before, reason, actor, now)
    if before == State.CONFIRMED:
        about = Q(sign_up=sign_up) | Q(in_return=sign_up)
        Handover.objects.filter(about, state=Handover.State.OPEN).update(
            state=Handover.State.LAPSED, ended_at=now
        )


def _note(sign_up: SignUp, before: str, reason: str, actor: User | None, now: datetime) -> None:
    insert(
        SignUpEvent(
            sign_up=sign_up, actor=actor, from_state=before, to_state=sign_up.state, reason=reason, at=now
        )
    )


class SeatCount(NamedTuple):
    """How many hold a seat and how many wait; and somebody's own active sign-up, if there is one."""

    held: int
    waiting: int
    mine: int | None


def count_seats(shift: Shift, volunteer: Volunteer) -> SeatCount:
    """Count after the shift was locked, by another statement: the lock's own has an older view."""
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT,
            {
                "holding": list(SignUp.HOLDING),
                "waiting": State.WAITING,
                "active": list(SignUp.ACTIVE),
                "shift": shift.pk,
                "volunteer": volunteer.pk,
            },
        )
        return SeatCount(*cursor.fetchone())


def held_seats(shift: Shift) -> int:
    """Count the seats that are taken."""
    return SignUp.objects.holding().filter(shift=shift).count()


def is_last_hours(shift: Shift, now: datetime) -> bool:
    """Whether it is too late to hold a seat for one person after the other."""
    return now >= shift.starts_at - LAST_HOURS


def hold_until(shift: Shift, now: datetime) -> datetime:
    """Return how long an offered seat is held: half of what is left to the cut-off, twelve hours at most."""
    return now + min(LONGEST_HOLD, (shift.sign_up_closes_at - now) / 2)


def seat_freed(*, shift: Shift, now: datetime) -> None:
    """Offer what is free to those who wait, in their order; in the last hours tell all of them instead.

    The caller has locked the shift. Running it again, or when nothing is free, changes nothing.
    """
    if is_last_hours(shift, now):
        _tell_all(shift, now)
    else:
        seats_left(shift=shift, now=now)


def seats_left(*, shift: Shift, now: datetime) -> int:
    """Offer what is free to those who wait; return how many seats are left for others.

    Whoever cannot come keeps the place and is passed over. Where another transaction is busy with somebody it
    is not waited for, since it may be waiting for this shift: the seat stays theirs, and a job looks again.
    """
    free = shift.seats - held_seats(shift)
    if is_last_hours(shift, now) or shift.state != Shift.State.OPEN or now >= shift.sign_up_closes_at:
        return free
    queue = list(_waiting(shift)) if free > 0 else []
    is_busy = False
    while free > 0 and queue:
        batch, queue = queue[: max(free, AT_ONCE)], queue[max(free, AT_ONCE) :]
        able = _able(shift, batch, now)
        for place in batch:
            if free <= 0:
                break
            if place.volunteer_id not in able:
                is_busy, free = True, free - 1
            elif able[place.volunteer_id] and _is_offered(place, now):
                free -= 1
    if is_busy:
        enqueue(kind=LOOK_AGAIN, about=str(shift.pk), now=now, run_at=now + SOON)
    return free


def _waiting(shift: Shift) -> Iterator[SignUp]:
    for place in SignUp.objects.waiting().filter(shift=shift).select_related("volunteer"):
        place.shift = shift
        yield place


def _able(shift: Shift, batch: list[SignUp], now: datetime) -> dict[int, bool]:
    """Say who of those that nobody else is busy with could come. They stay locked."""
    ids = [place.volunteer_id for place in batch]
    rows = Volunteer.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=ids)
    locked = list(rows.values_list("pk", flat=True))
    against = judge_many(volunteer_ids=locked, shifts=[shift], now=now) if locked else {}
    return {volunteer: not against[volunteer, shift.pk] for volunteer in locked}


def _is_offered(place: SignUp, now: datetime) -> bool:
    """Hold a seat for somebody. False when the database knows of another shift at that time."""
    try:
        with transaction.atomic():
            until = hold_until(place.shift, now)
            move(place, State.OFFERED, SignUpEvent.Reason.WAITLIST, None, now, offer_until=until)
    except IntegrityError as error:
        if broken_constraint(error) != "no_volunteer_in_two_places":
            raise
        return False
    tell(kind="seat_offered", sign_up=place, now=now)
    return True


def _tell_all(shift: Shift, now: datetime) -> None:
    if shift.state != Shift.State.OPEN or now >= shift.sign_up_closes_at or shift.seats <= held_seats(shift):
        return
    waiting = list(_waiting(shift))
    ids = [place.volunteer_id for place in waiting]
    against = judge_many(volunteer_ids=ids, shifts=[shift], now=now) if ids else {}
    for place in waiting:
        if not against[place.volunteer_id, shift.pk]:
            tell(kind="seat_open", sign_up=place, now=now)
