"""Finds what a change of shifts would do to those who hold seats on them. Reads only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime

from django.utils.translation import gettext as _

from volunteers.actions.impact import LOSING, Fate, Impact, Line, Place, Seat
from volunteers.gates import Gate, judge_many
from volunteers.gates.timeline import reasons_of
from volunteers.models import Shift, SignUp, Site, VolunteerRole


def judged(
    mark: str,
    places: Sequence[tuple[Shift, Place | None]],
    *,
    left: Collection[int],
    now: datetime,
) -> Impact:
    """Return the impact of putting shifts to new places (None: away), but for those that are left.

    The queries are the same number however many shifts and people there are.
    """
    sign_ups: dict[int, list[SignUp]] = {shift.pk: [] for shift, _after in places}
    active = SignUp.objects.active().filter(shift_id__in=sign_ups)
    for sign_up in active.select_related("volunteer").order_by("created_at", "pk"):
        sign_ups[sign_up.shift_id].append(sign_up)
    moving = [
        (shift, after)
        for shift, after in places
        if after is not None and shift.pk not in left and Place.of(shift).moves(after)
    ]
    against = _conflicts(moving, {shift.pk for shift, after in places if after is None}, left, sign_ups)
    for key, why in _refused(moving, sign_ups, now).items():
        against.setdefault(key, (Fate.UNCLEARED, why))
    lines = tuple(
        Line(
            shift,
            Place.of(shift),
            after,
            _seats(shift, after, sign_ups[shift.pk], against),
            shift.pk in left,
        )
        for shift, after in places
    )
    return Impact(mark, lines)


Against = dict[tuple[int, int], tuple[Fate, str]]


def _seats(
    shift: Shift, after: Place | None, sign_ups: Iterable[SignUp], against: Against
) -> tuple[Seat, ...]:
    """Say what becomes of each sign-up of one shift."""
    if after is None:
        return tuple(Seat(sign_up, Fate.REMOVED) for sign_up in sign_ups)
    usual = Fate.MOVED if Place.of(shift).moves(after) else Fate.KEPT
    room = after.seats if after.seats < shift.seats else None
    seats = []
    # confirmed ones first: whoever only asked, or has not said yes, goes before them
    for sign_up in sorted(sign_ups, key=lambda one: one.state != SignUp.State.CONFIRMED):
        fate, why = against.get((sign_up.volunteer_id, shift.pk), (usual, ""))
        if sign_up.holds_seat and fate not in LOSING and room is not None:
            if room < 1:
                fate, why = Fate.CROWDED, _("Came last, and there are fewer seats")
            room -= 1
        seats.append(Seat(sign_up, fate, why))
    return tuple(seats)


def _conflicts(
    moving: Sequence[tuple[Shift, Place]],
    removed: Collection[int],
    left: Collection[int],
    sign_ups: Mapping[int, list[SignUp]],
) -> Against:
    """Find who would be in two places: on a moved shift, and on any other at its new or old time.

    Of two moved shifts the earlier one is kept.
    """
    spans = {shift.pk: (after.starts_at, after.ends_at) for shift, after in moving}
    gone = set(removed) - set(left)
    holders = {one.volunteer_id for shift, _after in moving for one in sign_ups[shift.pk] if one.holds_seat}
    taken: dict[int, list[tuple[datetime, datetime]]] = {volunteer_id: [] for volunteer_id in holders}
    others = SignUp.objects.holding().filter(volunteer_id__in=holders)
    if spans:  # only what can touch one of the new times
        others = others.filter(
            shift__ends_at__gt=min(start for start, _end in spans.values()),
            shift__starts_at__lt=max(end for _start, end in spans.values()),
        ).exclude(shift_id__in=spans.keys() | gone)
    for volunteer_id, start, end in others.values_list("volunteer_id", "shift__starts_at", "shift__ends_at"):
        taken[volunteer_id].append((start, end))
    found: Against = {}
    for shift, after in sorted(moving, key=lambda pair: pair[1].starts_at):
        for sign_up in sign_ups[shift.pk]:
            if not sign_up.holds_seat:
                continue
            mine = taken[sign_up.volunteer_id]
            if any(start < after.ends_at and after.starts_at < end for start, end in mine):
                found[sign_up.volunteer_id, shift.pk] = (Fate.CONFLICT, _("Has another shift at that time"))
            else:
                mine.append((after.starts_at, after.ends_at))
    return found


def _refused(
    moving: Sequence[tuple[Shift, Place]], sign_ups: Mapping[int, list[SignUp]], now: datetime
) -> dict[tuple[int, int], str]:
    """Find who could not be there at the new day, place or role. Limits of rest do not count."""
    holders = {
        (one.volunteer_id, shift.pk)
        for shift, _after in moving
        for one in sign_ups[shift.pk]
        if one.holds_seat
    }
    if not holders:
        return {}
    volunteer_ids = sorted({volunteer_id for volunteer_id, _shift_id in holders})
    judgements = judge_many(volunteer_ids=volunteer_ids, shifts=_put(moving), now=now)
    found = {}
    for key in holders:
        final = [
            refusal
            for refusal in judgements.get(key, [])
            if not refusal.can_override and refusal.gate is not Gate.OVERLAP
        ]
        if final:
            found[key] = "; ".join(reasons_of(final, is_for_screening=False))
    return found


def _put(moving: Sequence[tuple[Shift, Place]]) -> list[Shift]:
    """Return copies of shifts as they would be. Nothing is saved; roles and places are read once."""
    roles = VolunteerRole.objects.select_related("program").in_bulk(
        {after.role_id for _shift, after in moving}
    )
    sites = Site.objects.in_bulk({after.site_id for _shift, after in moving})
    copies = []
    for shift, after in moving:
        one = copy(shift)
        one.role, one.site, one.zone = roles[after.role_id], sites[after.site_id], after.zone
        one.starts_at, one.ends_at = after.starts_at, after.ends_at
        copies.append(one)
    return copies
