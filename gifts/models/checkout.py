"""What a donor asked on the giving page, committed before Stripe hears of it."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Appeal, Campaign, Fund
from campaigns.models.shares import percent_field, shares_sum_to_100
from core.money import currency_field, money_field
from core.triggers import update_of
from gifts.models.tribute import Wishes


class Frequency(models.TextChoices):
    """How often a gift repeats."""

    ONCE = "once", _("Once")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    ANNUALLY = "annually", _("Annually")


# the shares are written after the row, so it is looked at when the transaction ends
CHECKOUT_KNOWS_WHERE = pgtrigger.Trigger(
    name="checkout_has_fund_or_shares",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | update_of("fund_id"),
    timing=pgtrigger.Deferred,
    func="""
        IF EXISTS (
            SELECT FROM gifts_checkout WHERE id = NEW.id
                AND (fund_id IS NULL) <> EXISTS (SELECT FROM gifts_checkoutshare WHERE checkout_id = NEW.id)
        ) THEN
            RAISE EXCEPTION 'checkout_has_fund_or_shares' USING ERRCODE = '23514';
        END IF;
        RETURN NULL;
    """,
)


class Checkout(Wishes):
    """One visit to Stripe's page. `form_key` makes a double click the same row and the same session.

    It is made of `form` and of what was asked, so going back and asking for something else is another row.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        COMPLETED = "completed", _("Completed")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_key = models.UUIDField(unique=True)
    form = models.UUIDField(default=uuid.uuid4, db_index=True, help_text="drawn when the form was shown")
    network = models.CharField(max_length=64, blank=True, default="", help_text="keyed hash of who asked")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="checkouts")
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.SET_NULL, related_name="checkouts")
    fund = models.ForeignKey(
        Fund, null=True, on_delete=models.PROTECT, help_text="NULL: where it is needed most, by `shares`"
    )
    amount = money_field(help_text="the gift, without the covered fee")
    fee_cover = money_field(default=0, help_text="added by the donor toward the fee; part of the gift")
    currency = currency_field()
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.ONCE)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="en")
    wants_news = models.BooleanField(default=False)
    utm_source = models.CharField(max_length=80, blank=True, default="")
    utm_medium = models.CharField(max_length=80, blank=True, default="")
    utm_campaign = models.CharField(max_length=80, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=1, help_text="part of the idempotency key")
    session_id = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - NULL: none yet
    session_url = models.TextField(blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta(Wishes.Meta):
        indexes = [
            models.Index(fields=["-created_at"], name="checkout_newest"),
            models.Index(fields=["created_at"], name="checkout_open", condition=Q(state="open")),
            models.Index(fields=["network", "created_at"], name="checkouts_of_network"),
        ]
        constraints = [
            *Wishes.Meta.constraints,
            models.CheckConstraint(name="checkout_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="checkout_fee_cover_not_negative", condition=Q(fee_cover__gte=0)),
            models.CheckConstraint(
                name="checkout_frequency_is_known", condition=Q(frequency__in=Frequency.values)
            ),
        ]
        triggers = [CHECKOUT_KNOWS_WHERE]

    def __str__(self) -> str:
        return f"{self.id}"


class CheckoutShare(models.Model):
    """The percent of the gift that goes to a fund, as the campaign shared when the donor left it to us."""

    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="shares")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="checkout_shares")
    percent = percent_field()

    class Meta:
        ordering = ["fund__position", "fund_id"]
        constraints = [
            models.UniqueConstraint(fields=["checkout", "fund"], name="one_share_per_checkout_and_fund"),
            models.CheckConstraint(
                name="checkout_share_is_a_part", condition=Q(percent__gt=0, percent__lte=100)
            ),
        ]
        triggers = [
            shares_sum_to_100(
                "checkout_shares_sum_to_100", table="gifts_checkoutshare", owner="checkout_id", key="uuid"
            )
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"
