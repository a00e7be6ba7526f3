"""Work that waits. A row is the truth; Celery only rings the bell."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, by what is asked of them."""

    def due(self, now: datetime) -> Self:
        """Jobs whose id the relay sends now: new ones, and those that a worker or broker lost."""
        return self.filter(state__in=["waiting", "running"], publish_at__lte=now)

    def claimable(self, now: datetime) -> Self:
        """Jobs that a worker may start: waiting and due, or left by a worker whose lease ran out."""
        return self.filter(Q(state="waiting", run_at__lte=now) | Q(state="running", lease_until__lte=now))

    def dead(self) -> Self:
        """Jobs that used up their attempts, newest first."""
        return self.filter(state="dead").order_by("-finished_at", "-id")


class Job(models.Model):
    """One piece of work for a registered handler, written in the transaction that wants it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=80, help_text="id of the row to work on; never data")
    key = models.CharField(max_length=160, null=True, unique=True)  # noqa: DJ001 - NULL means: any number
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    run_at = models.DateTimeField()
    publish_at = models.DateTimeField(help_text="when the relay next sends the id")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=8)
    error = models.CharField(max_length=200, default="", help_text="kind of the last error; no text of it")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["publish_at"], name="job_due", condition=Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["-finished_at", "-id"], name="job_dead", condition=Q(state="dead")),
            models.Index(fields=["finished_at"], name="job_done", condition=Q(state="done")),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_state_is_known", condition=Q(state__in=["waiting", "running", "done", "dead"])
            ),
            models.CheckConstraint(
                name="job_running_has_lease", condition=~Q(state="running") | Q(lease_until__isnull=False)
            ),
            models.CheckConstraint(
                name="job_finished_has_time",
                condition=~Q(state__in=["done", "dead"]) | Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="job_attempts_within_limit", condition=Q(attempts__lte=F("max_attempts"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Slot(models.Model):
    """The last due time of a schedule that was started.

    Moving it forward is what makes a start happen once, however many relays run.
    """

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M:%S}"


class Heartbeat(models.Model):
    """When a process of a kind (worker, relay) last showed that it is alive."""

    name = models.CharField(max_length=60, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
