"""A bundle of gifts that came together: the morning's post, a wire list, a payroll run."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Appeal, Campaign, Fund
from core.money import currency_field, money_field

# above so many gifts, taking a batch back wants a second person
ALONE_AT_MOST = 20


class Batch(models.Model):
    """What somebody counted before they typed: how many gifts, and what they come to.

    It is open until it is posted; then its rows are gifts. It may be taken back whole, never opened again.
    """

    class Source(models.TextChoices):
        CHECK = "check", _("Checks")
        CASH = "cash", _("Cash")
        WIRE = "wire", pgettext_lazy("batch", "Wires")
        PAYROLL = "payroll", pgettext_lazy("batch", "Payroll deductions")
        TEXT = "text", pgettext_lazy("batch", "Text messages")

    source = models.CharField(max_length=10, choices=Source, help_text="how its gifts came, unless one says")
    expected_count = models.PositiveIntegerField(help_text="counted by hand before anything was typed")
    expected_total = money_field(help_text="added up by hand before anything was typed")
    currency = currency_field()
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="batches")
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.PROTECT, related_name="batches")
    received_on = models.DateField()
    deposited_on = models.DateField(null=True, help_text="when it goes to the bank")
    version = models.PositiveIntegerField(default=1, help_text="counts the changes of what stands above")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    posted_at = models.DateTimeField(null=True)
    posted_count = models.PositiveIntegerField(null=True)
    override_reason = models.CharField(
        max_length=200, blank=True, default="", help_text="why it was posted although it did not match"
    )
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undo_asked_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(max_length=200, blank=True, default="")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = _("batches")
        indexes = [models.Index(fields=["-opened_at", "-id"], name="batches_newest")]
        constraints = [
            models.CheckConstraint(name="batch_expects_something", condition=Q(expected_count__gt=0)),
            models.CheckConstraint(name="batch_expects_an_amount", condition=Q(expected_total__gt=0)),
            models.CheckConstraint(
                name="batch_is_deposited_after_it_came",
                condition=Q(deposited_on=None) | Q(deposited_on__gte=F("received_on")),
            ),
            models.CheckConstraint(
                name="batch_that_is_posted_says_by_whom",
                condition=Q(posted_at=None, posted_by=None, posted_count=None)
                | Q(posted_at__isnull=False, posted_by__isnull=False, posted_count__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_that_is_taken_back_was_posted_and_says_why",
                condition=Q(undone_at=None, undone_by=None)
                | (
                    Q(undone_at__isnull=False, undone_by__isnull=False, posted_at__isnull=False)
                    & ~Q(undo_reason="")
                ),
            ),
            models.CheckConstraint(
                name="big_batch_is_taken_back_by_two",
                condition=Q(undone_at=None)
                | Q(posted_count__lte=ALONE_AT_MOST)
                | (Q(undo_asked_by__isnull=False) & ~Q(undone_by=F("undo_asked_by"))),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="posted_batch_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.posted_at IS NOT NULL"),
            ),
            pgtrigger.Protect(
                name="posted_batch_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.posted_at IS NOT NULL AND ("
                    "OLD.source, OLD.expected_count, OLD.expected_total, OLD.currency, OLD.campaign_id,"
                    " OLD.appeal_id, OLD.received_on, OLD.posted_at, OLD.posted_by_id, OLD.posted_count,"
                    " OLD.override_reason) IS DISTINCT FROM ("
                    "NEW.source, NEW.expected_count, NEW.expected_total, NEW.currency, NEW.campaign_id,"
                    " NEW.appeal_id, NEW.received_on, NEW.posted_at, NEW.posted_by_id, NEW.posted_count,"
                    " NEW.override_reason)"
                ),
            ),
            pgtrigger.Protect(
                name="batch_is_taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.undone_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.expected_total}"

    @property
    def is_open(self) -> bool:
        """Whether rows may still be entered."""
        return self.posted_at is None

    @property
    def state(self) -> str:
        """Its state by what happened to it."""
        return "open" if self.posted_at is None else "posted" if self.undone_at is None else "reversed"

    @property
    def ended_at(self) -> datetime | None:
        """When it was posted or taken back."""
        return self.undone_at or self.posted_at


class BatchShare(models.Model):
    """Which fund the gifts of a batch are for: a part in percent, a fixed part of each, or the rest."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="shares")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "fund"], name="one_share_per_batch_and_fund"),
            models.UniqueConstraint(
                fields=["batch"], name="one_fund_has_the_rest", condition=Q(percent=None, amount=None)
            ),
            models.CheckConstraint(
                name="batch_share_is_of_one_kind", condition=Q(percent=None) | Q(amount=None)
            ),
            models.CheckConstraint(
                name="batch_share_is_positive",
                condition=(Q(percent=None) | Q(percent__gt=0, percent__lte=100))
                & (Q(amount=None) | Q(amount__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund}: {self.percent or self.amount or '…'}"
