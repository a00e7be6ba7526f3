"""What must be true of shifts and sign-ups, whatever was done: looked up from the rows alone."""

from collections import Counter
from datetime import datetime
from itertools import combinations

from volunteers.actions.seats import is_last_hours
from volunteers.gates import refusals
from volunteers.models import Handover, Shift, SignUp

HOLDING = {"requested", "confirmed", "offered"}
ACTIVE = HOLDING | {"waiting"}


def broken_rules() -> list[str]:
    """Return a sentence for each rule that is broken."""
    sign_ups = list(SignUp.objects.select_related("shift").prefetch_related("events").order_by("pk"))
    return [
        *_seats(sign_ups),
        *_doubles(sign_ups),
        *_overlaps(sign_ups),
        *(wrong for one in sign_ups for wrong in _story(one)),
        *_handovers(),
    ]


def neglected(now: datetime) -> list[SignUp]:
    """Return who waits for a seat that is free, and could have it, and was not offered it."""
    found = []
    for shift in Shift.objects.open().select_related("role__program"):
        if is_last_hours(shift, now) or now >= shift.sign_up_closes_at:
            continue
        if shift.sign_ups.filter(state__in=HOLDING).count() < shift.seats:
            found += able_to_come(shift, now)
    return found


def able_to_come(shift: Shift, now: datetime) -> list[SignUp]:
    """Return who waits for a shift and could come to it."""
    waiting = shift.sign_ups.filter(state="waiting").order_by("waits_since", "pk")
    return [
        place
        for place in waiting.select_related("volunteer")
        if not refusals(volunteer=place.volunteer, shift=shift, now=now)
    ]


def _seats(sign_ups: list[SignUp]) -> list[str]:
    held = Counter(one.shift for one in sign_ups if one.state in HOLDING)
    too_many = [
        f"shift {shift.pk}: {count} of {shift.seats} seats"
        for shift, count in held.items()
        if count > shift.seats
    ]
    active = [one for one in sign_ups if one.state in ACTIVE]
    return too_many + [f"{one} of a cancelled shift" for one in active if one.shift.cancelled_at]


def _doubles(sign_ups: list[SignUp]) -> list[str]:
    pairs = Counter((one.shift_id, one.volunteer_id) for one in sign_ups if one.state in ACTIVE)
    return [f"{pair} twice" for pair, count in pairs.items() if count > 1]


def _overlaps(sign_ups: list[SignUp]) -> list[str]:
    held = [one for one in sign_ups if one.state in HOLDING]
    return [
        f"{one} and {other} of one volunteer overlap"
        for one, other in combinations(held, 2)
        if one.volunteer_id == other.volunteer_id
        and one.shift.starts_at < other.shift.ends_at
        and other.shift.starts_at < one.shift.ends_at
    ]


def _story(sign_up: SignUp) -> list[str]:
    """Events follow each other from nothing to the state; each but the first raised the sequence by one."""
    events = sorted(sign_up.events.all(), key=lambda event: event.pk)
    steps = [event.from_state for event in events] + [sign_up.state]
    ends = [""] + [event.to_state for event in events]
    wrong = []
    if steps != ends:
        wrong.append(f"{sign_up}: {steps} are not {ends}")
    if sign_up.sequence != len(events) - 1:
        wrong.append(f"{sign_up}: sequence {sign_up.sequence} after {len(events)} events")
    if events and sign_up.changed_at != events[-1].at:
        wrong.append(f"{sign_up}: changed at {sign_up.changed_at}, not {events[-1].at}")
    if (sign_up.state == "offered") != (sign_up.offer_until is not None):
        wrong.append(f"{sign_up}: offered until {sign_up.offer_until}")
    return wrong


def _handovers() -> list[str]:
    still_open = Handover.objects.filter(state="open").select_related("sign_up", "in_return")
    return [
        f"{one} is about {seat}"
        for one in still_open
        for seat in (one.sign_up, one.in_return)
        if seat is not None and seat.state != "confirmed"
    ]
