"""Stories that may be told only while whoever they are about agrees."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models.campaign import Campaign
from campaigns.models.words import in_language

KEPT_AFTER = timedelta(days=30)  # time to ask again


class StoryConsent(models.Model):
    """That somebody agreed, on paper kept elsewhere, to be told of: a number drawn by chance, and no name.

    `token` is written on that paper; nothing here leads from it to a person.
    """

    class Extent(models.TextChoices):
        WORDS = "words", pgettext_lazy("story", "Words alone")
        PICTURE = "picture", pgettext_lazy("story", "Words and a picture")

    token = models.CharField(max_length=12, unique=True)
    extent = models.CharField(max_length=8, choices=Extent)
    since = models.DateField()
    until = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="consent_ends_after_start", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="consent_token_is_drawn", condition=Q(("token__regex", "^[A-Z2-9]{10}$"))
            ),
            models.CheckConstraint(
                name="consent_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_extent_is_known", condition=Q(extent__in=["words", "picture"])
            ),
        ]

    def __str__(self) -> str:
        return self.token

    @property
    def last_kept_on(self) -> date:
        """The last day on which its words are still here for staff, if nobody takes it back."""
        return self.until + KEPT_AFTER


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories, by what is asked of them."""

    def told(self, on: date) -> Self:
        """Published ones whose consent holds on a day; asked anew with every page."""
        return self.filter(
            is_published=True,
            consent__revoked_at=None,
            consent__since__lte=on,
            consent__until__gte=on,
        )

    def forfeited(self, on: date) -> Self:
        """Those that may be kept no longer: the consent was taken back, or ran out a month ago."""
        return self.filter(Q(consent__revoked_at__isnull=False) | Q(consent__until__lt=on - KEPT_AFTER))

    def without_picture(self) -> Self:
        """Do not load pictures; annotate `has_picture`."""
        return self.defer("picture").annotate(has_picture=Q(picture__isnull=False))


class Story(models.Model):
    """A few sentences that somebody agreed to, with a picture if they agreed to one."""

    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="stories"
    )
    consent = models.ForeignKey(StoryConsent, on_delete=models.PROTECT, related_name="stories")
    title = models.CharField(max_length=80)
    title_es = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=1200)
    text_es = models.CharField(max_length=1200, blank=True)
    picture = models.BinaryField(null=True, editable=False, help_text=_("drawn anew, metadata dropped"))
    picture_says = models.CharField(max_length=120, blank=True, help_text=_("for who cannot see it"))
    is_published = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()

    has_picture: bool  # there after `without_picture()`

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "-id"]
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(name="story_has_title_and_text", condition=~Q(title="") & ~Q(text="")),
            models.CheckConstraint(
                name="story_picture_is_described", condition=Q(picture=None) | ~Q(picture_says="")
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.title, self.title_es)

    @property
    def local_text(self) -> str:
        """Text in the page's language."""
        return in_language(self.text, self.text_es)
