"""Whatever people and staff do, in whatever order: after each step every rule holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import Role
from jobs.models import Job
from tests.factories import make_organisation, make_user
from tests.volunteers.deeds import DEEDS, REFUSED, Draw, World
from tests.volunteers.iron_rules import able_to_come, broken_rules, neglected
from tests.volunteers.makers import (
    hold,
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
)
from tests.volunteers.seating import people
from tests.volunteers.series_makers import make_series
from volunteers import clock
from volunteers.actions.seats import LOOK_AGAIN, is_last_hours
from volunteers.models import SignUp, SignUpEvent, Team

HOUR = timedelta(hours=1)
START = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
numbers = st.integers(0, 11)


def make_world() -> World:
    """Five shifts, some at the same hours, and a series; three of five people may lead, which is wanted."""
    make_organisation()
    lead = make_qualification("lead")
    program = make_program(rest_hours=1, max_hours_7=14)
    role = make_role(program, seats=1, sign_up_closes=60, cancel_closes=120)
    make_coverage(role, qualification=lead, needs_stand_in=True)
    crowd = people(5, program)
    for one in crowd[:3]:
        hold(one, lead)
    Team.objects.create(name="Bakers", leader=crowd[0]).members.set(crowd[1:3])
    for hours in (0, 2, 24, 30):
        make_shift(role, starts_at=START + hours * HOUR)
    make_shift(make_role(program, is_instant=False), starts_at=START + HOUR)
    return World(
        now=START - 36 * HOUR,
        staff=make_user(Role.COORDINATOR),
        people=crowd,
        program=program,
        series_id=make_series(make_role(program, seats=1)).pk,
    )


class History(RuleBasedStateMachine):
    """One deed after another, and after each a look at everything."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = make_world()
        self.seen = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(deed=st.sampled_from(DEEDS), one=numbers, other=numbers, yes=st.booleans())
    def somebody_does_something(
        self, deed: Callable[[World, Draw], None], one: int, other: int, yes: bool
    ) -> None:
        try:
            deed(self.world, Draw(one, other, yes))
        except REFUSED as refused:
            note(f"refused: {refused}")

    @invariant()
    def every_rule_holds(self) -> None:
        assert broken_rules() == []

    @invariant()
    def nobody_is_passed_by(self) -> None:
        """At once; but for whoever could not come before, within a minute by the clock."""
        for event in self._new_events():
            self._was_nobody_before(event)
        gained, self.world.gained = self.world.gained, set()
        assert [one for one in neglected(self.world.now) if one.volunteer_id not in gained] == []
        for job in Job.objects.filter(kind=LOOK_AGAIN):
            clock.offer_seats(job.about, self.world.now)
        clock.waitlists(self.world.now)
        assert neglected(self.world.now) == []
        self._new_events()

    def _new_events(self) -> list[SignUpEvent]:
        new = list(
            SignUpEvent.objects.filter(pk__gt=self.seen)
            .select_related("sign_up__shift__role__program")
            .order_by("pk")
        )
        self.seen = new[-1].pk if new else self.seen
        return new

    def _was_nobody_before(self, event: SignUpEvent) -> None:
        """Whoever gets or is offered a free seat stands before all who wait and could come."""
        is_newcomer = event.from_state == "" and event.to_state in {"confirmed", "requested"}
        is_next = event.to_state == "offered"
        shift = event.sign_up.shift
        if event.reason == "handover" or not (is_newcomer or is_next) or is_last_hours(shift, self.world.now):
            return
        for place in able_to_come(shift, self.world.now):
            stands_before = is_newcomer or _place(place) < _place(event.sign_up)
            assert not stands_before or place.volunteer_id in self.world.gained, f"{place} was jumped"


def _place(waiting: SignUp) -> tuple[datetime, int]:
    return waiting.waits_since or waiting.created_at, waiting.pk


@pytest.mark.django_db
def test_every_rule_holds_after_every_step() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
