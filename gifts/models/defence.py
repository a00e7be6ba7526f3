"""What guards the giving page: the policy that staff set and the budgets that attackers use up."""

from decimal import ROUND_UP, Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.money import CENT, money_field


class GivingPolicy(models.Model):
    """The one row of rules for giving, kept by administrators and finance."""

    minimum = money_field(default=Decimal("5.00"))
    maximum = money_field(default=Decimal("25000.00"))
    fee_percent = models.DecimalField(max_digits=5, decimal_places=3, default=Decimal("2.900"))
    fee_fixed = money_field(default=Decimal("0.30"))
    statement_descriptor = models.CharField(max_length=22, default="SH GIVING")
    is_quiet = models.BooleanField(
        default=False, help_text="new recurring gifts are thanked once a year, until their donors choose"
    )
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(name="only_one_policy", condition=Q(id=1)),
            models.CheckConstraint(
                name="policy_limits_in_order", condition=Q(minimum__gt=0, maximum__gte=F("minimum"))
            ),
            models.CheckConstraint(
                name="policy_fee_is_sane",
                condition=Q(fee_percent__gte=0, fee_percent__lt=20, fee_fixed__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return "giving policy"

    def fee_cover_for(self, amount: Decimal) -> Decimal:
        """Return what a donor adds so that after the fee on the whole the charity keeps the amount.

        Rounded up to the cent: the fee on the whole, itself rounded, is never more than what was added.
        """
        share = 1 - self.fee_percent / 100
        return ((amount + self.fee_fixed) / share).quantize(CENT, rounding=ROUND_UP) - amount


class Budget(models.Model):
    """How much of an allowance a source used in one window of time."""

    scope = models.CharField(max_length=20)
    source = models.CharField(max_length=64, help_text="keyed hash; the address itself is not kept")
    window_starts_at = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "source", "window_starts_at"], name="one_budget_per_source_and_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.used}"
