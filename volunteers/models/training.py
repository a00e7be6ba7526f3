"""Courses, when they are held, who has a place, who has done them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from volunteers.models.catalogue import Program
from volunteers.models.ground import Bilingual, choice, one_of
from volunteers.models.people import Volunteer
from volunteers.models.sites import Site


class Course(Bilingual):
    """A training that programs ask for. `valid_months` None: it never runs out."""

    code = models.SlugField(max_length=40, unique=True)
    programs = models.ManyToManyField(Program, blank=True, related_name="courses")
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)


class TrainingSession(models.Model):
    """A course held at a time, somewhere that is no secret."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, help_text=_("none: online")
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(default=12)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="training_ends_after_start", condition=Q(ends_at__gt=F("starts_at")))
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.starts_at:%Y-%m-%d}"


class TrainingPlaceState(models.TextChoices):
    """Values of `TrainingPlace`."""

    BOOKED = "booked", _("Booked")
    ATTENDED = "attended", _("Attended")
    MISSED = "missed", _("Did not come")
    CANCELLED = "cancelled", _("Cancelled")


class TrainingPlace(models.Model):
    """A volunteer's place in a training session, and whether they came."""

    State = TrainingPlaceState

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="places")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="training_places")
    state = choice(State, default=State.BOOKED)
    booked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "volunteer"], name="one_place_in_a_training"),
            one_of("training_place_state_is_known", "state", TrainingPlaceState),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.volunteer_id} {self.state}"


class TrainingRecord(models.Model):
    """A course that a volunteer has done; `session` None: recorded by hand, as done elsewhere."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="trained")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="records")
    session = models.ForeignKey(TrainingSession, null=True, blank=True, on_delete=models.SET_NULL)
    done_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True, help_text=_("the last day it counts"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-done_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "course", "done_on"], name="training_recorded_once"),
            models.CheckConstraint(
                name="training_expires_after_done",
                condition=Q(expires_on=None) | Q(expires_on__gte=F("done_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"training {self.pk}"
