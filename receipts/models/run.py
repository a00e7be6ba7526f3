"""The making of a year's statements: what was started, in which chunks, and whose could not be drawn."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donors.models import Donor


class StatementRun(models.Model):
    """Somebody let the statements of a year be drawn. One at a time for each year."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("run", "At work")
        STOPPED = "stopped", pgettext_lazy("run", "Stopped")
        DONE = "done", _("Done")

    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    turn = models.PositiveSmallIntegerField(default=1, help_text="how often it was begun or taken up again")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year"], name="one_open_run_per_year", condition=Q(state__in=["running", "stopped"])
            ),
            models.CheckConstraint(
                name="statement_run_state_is_known", condition=Q(state__in=["running", "stopped", "done"])
            ),
            models.CheckConstraint(
                name="statement_run_done_has_time",
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"


class StatementChunk(models.Model):
    """A stretch of donors whose statements one transaction draws: all of them, or none."""

    run = models.ForeignKey(StatementRun, on_delete=models.CASCADE, related_name="chunks")
    first_donor = models.BigIntegerField()
    last_donor = models.BigIntegerField()
    donors = models.PositiveIntegerField(help_text="how many of them gave in the year")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "first_donor"], name="one_chunk_per_run_and_donor"),
            models.CheckConstraint(
                name="statement_chunk_runs_forward", condition=Q(last_donor__gte=F("first_donor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_donor}–{self.last_donor}"


class StatementProblem(models.Model):
    """A donor whose statement could not be drawn. Settled as soon as there is one."""

    run = models.ForeignKey(StatementRun, on_delete=models.CASCADE, related_name="problems")
    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="+")
    error = models.CharField(max_length=60, help_text="kind of the error; no text of it")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "donor"], name="one_problem_per_run_and_donor")]

    def __str__(self) -> str:
        return self.error
