"""Campaigns, the tree they stand in, and the amounts their pages propose."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.fund import Fund
from campaigns.models.tree import TREE_HAS_NO_CIRCLE
from campaigns.models.words import in_language
from core.money import currency_field, money_field


class GoalKind(models.TextChoices):
    """What a campaign's goal is counted in."""

    MONEY = "money", _("Money")
    DONORS = "donors", _("Donors")
    MONTHLY = "monthly", _("Recurring gifts begun")
    GOODS = "goods", _("Gifts of goods")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns, by what is asked of them."""

    def public(self) -> Self:
        """Published or closed ones: pages that a stranger may see."""
        return self.exclude(state=Campaign.State.DRAFT)

    def running(self) -> Self:
        """The ones that take gifts now."""
        return self.filter(state=Campaign.State.PUBLISHED)


class Campaign(models.Model):
    """An umbrella with a goal, dates and a page."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300)
    summary_es = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True, help_text=_("cleaned HTML"))
    story_es = models.TextField(blank=True, help_text=_("cleaned HTML"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    goal_kind = models.CharField(max_length=10, choices=GoalKind, default=GoalKind.MONEY)
    goal = money_field(null=True, blank=True)
    goal_count = models.PositiveIntegerField(
        null=True, blank=True, help_text="of a goal that is not counted in money"
    )
    currency = currency_field()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    funds = models.ManyToManyField(Fund, related_name="campaigns")
    position = models.PositiveSmallIntegerField(default=0)
    picture = models.CharField(max_length=20, default="harbor", help_text="name of a drawing we ship")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["position", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="campaign_goal_is_positive", condition=Q(goal__isnull=True) | Q(goal__gt=0)
            ),
            models.CheckConstraint(
                name="campaign_goal_fits_its_kind",
                condition=Q(goal_kind="money", goal_count=None)
                | (Q(goal_kind__in=["donors", "monthly", "goods"], goal=None)),
            ),
            models.CheckConstraint(
                name="campaign_counts_to_more_than_nothing",
                condition=Q(goal_count=None) | Q(goal_count__gt=0),
            ),
        ]
        triggers = [TREE_HAS_NO_CIRCLE]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)

    def get_absolute_url(self) -> str:
        """The public giving page."""
        return reverse("gifts:give", args=[self.slug])

    @property
    def target(self) -> Decimal | None:
        """The goal in whatever it is counted; None where there is none."""
        if self.goal_kind == GoalKind.MONEY:
            return self.goal
        return None if self.goal_count is None else Decimal(self.goal_count)

    def is_over(self, day: date) -> bool:
        """Whether its last day is before that day, or staff closed it."""
        ended = self.ends_on is not None and self.ends_on < day
        return ended or self.state == self.State.CLOSED

    def takes_gifts_on(self, day: date) -> bool:
        """Whether it is published, has begun and is not over on that day."""
        is_published = self.state == self.State.PUBLISHED
        return is_published and self.starts_on <= day and not self.is_over(day)

    @property
    def local_summary(self) -> str:
        """Summary in the page's language."""
        return in_language(self.summary, self.summary_es)

    @property
    def local_story(self) -> str:
        """Story in the page's language; HTML that `campaigns.actions` has cleaned."""
        return in_language(self.story, self.story_es)


class PresetAmount(models.Model):
    """An amount that a giving page proposes, with what it makes possible."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="presets")
    amount = money_field()
    impact = models.CharField(max_length=160, blank=True)
    impact_es = models.CharField(max_length=160, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["amount"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "amount"], name="one_preset_per_amount"),
            models.UniqueConstraint(
                fields=["campaign"], name="one_default_preset", condition=Q(is_default=True)
            ),
            models.CheckConstraint(name="preset_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def local_impact(self) -> str:
        """Impact line in the page's language."""
        return in_language(self.impact, self.impact_es)
