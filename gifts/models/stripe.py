"""What Stripe told us, and what we set up there."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from campaigns.models import Fund


class StripeEventQuerySet(models.QuerySet["StripeEvent"]):
    """Events, by what is asked of them."""

    def waiting(self) -> Self:
        """Those whose root was not read since they came."""
        return self.filter(done_at=None)

    def due(self, now: datetime) -> Self:
        """Waiting ones that may be tried now."""
        return self.waiting().exclude(root="").filter(Q(retry_at=None) | Q(retry_at__lte=now))


class StripeEvent(models.Model):
    """A hint that something changed: kept for ever, done once its root was re-read."""

    event_id = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=80)
    root = models.CharField(
        max_length=120, blank=True, default="", help_text="pi_, cs_, sub_ or po_ to re-read"
    )
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True, default="", help_text="kind of error, no text of it")

    objects = StripeEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["root"], name="event_waiting_root", condition=Q(done_at__isnull=True)),
            models.Index(fields=["received_at"], name="event_waiting", condition=Q(done_at__isnull=True)),
            models.Index(fields=["-received_at", "-event_id"], name="events_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class StripeProduct(models.Model):
    """The Product that stands for a fund in one Stripe account and mode."""

    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="products")
    product_id = models.CharField(max_length=80, unique=True)
    livemode = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "livemode"], name="one_product_per_fund_and_mode")
        ]

    def __str__(self) -> str:
        return self.product_id


class StripeSetting(models.Model):
    """An id that `stripe_setup` made: portal configuration, webhook endpoint."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
