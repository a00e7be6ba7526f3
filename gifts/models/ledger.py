"""The ledger: what moved, append-only; and payouts."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.money import currency_field, money_field
from gifts.models.gift import Gift
from gifts.models.tallies import LINE_CHANGES_GIFT
from gifts.models.totals import LINE_ADDS_TO_TOTAL


class Payout(models.Model):
    """Money on its way from Stripe to the bank."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        IN_TRANSIT = "in_transit", _("In transit")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    payout_id = models.CharField(max_length=80, unique=True)
    amount = money_field()
    currency = currency_field()
    state = models.CharField(max_length=10, choices=State)
    created_at = models.DateTimeField()
    arrives_on = models.DateField()
    lines_net = money_field(default=0, help_text="sum of the net of its ledger lines")
    needs_attention = models.BooleanField(default=False)
    is_automatic = models.BooleanField(
        default=True, help_text="Stripe names the lines of automatic payouts only"
    )
    seen_on = models.DateField(null=True, help_text="on the bank statement, as finance ticked it")
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="payouts_newest"),
            models.Index(fields=["arrives_on"], name="payouts_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="payout_seen_says_by_whom_and_when",
                condition=Q(seen_on=None, seen_by=None, seen_at=None)
                | Q(seen_on__isnull=False, seen_by__isnull=False, seen_at__isnull=False),
            ),
            models.CheckConstraint(
                name="payout_by_hand_has_no_lines_to_miss",
                condition=Q(is_automatic=True) | Q(needs_attention=False),
            ),
        ]

    def __str__(self) -> str:
        return self.payout_id


class LedgerLine(models.Model):
    """One movement of money: a balance transaction of Stripe's, or an entry for an offline gift.

    `amount` moved, `fee` was kept by the processor, `net` reached the balance. Only a missing link to
    a gift or payout may be filled in later.
    """

    class Kind(models.TextChoices):
        CHARGE = "charge", _("Charge")
        FEE = "fee", _("Fee")
        REFUND = "refund", _("Refund")
        DISPUTE = "dispute", _("Dispute")
        REVERSAL = "reversal", _("Reversal")
        PAYOUT = "payout", _("Payout")
        ADJUSTMENT = "adjustment", _("Adjustment")
        OFFLINE = "offline", _("Offline")

    txn_id = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 - NULL: offline
    kind = models.CharField(max_length=10, choices=Kind)
    stripe_type = models.CharField(max_length=60, blank=True, default="")
    source_id = models.CharField(max_length=80, blank=True, default="", help_text="ch_, re_, du_, po_ …")
    gift = models.ForeignKey(Gift, null=True, on_delete=models.PROTECT, related_name="ledger_lines")
    payout = models.ForeignKey(Payout, null=True, on_delete=models.PROTECT, related_name="lines")
    amount = money_field()
    fee = money_field(default=0)
    net = money_field()
    currency = currency_field()
    occurred_at = models.DateTimeField()
    available_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-occurred_at", "-id"], name="ledger_newest"),
            models.Index(fields=["source_id"], name="ledger_by_source"),
        ]
        constraints = [
            models.CheckConstraint(
                name="ledger_net_is_amount_less_fee", condition=Q(net=F("amount") - F("fee"))
            ),
            models.CheckConstraint(
                name="ledger_line_has_one_origin",
                condition=Q(txn_id__isnull=False) | Q(kind="offline", gift__isnull=False),
            ),
        ]
        triggers = [
            LINE_ADDS_TO_TOTAL,
            LINE_CHANGES_GIFT,
            pgtrigger.Protect(name="ledger_refuses_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ledger_refuses_update",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["gift", "payout"]),
            ),
            pgtrigger.Protect(
                name="ledger_keeps_its_links",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.gift_id IS NOT NULL AND OLD.gift_id IS DISTINCT FROM NEW.gift_id)"
                    " OR (OLD.payout_id IS NOT NULL AND OLD.payout_id IS DISTINCT FROM NEW.payout_id))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
