"""Stripe's books beside ours: each comparison with what it looked at, and each row on which they disagree."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class Part(models.TextChoices):
    """What is compared."""

    CHARGES = "charges", pgettext_lazy("compared", "Charges")
    REFUNDS = "refunds", pgettext_lazy("compared", "Refunds")
    DISPUTES = "disputes", pgettext_lazy("compared", "Disputes")
    PAYOUTS = "payouts", pgettext_lazy("compared", "Payouts")
    RECURRING = "recurring", pgettext_lazy("compared", "Recurring gifts")
    BALANCE = "balance", pgettext_lazy("compared", "Balance and other movements")


class Comparison(models.Model):
    """One comparison that came to its end, and how many rows of each part it looked at."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    since = models.DateTimeField(null=True, help_text="movements from then on; NULL: all of them")
    month = models.DateField(null=True, help_text="a month of the past that was read again besides")
    charges = models.PositiveIntegerField(default=0)
    refunds = models.PositiveIntegerField(default=0)
    disputes = models.PositiveIntegerField(default=0)
    payouts = models.PositiveIntegerField(default=0)
    recurring = models.PositiveIntegerField(default=0)
    balance = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-ended_at", "-id"], name="comparisons_newest")]
        constraints = [
            models.CheckConstraint(
                name="comparison_ends_after_it_began", condition=Q(ended_at__gte=models.F("began_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.ended_at}: {self.total}"

    @property
    def total(self) -> int:
        """Everything it compared."""
        return sum(getattr(self, part) for part in Part.values)


class Difference(models.Model):
    """Something on which Stripe's books and ours disagree: a row to work on until both say the same.

    An explanation says why it is there; the row stays open while the difference does.
    """

    kind = models.CharField(max_length=40)
    part = models.CharField(max_length=10, choices=Part, default=Part.BALANCE)
    object_id = models.CharField(max_length=80)
    root = models.CharField(
        max_length=80, blank=True, default="", help_text="pi_, po_, sub_: what to re-read"
    )
    ours = models.CharField(max_length=200, blank=True, default="")
    stripes = models.CharField(max_length=200, blank=True, default="")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    explanation = models.CharField(max_length=200, blank=True, default="")
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    explained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="one_open_difference",
                condition=Q(resolved_at__isnull=True),
            ),
            models.CheckConstraint(
                name="explanation_says_who_and_when",
                condition=Q(explanation="", explained_by=None, explained_at=None)
                | (~Q(explanation="") & Q(explained_by__isnull=False, explained_at__isnull=False)),
            ),
            models.CheckConstraint(name="difference_part_is_known", condition=Q(part__in=Part.values)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
