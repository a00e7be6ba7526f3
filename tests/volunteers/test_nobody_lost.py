"""Whatever staff do to a series, in whatever order: nobody loses a seat without a reason and a letter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from tests.factories import make_user
from tests.volunteers.makers import make_program, make_role, make_sign_up, make_volunteer
from tests.volunteers.series_makers import NOW, assert_nobody_lost, facts, make_series
from volunteers.actions.closed_days import close_days, plan_close
from volunteers.actions.endings import end_series, skip_day
from volunteers.actions.horizon import generate
from volunteers.actions.impact import Decision, ImpactChanged
from volunteers.actions.planning import SeriesEdit, plan_edit, plan_end, plan_skip
from volunteers.actions.series import SeriesRefused, edit_series
from volunteers.actions.shifts import (
    ShiftFacts,
    ShiftRefused,
    cancel_shift,
    change_seats,
    edit_shift,
    plan_shift,
)
from volunteers.models import Series, Shift, SignUp

pytestmark = pytest.mark.django_db

RULES = [
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=DAILY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
    "FREQ=MONTHLY;BYDAY=2WE",
]
TIMES = [(time(9), time(12)), (time(11), time(14)), (time(20), time(8)), (time(2, 30), time(3, 30))]
DAYS = [date(2026, 12, 1) + timedelta(days=number) for number in range(0, 40, 3)]
Step = tuple[Any, ...]

steps = st.one_of(
    st.tuples(
        st.just("edit"),
        st.sampled_from(RULES),
        st.sampled_from(TIMES),
        st.integers(1, 4),
        st.none() | st.sampled_from(DAYS),
        st.booleans(),
    ),
    st.tuples(st.just("end"), st.sampled_from(DAYS)),
    st.tuples(st.just("skip"), st.sampled_from(DAYS)),
    st.tuples(st.just("close"), st.sampled_from(DAYS)),
    st.tuples(st.just("cancel"), st.integers(0, 20)),
    st.tuples(st.just("seats"), st.integers(0, 20), st.integers(1, 4)),
    st.tuples(st.just("move"), st.integers(0, 20), st.integers(-30, 30)),
    st.tuples(st.just("generate"), st.integers(0, 3)),
)


class Desk:
    """A coordinator who does one thing after another."""

    def __init__(self) -> None:
        program = make_program()
        self.actor: User = make_user()
        self.series = make_series(
            make_role(program), rule="FREQ=WEEKLY;BYDAY=TU,FR", until_on=date(2027, 1, 8)
        )
        other = make_series(make_role(program), rule="FREQ=WEEKLY;BYDAY=WE,SA", start_time=time(10))
        people = [make_volunteer(program) for _number in range(4)]
        for place, shift in enumerate([*self.series.shifts.all(), *other.shifts.all()]):
            make_sign_up(shift, people[place % 4])
            make_sign_up(shift, people[(place + 1) % 4])
            make_sign_up(shift, people[(place + 2) % 4], state="waiting", waits_since=NOW)

    def shift(self, number: int) -> Shift:
        """Some shift."""
        shifts = list(Shift.objects.all())
        return shifts[number % len(shifts)]

    def do(self, name: str, *values: Any) -> None:
        """Take a step. A refusal is an answer."""
        try:
            with transaction.atomic():
                getattr(self, f"do_{name}")(*values)
        except (SeriesRefused, ShiftRefused, ImpactChanged):
            pass

    def do_edit(
        self, rule: str, times: tuple[time, time], seats: int, from_on: date | None, is_left: bool
    ) -> None:
        """This and following, or all; what is in trouble is left, or people are released."""
        series = Series.objects.get(pk=self.series.pk)
        new = replace(
            facts(series), rule=rule, start_time=times[0], end_time=times[1], seats=seats, until_on=None
        )
        wish = SeriesEdit(series.pk, new, from_on)
        impact = plan_edit(wish, now=NOW)
        left = impact.losing_ids if is_left else frozenset()
        decision = Decision(impact.digest, left=left)
        self.series = edit_series(edit=wish, decision=decision, actor=self.actor, now=NOW)

    def do_end(self, day: date) -> None:
        """End the series."""
        digest = plan_end(self.series.pk, day, now=NOW).digest
        key = self.series.pk
        end_series(series_id=key, last_on=day, reason="staff", digest=digest, actor=self.actor, now=NOW)

    def do_skip(self, day: date) -> None:
        """Leave out a day."""
        digest = plan_skip(self.series.pk, day, now=NOW).digest
        key = self.series.pk
        skip_day(series_id=key, day=day, reason="place", digest=digest, actor=self.actor, now=NOW)

    def do_close(self, day: date) -> None:
        """Close the house."""
        digest = plan_close([day], now=NOW).digest
        close_days(days=[(day, "Feast")], digest=digest, actor=self.actor, now=NOW)

    def do_cancel(self, number: int) -> None:
        """Cancel one shift."""
        cancel_shift(shift_id=self.shift(number).pk, reason="weather", actor=self.actor, now=NOW)

    def do_seats(self, number: int, seats: int) -> None:
        """Give one shift more or fewer seats."""
        shift = self.shift(number)
        held = list(SignUp.objects.holding().filter(shift=shift).values_list("pk", flat=True))
        change_seats(shift_id=shift.pk, seats=seats, released=held[seats:], actor=self.actor, now=NOW)

    def do_move(self, number: int, hours: int) -> None:
        """Move one shift by hand."""
        shift = self.shift(number)
        own = ShiftFacts(**{name: getattr(shift, name) for name in ShiftFacts.__dataclass_fields__})
        by = timedelta(hours=hours)
        new = replace(own, starts_at=own.starts_at + by, ends_at=own.ends_at + by)
        digest = plan_shift(shift.pk, new, now=NOW).digest
        edit_shift(shift_id=shift.pk, facts=new, digest=digest, actor=self.actor, now=NOW)

    def do_generate(self, weeks: int) -> None:
        """Let the clock tick."""
        generate(now=NOW + timedelta(weeks=weeks))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=st.lists(steps, min_size=1, max_size=6))
def test_no_sequence_of_edits_loses_anybody_silently(done: Sequence[Step]) -> None:
    with transaction.atomic():
        desk = Desk()
        before = list(SignUp.objects.active())

        for name, *values in done:
            desk.do(name, *values)
            assert_nobody_lost(before)

        spans = SignUp.objects.filter(shift__state=Shift.State.OPEN).exclude(during=None)
        assert all(
            (one.during.lower, one.during.upper) == (one.shift.starts_at, one.shift.ends_at)
            for one in spans.select_related("shift")
        )
        assert not SignUp.objects.filter(during=None).exists()
        transaction.set_rollback(True)
