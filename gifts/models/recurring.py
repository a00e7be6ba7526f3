"""Gifts that repeat, what was asked of them, and how they changed."""

import uuid
from decimal import Decimal
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from campaigns.models import Appeal, Campaign, Fund
from core.money import currency_field, money_field
from donors.models import Donor
from gifts.models.checkout import Checkout, Frequency
from gifts.models.totals import BEGUN_ADDS_TO_TOTAL, RECURRING_MOVES_TOTAL


def monthly_field() -> "models.DecimalField[Decimal, Decimal]":
    """Return a column of amounts per month: a third or a twelfth of a gift has more places than cents."""
    return models.DecimalField(max_digits=16, decimal_places=4)


class RecurringGiftQuerySet(models.QuerySet["RecurringGift"]):
    """Recurring gifts, by what is asked of them."""

    def of(self, user: User) -> Self:
        """One's own, whatever one's role."""
        return self.filter(donor__user=user)

    def going_on(self) -> Self:
        """Those that have begun and did not end."""
        return self.filter(state__in=[RecurringGift.State.ACTIVE, RecurringGift.State.PAST_DUE])


class RecurringGift(models.Model):
    """A Stripe subscription as we know it, and what we promised of it.

    Most columns follow Stripe. `day`, `end_on`, `instalments` and `is_quiet` are ours: what the donor was
    promised and Stripe cannot hold; `gifts.actions.recurring.promises` makes Stripe keep them.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        ACTIVE = "active", _("Active")
        PAST_DUE = "past_due", _("Past due")
        CANCELLED = "cancelled", _("Cancelled")

    class Ended(models.TextChoices):
        NOT = "", pgettext_lazy("recurring gift", "Not ended")
        ASKED = "asked", pgettext_lazy("recurring gift", "Cancelled")
        FAILED = "failed", pgettext_lazy("recurring gift", "Payments failed")
        COMPLETED = "completed", pgettext_lazy("recurring gift", "Completed as planned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription_id = models.CharField(max_length=80, unique=True)
    item_id = models.CharField(max_length=80, blank=True, default="")
    product_id = models.CharField(max_length=80, blank=True, default="")
    customer_id = models.CharField(max_length=80)
    checkout = models.OneToOneField(Checkout, null=True, on_delete=models.SET_NULL, related_name="recurring")
    donor = models.ForeignKey(Donor, null=True, on_delete=models.PROTECT, related_name="recurring_gifts")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT)
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.SET_NULL)
    fund = models.ForeignKey(Fund, null=True, on_delete=models.PROTECT)
    amount = money_field(help_text="each charge, covered fee included")
    fee_cover = money_field(default=0, help_text="what of the amount the donor adds toward the fee")
    currency = currency_field()
    frequency = models.CharField(max_length=10, choices=Frequency)
    state = models.CharField(max_length=10, choices=State)
    is_paused = models.BooleanField(default=False)
    paused_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    anchor_at = models.DateTimeField(help_text="the grid of its charges is counted from here, in UTC")
    period_began_at = models.DateTimeField(null=True, help_text="of the period that runs now")
    next_charge_at = models.DateTimeField(null=True, help_text="end of the period; charged an hour later")
    ends_at = models.DateTimeField(null=True, help_text="when Stripe will end it by itself")
    cancelled_at = models.DateTimeField(null=True)
    ended_for = models.CharField(max_length=10, choices=Ended, blank=True, default="")
    day = models.PositiveSmallIntegerField(null=True, help_text="day of the month that the donor chose")
    end_on = models.DateField(null=True, help_text="no charge after this day")
    instalments = models.PositiveSmallIntegerField(
        null=True, help_text="charges still promised, counted from"
    )
    instalments_from = models.DateTimeField(null=True, help_text="they are counted from then on")
    is_quiet = models.BooleanField(default=False, help_text="thanked once a year, not for each charge")
    open_invoice_id = models.CharField(
        max_length=80, blank=True, default="", help_text="of a charge that is being collected or failed"
    )
    older_invoice_id = models.CharField(
        max_length=80, blank=True, default="", help_text="open when the charge after it came: to be ended"
    )
    open_amount = models.DecimalField(null=True, max_digits=12, decimal_places=2)
    failed_attempts = models.PositiveSmallIntegerField(default=0, help_text="of the charge that is open")
    next_attempt_at = models.DateTimeField(null=True)
    method_kind = models.CharField(max_length=40, blank=True, default="", help_text="card, us_bank_account …")
    method_brand = models.CharField(max_length=40, blank=True, default="")
    method_last4 = models.CharField(max_length=4, blank=True, default="")
    method_expires_on = models.DateField(null=True, help_text="last day on which the card is good")

    objects = RecurringGiftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="recurring_newest"),
            models.Index(fields=["next_charge_at"], name="recurring_due", condition=~Q(state="cancelled")),
            models.Index(fields=["donor"], name="recurring_of_donor"),
        ]
        triggers = [RECURRING_MOVES_TOTAL]
        constraints = [
            models.CheckConstraint(name="recurring_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="recurring_fee_cover_within_amount",
                condition=Q(fee_cover__gte=0, fee_cover__lt=F("amount")),
            ),
            models.CheckConstraint(name="recurring_repeats", condition=~Q(frequency="once")),
            models.CheckConstraint(
                name="recurring_cancelled_has_time_and_reason",
                condition=(Q(state="cancelled", cancelled_at__isnull=False) & ~Q(ended_for=""))
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True, ended_for="")),
            ),
            models.CheckConstraint(
                name="recurring_day_is_of_a_month", condition=Q(day=None) | Q(day__gte=1, day__lte=31)
            ),
            models.CheckConstraint(
                name="recurring_has_one_end", condition=Q(end_on=None) | Q(instalments=None)
            ),
            models.CheckConstraint(
                name="recurring_instalments_are_counted_from_a_moment",
                condition=Q(instalments=None, instalments_from=None)
                | Q(instalments__gte=1, instalments_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id}"

    @property
    def has_end(self) -> bool:
        """Whether an end was promised."""
        return self.end_on is not None or self.instalments is not None

    @property
    def instalments_paid(self) -> int:
        """How many of the promised charges were made. One query."""
        if self.instalments_from is None:
            return 0
        # a debit that a bank still confirms has no day yet, and is on its way
        since = Q(given_at__gt=self.instalments_from)
        since |= Q(given_at=None, state="processing", created_at__gt=self.instalments_from)
        return self.gifts.filter(since).exclude(state="failed").count()


class RecurringRequestQuerySet(models.QuerySet["RecurringRequest"]):
    """Requests, by what is asked of them."""

    def under_way(self) -> Self:
        """Those that Stripe has not carried out; a visit to the card page stands in nobody's way."""
        return self.filter(state=RecurringRequest.State.ASKED).exclude(kind=RecurringRequest.Kind.CARD)


