"""Any order of steps, clock moves and lost workers: nothing is lost, nothing has two holders."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from jobs import actions
from jobs.models import Job
from jobs.registry import LEASE
from tests.jobs.makers import make_job


class Life(RuleBasedStateMachine):
    """Jobs among workers that finish, fail, or vanish, while time passes."""

    jobs = Bundle("jobs")
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)
        self.held: dict[int, tuple[int, datetime]] = {}
        self.finished: set[int] = set()

    @rule(target=jobs, most=st.integers(1, 3))
    def write_down(self, most: int) -> int:
        return make_job(now=self.now, max_attempts=most).pk

    @rule(seconds=st.sampled_from([0, 1, 6, 30, 61, 4000]))
    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(target=claims, job=jobs)
    def take(self, job: int) -> actions.Claim | None:
        try:
            claim = actions.claim(job_id=job, now=self.now)
        except actions.NothingToClaim:
            return None
        attempt, until = self.held.get(job, (0, self.now))
        assert job not in self.finished
        assert until <= self.now
        assert claim.attempt == attempt + 1 or attempt == 0
        self.held[job] = (claim.attempt, self.now + LEASE)
        return claim

    @rule(claim=consumes(claims))
    def end_well(self, claim: actions.Claim | None) -> None:
        if claim is None:
            return
        expected = self.holds(claim)
        ended = actions.finish(claim=claim, now=self.now)
        assert ended == expected
        if ended:
            del self.held[claim.job_id]
            self.finished.add(claim.job_id)

    @rule(claim=consumes(claims))
    def end_badly(self, claim: actions.Claim | None) -> None:
        if claim is None:
            return
        expected = self.holds(claim)
        ended = actions.fail(claim=claim, error="Error", now=self.now)
        assert ended == expected
        if ended:
            del self.held[claim.job_id]

    def holds(self, claim: actions.Claim) -> bool:
        """Whether the claim is the newest, and its job was not buried as lost meanwhile."""
        attempt, _ = self.held.get(claim.job_id, (0, self.now))
        return attempt == claim.attempt and not Job.objects.dead().filter(pk=claim.job_id).exists()

    @invariant()
    def nothing_waits_unseen(self) -> None:
        """Whatever is neither done nor dead is sent by some relay, sooner or later."""
        far = self.now + timedelta(days=1)
        alive = Job.objects.exclude(state__in=["done", "dead"]).count()
        assert Job.objects.due(far).count() == alive

    def teardown(self) -> None:
        Job.objects.all().delete()


@pytest.mark.django_db
def test_no_order_of_steps_loses_a_job_or_gives_it_to_two() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
