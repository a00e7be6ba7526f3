"""What people and staff do to sign-ups in a history; numbers pick the rows. Refusals are answers, too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User
from tests.volunteers.iron_rules import HOLDING
from volunteers import clock
from volunteers.actions.clearance import ClearanceRefused, grant_clearance, revoke_clearance
from volunteers.actions.handovers import (
    ask_stand_in,
    offer_swap,
    refuse_handover,
    take_handover,
    withdraw_handover,
)
from volunteers.actions.shifts import (
    ShiftFacts,
    ShiftRefused,
    cancel_shift,
    change_seats,
    edit_shift,
    plan_shift,
)
from volunteers.actions.sign_ups import (
    SetAside,
    SignUpRefused,
    accept_offer,
    cancel_sign_up,
    decide_request,
    join_waitlist,
    refuse_offer,
    release_sign_up,
    sign_up,
)
from volunteers.actions.standing import end_away, end_standing_place, give_standing_place, record_away
from volunteers.actions.teams import sign_up_team
from volunteers.models import Away, Handover, Program, Shift, SignUp, StandingPlace, Team, Volunteer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REFUSED = (SignUpRefused, ShiftRefused, ClearanceRefused)
ACTIVE = (*HOLDING, "waiting")


@dataclass
class World:
    """Five people, some shifts, and the moment. `gained`: who may come now where they could not before."""

    now: datetime
    staff: User
    people: list[Volunteer]
    program: Program
    series_id: int
    gained: set[int] = field(default_factory=set)

    def person(self, number: int) -> Volunteer:
        return self.people[number % len(self.people)]

    def shift(self, number: int) -> Shift:
        shifts = list(Shift.objects.order_by("pk"))
        return shifts[number % len(shifts)]

    def seats(self, number: int, *states: str) -> list[SignUp]:
        """One of the sign-ups in these states, or none."""
        rows = SignUp.objects.filter(state__in=states).select_related("volunteer__user")
        found = list(rows.order_by("pk"))
        return [found[number % len(found)]] if found else []

    def gain(self, volunteer_ids: Iterable[int]) -> None:
        self.gained |= set(volunteer_ids)


@dataclass(frozen=True)
class Draw:
    """What chance gives to a deed."""

    one: int
    other: int
    yes: bool


def come(world: World, draw: Draw) -> None:
    who, shift = world.person(draw.one), world.shift(draw.other)
    sign_up(shift_id=shift.pk, volunteer_id=who.pk, actor=who.user, now=world.now)


def come_in_spite_of_limits(world: World, draw: Draw) -> None:
    sign_up(
        shift_id=world.shift(draw.other).pk,
        volunteer_id=world.person(draw.one).pk,
        actor=world.staff,
        now=world.now,
        override=SetAside(frozenset({"rest", "hours_7"}), "Nobody else can come."),
    )


def wait(world: World, draw: Draw) -> None:
    who, shift = world.person(draw.one), world.shift(draw.other)
    join_waitlist(shift_id=shift.pk, volunteer_id=who.pk, actor=who.user, now=world.now)


def leave(world: World, draw: Draw) -> None:
    for one in world.seats(draw.one, *ACTIVE):
        world.gain([one.volunteer_id])
        cancel_sign_up(sign_up_id=one.pk, actor=one.volunteer.user, now=world.now)


def answer_an_offer(world: World, draw: Draw) -> None:
    for one in world.seats(draw.one, "offered"):
        world.gain([one.volunteer_id])
        answer = accept_offer if draw.yes else refuse_offer
        answer(sign_up_id=one.pk, actor=one.volunteer.user, now=world.now)


def come_as_a_team(world: World, draw: Draw) -> None:
    sign_up_team(
        team_id=Team.objects.get().pk,
        shift_id=world.shift(draw.one).pk,
        volunteer_ids=[one.pk for one in world.people[: 1 + draw.other % 3]],
        is_all_or_none=draw.yes,
        actor=world.people[0].user,
        now=world.now,
    )


def ask_for_a_stand_in(world: World, draw: Draw) -> None:
    for one in world.seats(draw.one, "confirmed"):
        ask_stand_in(sign_up_id=one.pk, actor=one.volunteer.user, now=world.now)


def offer_a_swap(world: World, draw: Draw) -> None:
    for one in world.seats(draw.one, "confirmed"):
        for wanted in world.seats(draw.other, "confirmed"):
            offer_swap(sign_up_id=one.pk, in_return_id=wanted.pk, actor=one.volunteer.user, now=world.now)


def take_a_handover(world: World, draw: Draw) -> None:
    for one in _handovers(draw):
        taker = one.in_return.volunteer if one.in_return else world.person(draw.other)
        world.gain([taker.pk, one.sign_up.volunteer_id])
        take_handover(handover_id=one.pk, volunteer_id=taker.pk, actor=taker.user, now=world.now)


def end_a_handover(world: World, draw: Draw) -> None:
    for one in _handovers(draw):
        (refuse_handover if draw.yes else withdraw_handover)(handover_id=one.pk, actor=None, now=world.now)


def _handovers(draw: Draw) -> list[Handover]:
    found = list(Handover.objects.filter(state="open").order_by("pk"))
    return [found[draw.one % len(found)]] if found else []


def be_away(world: World, draw: Draw) -> None:
    who, from_on = world.person(draw.one), world.now.date() + draw.other * DAY
    until_on = from_on + draw.one * DAY
    world.gain([who.pk])
    record_away(volunteer_id=who.pk, from_on=from_on, until_on=until_on, actor=who.user, now=world.now)


def come_back(world: World, draw: Draw) -> None:
    for one in Away.objects.all()[:1]:
        world.gain([one.volunteer_id])
        last_on = one.from_on + draw.one * DAY if draw.yes else None
        end_away(away_id=one.pk, last_on=last_on, now=world.now)


def decide(world: World, draw: Draw) -> None:
    for one in world.seats(draw.one, "requested"):
        world.gain([one.volunteer_id])
        decide_request(sign_up_id=one.pk, is_accepted=draw.yes, actor=world.staff, now=world.now)


def release(world: World, draw: Draw) -> None:
    for one in world.seats(draw.one, *ACTIVE):
        world.gain([one.volunteer_id])
        release_sign_up(sign_up_id=one.pk, reason="staff", actor=world.staff, now=world.now)


def give_more_or_fewer_seats(world: World, draw: Draw) -> None:
    shift = world.shift(draw.one)
    holders = list(SignUp.objects.holding().filter(shift=shift).order_by("pk"))
    gone = holders[draw.other % 4 :] if draw.yes else []
    world.gain(one.volunteer_id for one in gone)
    named = [one.pk for one in gone]
    change_seats(
        shift_id=shift.pk, seats=1 + draw.other % 4, released=named, actor=world.staff, now=world.now
    )


def move_a_shift(world: World, draw: Draw) -> None:
    shift, by = world.shift(draw.one), (draw.other - 5) * HOUR
    world.gain(SignUp.objects.active().filter(shift=shift).values_list("volunteer_id", flat=True))
    facts = ShiftFacts(
        shift.role_id, shift.site_id, shift.zone, shift.starts_at + by, shift.ends_at + by, shift.seats
    )
    digest = plan_shift(shift.pk, facts, now=world.now).digest
    edit_shift(shift_id=shift.pk, facts=facts, digest=digest, actor=world.staff, now=world.now)


def cancel_a_shift(world: World, draw: Draw) -> None:
    shift = world.shift(draw.one)
    world.gain(SignUp.objects.active().filter(shift=shift).values_list("volunteer_id", flat=True))
    cancel_shift(shift_id=shift.pk, reason="weather", actor=world.staff, now=world.now)


def revoke_or_clear_again(world: World, draw: Draw) -> None:
    who = world.person(draw.one)
    world.gain([who.pk])
    held = who.clearances.filter(revoked_at=None).first()
    if held:
        revoke_clearance(clearance=held, reason="other", actor=world.staff, now=world.now)
        return
    grant_clearance(
        volunteer=who,
        program=world.program,
        is_for_confidential=True,
        from_on=world.now.date(),
        until_on=None,
        actor=world.staff,
        now=world.now,
    )


def stand(world: World, draw: Draw) -> None:
    give_standing_place(
        series_id=world.series_id,
        volunteer_id=world.person(draw.one).pk,
        from_on=world.now.date(),
        until_on=None,
        actor=world.staff,
        now=world.now,
    )


def stand_no_longer(world: World, _draw: Draw) -> None:
    for place in StandingPlace.objects.filter(ended_at=None)[:1]:
        world.gain([place.volunteer_id])
        end_standing_place(place_id=place.pk, last_on=world.now.date(), actor=world.staff, now=world.now)


def time_passes(world: World, draw: Draw) -> None:
    """Between two looks of the clock offers run out and seats stay theirs."""
    world.now += [1, 5, 12, 24][draw.one % 4] * HOUR
    world.gain(SignUp.objects.filter(state="offered").values_list("volunteer_id", flat=True))
    clock.waitlists(world.now)


DEEDS: list[Callable[[World, Draw], None]] = [
    *[come, wait, leave, answer_an_offer] * 2,
    *[come_in_spite_of_limits, come_as_a_team, ask_for_a_stand_in, offer_a_swap],
    *[take_a_handover, take_a_handover, end_a_handover, be_away, come_back, decide, release],
    *[give_more_or_fewer_seats, move_a_shift, cancel_a_shift, revoke_or_clear_again],
    *[stand, stand_no_longer, time_passes, time_passes],
]
