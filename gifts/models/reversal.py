"""What takes a gift back: refunds and disputes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.money import currency_field, money_field
from gifts.models.gift import Gift


class Refund(models.Model):
    """A refund that staff asked for here, or that was made on Stripe's side."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        PENDING = "pending", _("Pending")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    class Reason(models.TextChoices):
        REQUESTED = "requested_by_customer", _("The donor asked")
        DUPLICATE = "duplicate", _("Given twice by mistake")
        FRAUDULENT = "fraudulent", _("Fraud")
        OTHER = "", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_key = models.UUIDField(unique=True, null=True, help_text="drawn when the form was shown")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="refunds")
    refund_id = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 - NULL: not yet sent
    amount = money_field()
    currency = currency_field()
    reason = models.CharField(max_length=24, choices=Reason, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="part of the idempotency key")
    error = models.CharField(max_length=60, blank=True, default="", help_text="Stripe's word for a refusal")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    requested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="refund_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="refund_under_way_has_id",
                condition=Q(state__in=["requested", "failed", "canceled"]) | Q(refund_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"


class Dispute(models.Model):
    """A payer's bank takes the money back, or only asks (an inquiry, which moves none)."""

    dispute_id = models.CharField(max_length=80, unique=True)
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="disputes")
    amount = money_field()
    currency = currency_field()
    state = models.CharField(max_length=30, help_text="as Stripe names it")
    reason = models.CharField(max_length=60)
    is_inquiry = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    evidence_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="dispute_amount_is_positive", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.state}"
