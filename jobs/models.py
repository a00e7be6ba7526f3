"""Work that waits. A row is the truth; Celery only rings the bell."""

from django.db import models
from django.db.models import F, Q


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
    published_until = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=8)
    error = models.CharField(max_length=200, default="", help_text="kind of the last error; no text of it")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_at"], name="job_due", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="job_leased", condition=Q(state="running")),
        ]
        constraints = [
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
    """One due time of one schedule; the unique key lets any number of relays run."""

    name = models.CharField(max_length=60)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "due_at"], name="one_slot_per_schedule_and_time")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M:%S}"


class Heartbeat(models.Model):
    """When a process of a kind (worker, relay) last said that it is alive."""

    name = models.CharField(max_length=60, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
