"""How a donor is reached, and what they agreed to."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from donors.models.donor import Donor

# what a donor agrees to on the giving page, word by word
NEWS_WORDING = _("Write to me now and then about what gifts make possible")


class Address(models.Model):
    """Where post reaches a donor, as typed: a substitute address of a safety program is as good as any."""

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(pgettext_lazy("address", "What you call it"), max_length=40, blank=True)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, default="US")
    is_primary = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["region"], name="addresses_by_region"),
            models.Index(
                fields=["postal_code"], name="addresses_by_postal_code", opclasses=["varchar_pattern_ops"]
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["donor"], name="one_primary_address_per_donor", condition=Q(is_primary=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.line1}, {self.city}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents, by what is asked of them."""

    def note(
        self,
        *,
        donor: Donor,
        topic: str,
        is_given: bool,
        source: str,
        at: datetime,
        wording: str = "",
        by: User | None = None,
    ) -> None:
        """Write down that consent was given or taken back, unless the newest row says the same already."""
        newest = self.filter(donor=donor, topic=topic).order_by("-at", "-pk").first()
        if newest is not None and newest.is_given == is_given:
            return
        self.create(donor=donor, topic=topic, is_given=is_given, source=source, wording=wording, at=at, by=by)


class Consent(models.Model):
    """That a donor agreed to something, or took it back: when, where, in which words. Append-only."""

    class Source(models.TextChoices):
        GIVING = "giving", pgettext_lazy("consent", "Giving page")
        OWN_PAGE = "own_page", pgettext_lazy("consent", "Own page")
        LINK = "link", pgettext_lazy("consent", "Link in a letter")
        STAFF = "staff", pgettext_lazy("consent", "Staff")

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="consents")
    topic = models.CharField(max_length=40)
    is_given = models.BooleanField()
    source = models.CharField(max_length=10, choices=Source)
    wording = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["donor", "topic", "-at"], name="consents_of_donor")]
        triggers = [
            pgtrigger.Protect(
                name="consent_is_append_only",
                operation=pgtrigger.Update,
                # a merge of two records says whose it is; nothing else of it ever changes
                condition=pgtrigger.AnyChange(exclude=["by", "donor"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.is_given}"
