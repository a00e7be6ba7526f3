"""What we ask for: funds, campaigns, the amounts they propose, and the appeals that bring people."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.money import currency_field, money_field


def in_language(english: str, spanish: str) -> str:
    """Return the Spanish wording on a Spanish page where there is one, else the English."""
    return spanish if spanish and (get_language() or "en").startswith("es") else english


class Fund(models.Model):
    """Where the money must go."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    purpose_es = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    is_restricted = models.BooleanField(
        default=True, help_text="donors bound the money to this purpose; False: it may serve anything"
    )
    bears_fees = models.BooleanField(
        default=False, help_text="processing fees of its gifts are taken from it, not from general money"
    )

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)

    @property
    def local_purpose(self) -> str:
        """Purpose in the page's language."""
        return in_language(self.purpose, self.purpose_es)


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
    goal = money_field(null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)

    def get_absolute_url(self) -> str:
        """The public giving page."""
        return reverse("gifts:give", args=[self.slug])

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


class Appeal(models.Model):
    """The ask that produced a gift: a mailing, an e-mail, an event. Its code travels in the address."""

    class Kind(models.TextChoices):
        MAILING = "mailing", _("Mailing")
        EMAIL = "email", _("E-mail")
        EVENT = "event", _("Event")
        SOCIAL = "social", _("Social media")
        WEB = "web", _("Website")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="appeals")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    cost = money_field(default=0)
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_on", "id"]
        constraints = [models.CheckConstraint(name="appeal_cost_not_negative", condition=Q(cost__gte=0))]

    def __str__(self) -> str:
        return self.name
