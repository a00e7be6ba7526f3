"""The one judgement: what stands against a volunteer on a shift. Pure where it judges."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from volunteers.gates.days import covers, local_days
from volunteers.gates.facts import Busy, Person, Place, Rules
from volunteers.gates.limits import limits_passed, overlaps
from volunteers.gates.loading import load_people, load_rules
from volunteers.gates.requirements import Requirement, for_clearance, for_role
from volunteers.gates.words import Asked, Gate, Refusal
from volunteers.models import Program, Shift, SignUp, Site, Volunteer

Judged = dict[tuple[int, int], list[Refusal]]


def judge(person: Person, place: Place, rules: Rules, asked: Iterable[Requirement]) -> list[Refusal]:
    """Return everything that stands against a person on a shift, on each local day that it touches.

    `asked`: what its program and its role ask for. Being on the shift already is no refusal.
    """
    found = [
        lack
        for requirement in asked
        if (lack := next((lack for day in place.days if (lack := requirement.lack_on(day))), None))
    ]
    gone = next((span for span in person.away if any(covers([span], day) for day in place.days)), None)
    if gone:
        found.append(Refusal(Asked(Gate.AWAY), on=gone.last))
    others: list[Busy] = [other for other in person.busy if other.shift_id != place.shift_id]
    if any(overlaps(place, other) for other in others):
        found.append(Refusal(Asked(Gate.OVERLAP)))
    return found + limits_passed(place, rules.program_of(place.role_id), others)


def requirements(person: Person, role_id: int, rules: Rules, *, is_confidential: bool) -> list[Requirement]:
    """Return what a role at such a place asks of a person."""
    program = rules.program_of(role_id)
    return [
        *for_clearance(person, program, rules, is_confidential=is_confidential),
        *for_role(person, role_id, rules),
    ]


def judge_many(*, volunteer_ids: Collection[int], shifts: Collection[Shift], now: datetime) -> Judged:
    """Return for every (volunteer, shift) what stands against it. Two queries, however many there are.

    The shifts are taken as they stand in memory, so a change can be judged before it is made.
    """
    rules = load_rules(shifts)
    people = load_people(volunteer_ids, rules, shifts, now=now)
    return judge_all(people.values(), shifts, rules)


def judge_all(people: Iterable[Person], shifts: Collection[Shift], rules: Rules) -> Judged:
    """Return for every (person, shift) what stands against it, from what is known."""
    places = [place_of(shift, rules) for shift in shifts]
    found: Judged = {}
    for person in people:
        known: dict[tuple[int, bool], list[Requirement]] = {}
        for place in places:
            kind = (place.role_id, place.is_confidential)
            if kind not in known:
                known[kind] = requirements(person, kind[0], rules, is_confidential=kind[1])
            found[person.volunteer_id, place.shift_id] = judge(person, place, rules, known[kind])
    return found


def refusals(
    *, volunteer: Volunteer, shift: Shift, now: datetime, apart_from: SignUp | None = None
) -> list[Refusal]:
    """Return everything that stands against a volunteer on a shift; nothing means that they may come.

    `apart_from`: a sign-up that they would give up for it (a swap). Free seats are not looked at, and being
    on the shift already is no refusal.
    """
    rules = load_rules([shift])
    person = load_people([volunteer.pk], rules, [shift], now=now)[volunteer.pk]
    if apart_from is not None:
        kept = tuple(other for other in person.busy if other.sign_up_id != apart_from.pk)
        person = replace(person, busy=kept)
    place = place_of(shift, rules)
    asked = requirements(person, place.role_id, rules, is_confidential=place.is_confidential)
    return judge(person, place, rules, asked)


def is_cleared(*, volunteer: Volunteer, program: Program, site: Site, day: date) -> bool:
    """Whether a volunteer may serve in a program at a site on a day, whatever the role and the hours."""
    rules = load_rules([], program.pk)
    person = load_people([volunteer.pk], rules, [])[volunteer.pk]
    asked = for_clearance(person, program, rules, is_confidential=site.is_confidential)
    return all(requirement.lack_on(day) is None for requirement in asked)


def place_of(shift: Shift, rules: Rules) -> Place:
    """Return a shift as it is judged."""
    return Place(
        shift_id=shift.pk,
        role_id=shift.role_id,
        is_confidential=shift.site_id in rules.confidential_sites,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        zone=shift.zone,
        days=tuple(local_days(shift.starts_at, shift.ends_at, shift.zone)),
    )
