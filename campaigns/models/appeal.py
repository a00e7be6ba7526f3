"""What was spent to ask: appeals with their codes, and other costs of a campaign."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from core.money import money_field


class Appeal(models.Model):
    """The ask that produced a gift: a mailing, an e-mail, an event. Its code travels in the address."""

    class Kind(models.TextChoices):
        MAILING = "mailing", _("Mailing")
        EMAIL = "email", _("E-mail")
        EVENT = "event", _("Event")
        SOCIAL = "social", _("Social media")
        WEB = "web", _("Website")
        PEER = "peer", _("Peer page")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="appeals")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    cost = money_field(default=0)
    sent_on = models.DateField(null=True, blank=True)
    sent_count = models.PositiveIntegerField(
        null=True, blank=True, help_text="pieces sent, recipients or guests; NULL: nobody counted"
    )

    class Meta:
        ordering = ["-sent_on", "id"]
        constraints = [
            models.CheckConstraint(name="appeal_cost_not_negative", condition=Q(cost__gte=0)),
            models.CheckConstraint(
                name="appeal_reached_somebody", condition=Q(sent_count=None) | Q(sent_count__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignCost(models.Model):
    """Money spent on a campaign that belongs to no one appeal: a hall, a printer, stamps."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="costs")
    spent_on = models.DateField()
    what = models.CharField(max_length=120)
    amount = money_field()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-spent_on", "-id"]
        constraints = [models.CheckConstraint(name="campaign_cost_is_positive", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.what}: {self.amount}"
