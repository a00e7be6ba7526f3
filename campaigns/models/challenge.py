"""Challenges: a sponsor matches what others give, out of a pot that is never over-drawn."""

from datetime import date
from decimal import Decimal
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.words import in_language
from core.money import money_field
from donors.models import Donor


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    """Challenges, by what is asked of them."""

    def opened(self) -> Self:
        """The ones that were opened: their gifts are matched, and may give back, also after the end."""
        return self.exclude(state=Challenge.State.DRAFT)


class Challenge(models.Model):
    """A promise of a sponsor: for each gift to a campaign or one below it, so much from the pot.

    `used` is the sum of its matches (`gifts.ChallengeMatch`); a trigger there keeps it, nothing else may.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        ENDED = "ended", _("Ended")

    class For(models.TextChoices):
        ALL = "all", _("Every gift of money")
        FIRST = "first", _("First gifts of new donors")
        MONTHLY = "monthly", _("Recurring gifts")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="challenges")
    sponsor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="challenges")
    name = models.CharField(max_length=120)
    words = models.CharField(max_length=200, blank=True, default="", help_text="for the public page")
    words_es = models.CharField(max_length=200, blank=True, default="")
    rate: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        max_digits=5, decimal_places=2, help_text="what the sponsor gives for each 1 that is given"
    )
    pot = money_field()
    used = money_field(default=0, db_default=0)
    cap = money_field(null=True, blank=True, help_text="the most for one gift")
    matches_for = models.CharField(max_length=10, choices=For, default=For.ALL)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="of one ended by hand")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="challenges_newest")]
        constraints = [
            models.CheckConstraint(name="challenge_pot_is_positive", condition=Q(pot__gt=0)),
            models.CheckConstraint(name="challenge_is_never_overdrawn", condition=Q(used__lte=F("pot"))),
            models.CheckConstraint(name="challenge_used_is_not_negative", condition=Q(used__gte=0)),
            models.CheckConstraint(name="challenge_rate_is_positive", condition=Q(rate__gt=0)),
            models.CheckConstraint(name="challenge_cap_is_positive", condition=Q(cap=None) | Q(cap__gt=0)),
            models.CheckConstraint(
                name="challenge_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="challenge_ended_has_its_moment",
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="challenge_used_is_kept_by_its_matches",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "(OLD.used IS DISTINCT FROM NEW.used AND pg_trigger_depth() = 0)"
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> Decimal:
        """What is still in the pot."""
        return self.pot - self.used

    @property
    def local_words(self) -> str:
        """The public words in the page's language."""
        return in_language(self.words, self.words_es)

    def runs_on(self, day: date) -> bool:
        """Whether a gift of that day may be matched, as far as the days go."""
        return self.state == self.State.OPEN and self.starts_on <= day <= self.ends_on
