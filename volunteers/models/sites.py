"""Where shifts are. A confidential place has a neutral label here and its address apart, sealed."""

from datetime import timedelta
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from volunteers.models.ground import choice, one_of

# the address of a confidential place is shown from so long before a shift until its end
SHOWN_BEFORE = timedelta(hours=24)


class SiteKind(models.TextChoices):
    """Values of `Site`."""

    OFFICE = "office", _("Public office")
    PARTNER = "partner", _("Partner's place")
    CONFIDENTIAL = "confidential", _("Confidential place")


class Site(models.Model):
    """A place, by a label that tells nothing. `address` is for places whose address is no secret."""

    Kind = SiteKind

    kind = choice(Kind, default=Kind.OFFICE)
    label = models.CharField(max_length=80, unique=True, help_text=_("neutral: tells no street, no town"))
    district = models.CharField(max_length=80, blank=True, help_text=_("so that people can plan their way"))
    address = models.CharField(max_length=300, blank=True)
    zone = models.CharField(max_length=60, default="America/New_York")
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            one_of("site_kind_is_known", "kind", SiteKind),
            models.CheckConstraint(
                name="confidential_site_has_no_open_address",
                condition=~Q(kind="confidential") | Q(address=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_confidential(self) -> bool:
        """Whether its address is sealed and shown to nobody but those who are due there."""
        return self.kind == Site.Kind.CONFIDENTIAL


class SiteSecret(models.Model):
    """Address, phone, point on the map and entry instructions of a confidential place, sealed together.

    Opened by `volunteers.location` only. `sealed` is bound to the site's row.
    """

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="secret")
    sealed = models.TextField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sealed address of site {self.site_id}"


class LocationReading(models.Model):
    """Somebody was shown where a confidential place is. Append-only, by trigger."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="readings")
    sign_up = models.ForeignKey("volunteers.SignUp", on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="location_readings_newest")]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="location_readings_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class LockdownQuerySet(models.QuerySet["Lockdown"]):
    """Lockdowns, by what is asked of them."""

    def open(self) -> Self:
        """The one that holds now, if any."""
        return self.filter(lifted_at=None)


class Lockdown(models.Model):
    """While one is open no address is shown to anybody, and no feed answers."""

    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LockdownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="one_lockdown_at_a_time", condition=Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"lockdown {self.pk}"