class RecurringRequest(models.Model):
    """What somebody asked of a recurring gift: written first, carried out at Stripe after, then done.

    `wanted` holds what was asked in our words, `sent` what Stripe is told, frozen: the same again is the
    same. `on_behalf` marks staff who act for a donor; `by_link` whoever held the link that was mailed to the
    donor, which proves nobody's sign-in.
    """

    class Kind(models.TextChoices):
        AMOUNT = "amount", pgettext_lazy("recurring gift", "Another amount")
        DATE = "date", pgettext_lazy("recurring gift", "Another day")
        FUND = "fund", pgettext_lazy("recurring gift", "Another fund")
        FREQUENCY = "frequency", pgettext_lazy("recurring gift", "Another frequency")
        END = "end", pgettext_lazy("recurring gift", "An end")
        PAUSE = "pause", pgettext_lazy("recurring gift", "A pause")
        SKIP = "skip", pgettext_lazy("recurring gift", "Skip one")
        RESUME = "resume", pgettext_lazy("recurring gift", "Go on")
        CARD = "card", pgettext_lazy("recurring gift", "Another card")
        RETRY = "retry", pgettext_lazy("recurring gift", "Try the open charge again")
        CANCEL = "cancel", pgettext_lazy("recurring gift", "Cancel")
        KEEP = "keep", pgettext_lazy("recurring gift", "Keep what was promised")

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("request", "On its way")
        DONE = "done", pgettext_lazy("request", "Done")
        REFUSED = "refused", pgettext_lazy("request", "Refused")
        OVERTAKEN = "overtaken", pgettext_lazy("request", "Overtaken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recurring = models.ForeignKey(RecurringGift, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    wanted = models.JSONField(default=dict)
    sent = models.JSONField(default=dict)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="part of the idempotency key")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    on_behalf = models.BooleanField(default=False)
    by_link = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, blank=True, default="", help_text="kind of error, no text of it")

    objects = RecurringRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="recurring_asked", condition=Q(state="asked"))]
        constraints = [
            # a new card is given on Stripe's page, whenever the donor likes: it stands in nobody's way
            models.UniqueConstraint(
                fields=["recurring"],
                name="one_request_at_a_time",
                condition=Q(state="asked") & ~Q(kind="card"),
            ),
            models.CheckConstraint(
                name="recurring_request_ended_has_time",
                condition=Q(state="asked", ended_at=None) | (~Q(state="asked") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="recurring_request_of_staff_has_reason",
                condition=Q(on_behalf=False) | (~Q(reason="") & Q(asked_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="recurring_request_by_link_names_nobody",
                condition=Q(by_link=False) | Q(asked_by=None, on_behalf=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="recurring_request_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["state", "attempt", "ended_at", "error"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RecurringChange(models.Model):
    """How a recurring gift changed with one reading, and what that did to the monthly sum. Append-only.

    `monthly_before` and `monthly_after` are what it adds to the monthly recurring revenue: nothing while
    paused, past due or over. Their differences, over all rows, sum to today's line.
    """

    class Kind(models.TextChoices):
        NEW = "new", pgettext_lazy("recurring change", "New")
        UPGRADE = "upgrade", pgettext_lazy("recurring change", "Upgraded")
        DOWNGRADE = "downgrade", pgettext_lazy("recurring change", "Downgraded")
        PAUSED = "paused", pgettext_lazy("recurring change", "Paused")
        RESUMED = "resumed", pgettext_lazy("recurring change", "Resumed")
        PAST_DUE = "past_due", pgettext_lazy("recurring change", "Past due")
        RECOVERED = "recovered", pgettext_lazy("recurring change", "Recovered")
        LOST = "lost", pgettext_lazy("recurring change", "Cancelled")
        LOST_TO_FAILURE = "lost_to_failure", pgettext_lazy("recurring change", "Lost to failed payments")
        COMPLETED = "completed", pgettext_lazy("recurring change", "Completed")
        OTHER = "other", pgettext_lazy("recurring change", "Changed")

    recurring = models.ForeignKey(RecurringGift, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField()
    request = models.ForeignKey(
        RecurringRequest,
        null=True,
        on_delete=models.PROTECT,
        related_name="changes",
        help_text="NULL: none",
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    monthly_before: "models.DecimalField[Decimal, Decimal]" = monthly_field()
    monthly_after: "models.DecimalField[Decimal, Decimal]" = monthly_field()

    class Meta:
        indexes = [
            models.Index(fields=["recurring", "-at"], name="changes_of_recurring"),
            models.Index(fields=["at"], name="recurring_changes_by_time"),
        ]
        triggers = [
            BEGUN_ADDS_TO_TOTAL,
            pgtrigger.Protect(
                name="recurring_change_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recurring_id}"
