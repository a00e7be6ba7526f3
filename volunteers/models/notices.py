"""What was told to whom about shifts: reminders, text messages, broadcasts, calendar feeds."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from volunteers.models.ground import choice, one_of
from volunteers.models.people import Volunteer
from volunteers.models.shifts import Shift
from volunteers.models.sign_ups import SignUp


class Notice(models.Model):
    """A reminder of a sign-up went out: one per (sign-up, kind, lead), however often the job runs.

    `lead`: minutes before the start.
    """

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24)
    lead = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "kind", "lead"], name="one_notice_per_kind_and_lead")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.lead} for {self.sign_up_id}"


class TextMessageState(models.TextChoices):
    """Values of `TextMessage`."""

    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("No longer true")


class TextMessage(models.Model):
    """A text message, written in the transaction that wants it; a job sends it through the gateway.

    `kind` names its sentence; `sign_up` is what it is about, and is looked at again before it leaves.
    """

    State = TextMessageState

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="text_messages")
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="text_messages")
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=120, unique=True)
    words = models.CharField(max_length=160, help_text="from fixed sentences only")
    state = choice(State, default=State.QUEUED)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("text_message_state_is_known", "state", TextMessageState)]

    def __str__(self) -> str:
        return f"text message {self.pk}: {self.state}"


class Broadcast(models.Model):
    """A message of a coordinator to everybody on one shift. Append-only, by trigger."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="broadcasts")
    words = models.CharField(max_length=500)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    reached = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-sent_at", "-id"]
        triggers: ClassVar = [pgtrigger.Protect(name="broadcasts_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"broadcast {self.pk}"


class CalendarFeed(models.Model):
    """A volunteer's private calendar address: the token is shown once, and only its hash is kept."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer"], name="one_live_feed_per_volunteer", condition=Q(revoked_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"
