"""From "I want to help" to cleared: applications, references, checks, training, agreements, clearance."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from volunteers.models.catalogue import CheckKind, Program
from volunteers.models.ground import choice, one_of
from volunteers.models.people import VOLUNTEER_SIDE, Volunteer


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Every application for the staff who work with them; one's own for others."""
        return self if user.roles & VOLUNTEER_SIDE else self.filter(volunteer__user=user)

    def open(self) -> Self:
        """Those on which nobody has decided."""
        return self.filter(state__in=Application.OPEN)


class ApplicationState(models.TextChoices):
    """Values of `Application`."""

    DRAFT = "draft", _("Being written")
    APPLIED = "applied", _("Applied")
    INTERVIEW = "interview", _("Interview")
    CHECKS = "checks", _("Checks")
    CLEARED = "cleared", _("Cleared")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ApplicationHeard(models.TextChoices):
    """Values of `Application`."""

    FRIEND = "friend", _("From a friend")
    WEB = "web", _("On the web")
    EVENT = "event", _("At an event")
    SCHOOL = "school", _("School, work or congregation")
    OTHER = "other", _("Some other way")


class ApplicationDeclined(models.TextChoices):
    """Values of `Application`: the class of a reason, for screening alone."""

    CHECK = "check", _("A check did not pass")
    REFERENCES = "references", _("The references")
    INTERVIEW = "interview", _("The interview")
    TIME = "time", _("Time or program do not fit")
    OTHER = "other", _("Something else")


class Application(models.Model):
    """A wish to help, on its way. Steps save themselves; only choices are asked for, no story.

    `saved_at`: when a step was last saved. `told_at`: when the applicant learns of a decision; until then
    their page says nothing of it.
    """

    State = ApplicationState
    Heard = ApplicationHeard
    Declined = ApplicationDeclined

    OPEN: ClassVar = (State.DRAFT, State.APPLIED, State.INTERVIEW, State.CHECKS)
    UNDER_WAY: ClassVar = (State.APPLIED, State.INTERVIEW, State.CHECKS)

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="applications")
    programs = models.ManyToManyField(Program, related_name="applications", blank=True)
    state = choice(State, default=State.DRAFT)
    step = models.CharField(max_length=24, default="", help_text="the furthest step that was saved")
    hours_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    heard = choice(Heard, blank=True, default="")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    declined_for = choice(Declined, blank=True, default="")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "-submitted_at", "-id"], name="applications_by_state")]
        constraints = [
            one_of("application_state_is_known", "state", ApplicationState),
            models.UniqueConstraint(
                fields=["volunteer"],
                name="one_open_application_per_volunteer",
                condition=Q(state__in=["draft", "applied", "interview", "checks"]),
            ),
            models.CheckConstraint(
                name="application_submitted_unless_draft",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="declined_application_says_why_and_when_told",
                condition=(Q(state="declined") & ~Q(declined_for="") & Q(told_at__isnull=False))
                | (~Q(state="declined") & Q(declined_for="")),
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class ApplicationEvent(models.Model):
    """A step of an application: who, from, to, when. Append-only, by trigger."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        triggers: ClassVar = [pgtrigger.Protect(name="application_events_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class InterviewResult(models.TextChoices):
    """Values of `Interview`."""

    PENDING = "pending", _("Not held yet")
    PASS = "pass", _("Went well")
    NOT_PASS = "not_pass", _("Did not go well")
    MISSED = "missed", _("Was not held")


class Interview(models.Model):
    """A conversation, and whether it went well. No notes."""

    Result = InterviewResult

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="interviews")
    at = models.DateTimeField()
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    result = choice(Result, default=Result.PENDING)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [one_of("interview_result_is_known", "result", InterviewResult)]

    def __str__(self) -> str:
        return f"interview {self.pk}"


class ReferenceState(models.TextChoices):
    """Values of `Reference`."""

    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Would rather not")
    EXPIRED = "expired", _("No answer")


class ReferenceRelation(models.TextChoices):
    """Values of `Reference`."""

    EMPLOYER = "employer", _("Employer or colleague")
    TEACHER = "teacher", _("Teacher or mentor")
    FAITH = "faith", _("Congregation")
    FRIEND = "friend", _("Friend, at least two years")
    OTHER = "other", _("Other, not family")


class ReferenceVerdict(models.TextChoices):
    """Values of `Reference`."""

    YES = "yes", _("Yes")
    WITH_CARE = "with_care", _("With some reservations")
    NO = "no", _("No")


class Reference(models.Model):
    """Somebody who knows the applicant, asked by mail through a form of fixed choices."""

    State = ReferenceState
    Relation = ReferenceRelation
    Verdict = ReferenceVerdict

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="references")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    relation = choice(Relation)
    token_hash = models.CharField(max_length=64, unique=True)
    state = choice(State, default=State.ASKED)
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    known_years = models.PositiveSmallIntegerField(null=True, blank=True)
    is_reliable = choice(Verdict, blank=True, default="")
    is_calm = choice(Verdict, blank=True, default="")
    keeps_trust = choice(Verdict, blank=True, default="")
    recommends = choice(Verdict, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("reference_state_is_known", "state", ReferenceState),
            models.UniqueConstraint(fields=["application", "email"], name="reference_asked_once"),
            models.CheckConstraint(
                name="answered_reference_has_its_answer",
                condition=~Q(state="answered") | (Q(answered_at__isnull=False) & ~Q(recommends="")),
            ),
        ]

    def __str__(self) -> str:
        return f"reference {self.pk}"


class CheckResult(models.TextChoices):
    """Values of `Check`."""

    PENDING = "pending", _("Ordered")
    PASS = "pass", _("Pass")
    NOT_PASS = "not_pass", _("Not pass")


class Check(models.Model):
    """The result of a check: pass or not, its dates, the vendor's reference. Never the report."""

    Result = CheckResult

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="checks")
    kind = choice(CheckKind)
    result = choice(Result, default=Result.PENDING)
    ordered_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text=_("the last day it counts"))
    vendor_reference = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-ordered_on", "-id"]
        indexes = [models.Index(fields=["expires_on"], name="checks_by_expiry")]
        constraints = [
            one_of("check_kind_is_known", "kind", CheckKind),
            one_of("check_result_is_known", "result", CheckResult),
            models.CheckConstraint(
                name="check_done_iff_it_has_a_result",
                condition=Q(result="pending") ^ Q(done_on__isnull=False),
            ),
            models.CheckConstraint(
                name="check_expires_after_done",
                condition=Q(expires_on=None) | Q(done_on=None) | Q(expires_on__gte=F("done_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.result}"
