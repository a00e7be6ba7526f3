"""Recurring gifts that another program collects: known for reference, never charged and never counted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import currency_field, money_field
from donors.models import Donor


class Rhythm(models.TextChoices):
    """How often another program charges; wider than what our own pages offer."""

    DAILY = "daily", pgettext_lazy("rhythm", "Daily")
    WEEKLY = "weekly", pgettext_lazy("rhythm", "Weekly")
    FORTNIGHTLY = "fortnightly", pgettext_lazy("rhythm", "Every two weeks")
    FOUR_WEEKLY = "four_weekly", pgettext_lazy("rhythm", "Every four weeks")
    MONTHLY = "monthly", _("Monthly")
    TWO_MONTHLY = "two_monthly", pgettext_lazy("rhythm", "Every two months")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half_yearly", pgettext_lazy("rhythm", "Every six months")
    ANNUALLY = "annually", _("Annually")


class RecurringElsewhere(models.Model):
    """What a file of another program said of a recurring gift there, when it was last brought.

    No gift, no charge and no figure rests on it: a gift of it stands in the books when its payment is
    imported as one. It is here so that whoever talks with a donor knows that they give already.
    """

    class State(models.TextChoices):
        NOT_TOLD = "", pgettext_lazy("recurring elsewhere", "Not told")
        PENDING = "pending", pgettext_lazy("recurring elsewhere", "Not begun")
        ACTIVE = "active", pgettext_lazy("recurring elsewhere", "Active")
        PAUSED = "paused", pgettext_lazy("recurring elsewhere", "Paused")
        PAST_DUE = "past_due", pgettext_lazy("recurring elsewhere", "Past due")
        ENDED = "ended", pgettext_lazy("recurring elsewhere", "Ended")

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="recurring_elsewhere")
    source = models.CharField(max_length=40, help_text="which program, in lower case")
    key = models.CharField(max_length=100, help_text="its number there; of a row without one, a hash of it")
    amount = money_field(help_text="each charge")
    currency = currency_field()
    rhythm = models.CharField(max_length=12, choices=Rhythm)
    state = models.CharField(max_length=10, choices=State, blank=True, default=State.NOT_TOLD)
    started_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    told_at = models.DateTimeField(help_text="when a file last said so, or something else of it")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="elsewhere_newest")]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_elsewhere_per_source_and_key"),
            models.CheckConstraint(name="elsewhere_says_whose_key", condition=~Q(source="") & ~Q(key="")),
            models.CheckConstraint(name="elsewhere_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="elsewhere_currency_is_a_code", condition=Q(currency__regex=r"^[a-z]{3}$")
            ),
            models.CheckConstraint(
                name="elsewhere_rhythm_is_known",
                condition=Q(
                    rhythm__in=[
                        *("daily", "weekly", "fortnightly", "four_weekly", "monthly", "two_monthly"),
                        *("quarterly", "half_yearly", "annually"),
                    ]
                ),
            ),
            models.CheckConstraint(
                name="elsewhere_state_is_known",
                condition=Q(state__in=["", "pending", "active", "paused", "past_due", "ended"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"

    @property
    def number(self) -> str:
        """The number that the program gave it; empty where its file has none."""
        return "" if self.key.startswith(UNNUMBERED) else self.key


UNNUMBERED = "row:"  # how the key of a row without a number begins
