"""The decision that somebody may serve."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from volunteers.models.catalogue import Program
from volunteers.models.ground import choice
from volunteers.models.people import Volunteer


class ClearanceRevoked(models.TextChoices):
    """Values of `Clearance`."""

    CHECK = "check", _("A check did not pass")
    CONDUCT = "conduct", _("Conduct")
    AGREEMENT = "agreement", _("An agreement was not kept")
    LEFT = "left", _("Left the program")
    REPLACED = "replaced", _("Replaced by a newer decision")
    OTHER = "other", _("Other")


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    """Clearances, by what is asked of them."""

    def holding_on(self, day: date) -> Self:
        """Those that stand on a day, also where a newer decision follows later."""
        is_before_its_end = Q(until_on=None) | Q(until_on__gte=day)
        is_before_the_next = Q(revoked_on=None) | Q(revoked_on__gt=day)
        return self.filter(is_before_its_end, is_before_the_next, from_on__lte=day)


class Clearance(models.Model):
    """The decision that a volunteer may serve in a program, from a day on; with confidential places or not.

    It is one of the things that must be true on the day of a shift; checks, training, agreements and age are
    looked at beside it (`volunteers.gates`).
    """

    Revoked = ClearanceRevoked

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="clearances")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="clearances")
    is_for_confidential = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True, help_text="the first day it no longer holds")
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_for = choice(Revoked, blank=True, default="")

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "program"],
                name="one_standing_clearance_per_program",
                condition=Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="clearance_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="revoked_clearance_says_when_and_why",
                condition=(Q(revoked_at=None) & Q(revoked_on=None) & Q(revoked_for=""))
                | (Q(revoked_at__isnull=False) & Q(revoked_on__isnull=False) & ~Q(revoked_for="")),
            ),
        ]

    def __str__(self) -> str:
        return f"clearance {self.pk}"
