"""Carries out what an impact foretold: shifts go to their new places, and nobody is lost without a letter."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from volunteers.actions.impact import Fate, Impact, Line
from volunteers.actions.locks import lock_shifts, lock_volunteers
from volunteers.actions.seats import move, seat_freed
from volunteers.letters import Move, tell, tell_cancelled, tell_moves
from volunteers.models import SeriesException, Shift, SignUp, SignUpEvent, StandingPlace

Reason = SignUpEvent.Reason
REASONS = {Fate.CROWDED: Reason.SEATS, Fate.CONFLICT: Reason.SHIFT_MOVED, Fate.UNCLEARED: Reason.SHIFT_MOVED}


def hold(shift_ids: Collection[int]) -> dict[int, Shift]:
    """Lock everybody who holds or awaits a seat of these shifts, then the shifts; in the order of ids.

    Standing volunteers of their series are locked along, since an edit may give them seats on new days. Where
    somebody came before the shifts were locked, all is let go and locked anew. The caller's transaction holds
    a series' lock before, if it takes one.
    """
    while True:
        with transaction.atomic():
            locked = lock_volunteers(_concerned(shift_ids))
            shifts = lock_shifts(shift_ids)
            if _concerned(shift_ids) <= locked.keys():
                return shifts
            transaction.set_rollback(True)


def _concerned(shift_ids: Collection[int]) -> set[int]:
    on_them = SignUp.objects.active().filter(shift_id__in=shift_ids)
    standing = StandingPlace.objects.filter(series__shifts__in=shift_ids, ended_at=None)
    return set(on_them.values_list("volunteer_id", flat=True).union(standing.values_list("volunteer_id")))


def carry_out(impact: Impact, *, actor: User | None, now: datetime) -> None:
    """Move shifts with their sign-ups, in the caller's transaction; `hold` was called for them.

    Whoever cannot be kept loses the seat with a letter; whoever is moved is told the old and the new time.
    Lines that are left or removed are not touched.
    """
    lines = [line for line in impact.moved if line.after is not None]
    losers = [(seat, line.shift) for line in lines for seat in line.losers]
    for seat, shift in losers:
        seat.sign_up.shift = shift
        lose_seat(seat.sign_up, reason=REASONS[seat.fate], actor=actor, now=now)
    # out of the way first: a shift may pass where another one of the same person still is
    SignUp.objects.active().filter(shift_id__in=[line.shift.pk for line in lines]).update(during=None)
    _write(lines)
    _tell_moved(lines, actor, now)
    for line in lines:
        if line.frees_seats:
            seat_freed(shift=line.shift, now=now)
    tell_put_back([seat.sign_up for seat, _shift in losers], now=now)


def lose_seat(sign_up: SignUp, *, reason: str, actor: User | None, now: datetime) -> None:
    """Release somebody with a letter. Where seats become fewer, an offer goes, the place in line stays.

    Volunteer and shift are locked. The caller offers what is free, then calls `tell_put_back`.
    """
    if reason == Reason.SEATS and sign_up.state == SignUp.State.OFFERED:
        move(sign_up, SignUp.State.WAITING, reason, actor, now)
        return
    move(sign_up, SignUp.State.RELEASED, reason, actor, now)
    tell(kind="released", sign_up=sign_up, now=now)


def tell_put_back(sign_ups: Sequence[SignUp], *, now: datetime) -> None:
    """Tell those who went back to the waitlist, but for whom a seat is held again."""
    waiting = SignUp.objects.waiting().filter(pk__in=[one.pk for one in sign_ups])
    keys = set(waiting.values_list("pk", flat=True))
    for sign_up in sign_ups:
        if sign_up.pk in keys:
            tell(kind="offer_taken_back", sign_up=sign_up, now=now)


def leave_as_they_are(impact: Impact) -> None:
    """Mark the shifts that staff leave: no edit of the series moves them again."""
    for line in impact.lines:
        if line.is_left:
            shift = line.shift
            # it stands for the day that it would have had, so that this day is not made beside it
            shift.original_on = line.after.original_on if line.after else shift.original_on
            shift.is_hand_edited, shift.version = True, shift.version + 1
            shift.save(update_fields=["original_on", "is_hand_edited", "version"])
    except_days([line.shift for line in impact.lines if line.is_left], SeriesException.Kind.MOVED)


def except_days(shifts: Sequence[Shift], kind: str) -> None:
    """Note that a series does not follow its rule on the days of these shifts."""
    rows = [
        SeriesException(series_id=shift.series_id, original_on=shift.original_on, kind=kind)
        for shift in shifts
        if shift.series_id and shift.original_on
    ]
    SeriesException.objects.bulk_create(rows, ignore_conflicts=True)


def cancel(shift: Shift, *, reason: str, actor: User | None, now: datetime) -> list[SignUp]:
    """Cancel a locked shift: everybody on it and on its waitlist is released. Return those to tell."""
    shift.state, shift.cancelled_for, shift.cancelled_at = Shift.State.CANCELLED, reason, now
    shift.version += 1
    shift.save(update_fields=["state", "cancelled_for", "cancelled_at", "version"])
    lost = list(SignUp.objects.active().filter(shift=shift).select_related("volunteer").order_by("pk"))
    for sign_up in lost:
        sign_up.shift = shift
        move(sign_up, SignUp.State.RELEASED, reason=Reason.SHIFT_CANCELLED, actor=actor, now=now)
    return lost


def drop(shifts: Sequence[Shift], *, reason: str, actor: User | None, now: datetime) -> None:
    """Take locked shifts out of their series, so that their days are free again.

    What nobody ever touched is deleted; what somebody had to do with is cancelled and kept, on its own.
    Whoever loses several is told in one letter.
    """
    untouched = Shift.objects.filter(pk__in=[shift.pk for shift in shifts])
    untouched = untouched.filter(Q(sign_ups=None) & Q(hours=None) & Q(broadcasts=None))
    gone = set(untouched.values_list("pk", flat=True))
    Shift.objects.filter(pk__in=gone).delete()
    lost: list[SignUp] = []
    for shift in shifts:
        if shift.pk in gone:
            continue
        if shift.state != Shift.State.CANCELLED:
            lost += cancel(shift, reason=reason, actor=actor, now=now)
        shift.series, shift.original_on = None, None
        shift.save(update_fields=["series", "original_on"])
    tell_cancelled(sign_ups=lost, now=now)


def _write(lines: Sequence[Line]) -> None:
    """Put the shifts where they go; the sign-ups' spans follow by trigger."""
    columns = ["original_on", "starts_at", "ends_at", "role_id", "site_id", "zone", "seats"]
    for line in lines:
        for name in columns:
            setattr(line.shift, name, getattr(line.after, name))
        line.shift.version += 1
    fields = ["original_on", "starts_at", "ends_at", "role", "site", "zone", "seats", "version"]
    Shift.objects.bulk_update([line.shift for line in lines], fields, batch_size=500)


def _tell_moved(lines: Sequence[Line], actor: User | None, now: datetime) -> None:
    """Write down and tell that a sign-up's shift moved. Its state stays; its calendar entry is newer."""
    moved = [(line, seat.sign_up) for line in lines for seat in line.seats if seat.fate is Fate.MOVED]
    keys = [sign_up.pk for _line, sign_up in moved]
    SignUp.objects.filter(pk__in=keys).update(sequence=F("sequence") + 1, changed_at=now)
    SignUpEvent.objects.bulk_create(
        SignUpEvent(
            sign_up=sign_up,
            actor=actor,
            from_state=sign_up.state,
            to_state=sign_up.state,
            reason=Reason.SHIFT_MOVED,
            at=now,
        )
        for _line, sign_up in moved
    )
    told: defaultdict[int, list[Move]] = defaultdict(list)
    for line, sign_up in moved:
        sign_up.shift, sign_up.sequence = line.shift, sign_up.sequence + 1
        before = (line.before.starts_at, line.before.ends_at)
        told[sign_up.volunteer_id].append(Move(sign_up, before))
    for moves in told.values():
        tell_moves(moves=moves, now=now)
