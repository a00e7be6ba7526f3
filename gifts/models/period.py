"""Months that finance closed, the journal as it was then, and the accounts that it names.

A closed month is kept by triggers; a shared lock lets whoever records wait for whoever closes.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Fund
from core.money import money_field
from core.triggers import new_rows_as
from gifts.models.batch import Batch
from gifts.models.guarding import refuse_closed
from gifts.models.ledger import LedgerLine, Payout


class Purpose(models.TextChoices):
    """What an account of the journal is for."""

    STRIPE = "stripe", _("Cash at Stripe")
    TRANSIT = "transit", _("Payouts on their way to the bank")
    BANK = "bank", _("Bank")
    UNDEPOSITED = "undeposited", _("Checks and cash, not deposited yet")
    MAIL = "mail", _("Gifts in the mail: dated by postmark, not here yet")
    THINGS = "things", _("Goods, securities and vehicles given")
    SUSPENSE = "suspense", _("Payments that wait for their donor")
    GIFTS = "gifts", _("Gifts without restriction")
    RESTRICTED = "restricted", _("Gifts with donor restriction")
    IN_KIND = "in_kind", _("Gifts in kind")
    COVER = "cover", _("Fees that donors covered")
    FEES = "fees", _("Processing fees")
    REFUNDS = "refunds", _("Refunds and returned gifts")
    DISPUTES = "disputes", _("Disputed gifts")
    ADJUSTMENTS = "adjustments", _("Other movements at Stripe")
    RELEASED_FROM = "released_from", _("Released from restriction: with restriction")
    RELEASED_TO = "released_to", _("Released from restriction: without restriction")


class JournalPolicy(models.Model):
    """One row: where the journal begins, and who looked through its accounts."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    begins_on = models.DateField(help_text="first day of the first month of the journal")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="only_one_journal_policy", condition=Q(id=1)),
            models.CheckConstraint(name="journal_begins_with_a_month", condition=Q(begins_on__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on}"


class Account(models.Model):
    """Number and name of an account in the organisation's books. One of a fund comes first."""

    purpose = models.CharField(max_length=14, choices=Purpose)
    fund = models.ForeignKey(Fund, null=True, on_delete=models.PROTECT, related_name="accounts")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "fund"], nulls_distinct=False, name="one_account_per_purpose_and_fund"
            ),
            models.CheckConstraint(name="account_has_code_and_name", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(
                name="only_gifts_have_accounts_by_fund",
                condition=Q(fund=None) | Q(purpose__in=["gifts", "in_kind"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ClosedPeriod(models.Model):
    """A month that finance closed. Reopened, it stays here with its rows, and another closing follows it."""

    begins_on = models.DateField()
    ends_on = models.DateField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of its journal, as it is exported")
    seen_line = models.BigIntegerField(
        default=0, help_text="lines of the ledger up to this one were there when it was closed"
    )
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-begins_on", "-id"], name="periods_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["begins_on"], condition=Q(reopened_at=None), name="a_month_is_closed_once"
            ),
            models.CheckConstraint(
                name="closed_period_is_days_of_one_month",
                condition=Q(begins_on__day=1, ends_on__month=F("begins_on__month"))
                & Q(ends_on__gt=F("begins_on"), ends_on__year=F("begins_on__year")),
            ),
            models.CheckConstraint(
                name="reopened_by_somebody_else_with_a_reason",
                condition=Q(reopened_at=None, reopened_by=None, reason="")
                | (
                    Q(reopened_at__isnull=False, reopened_by__isnull=False)
                    & ~Q(reason="")
                    & ~Q(reopened_by=F("closed_by"))
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="closed_period_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_period_is_only_reopened",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["reopened_by", "reopened_at", "reason"]),
            ),
            pgtrigger.Protect(
                name="reopened_period_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.reopened_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on:%Y-%m}"


class FundOpening(models.Model):
    """What a fund held when its story here begins, typed by finance. The newest row of a fund counts."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="openings")
    day = models.DateField(help_text="gifts and spendings from this day on come on top")
    amount = money_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="opening_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            refuse_closed("opening_stays_out_of_closed_periods", "NEW.day", operation=pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.day}: {self.amount}"


class FundSpending(models.Model):
    """What was spent of a fund, typed by finance.

    Append-only: a correction is a row that names the corrected one and carries what is more or less.
    """

    form_key = models.UUIDField(unique=True, help_text="drawn when the form was shown")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="spendings")
    day = models.DateField()
    amount = money_field()
    what = models.CharField(max_length=120)
    releases = models.BooleanField(help_text="the fund was restricted: spending it releases it")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="spendings_newest"),
            models.Index(fields=["day"], name="spendings_by_day"),
        ]
        constraints = [
            models.CheckConstraint(name="spending_says_for_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="spending_is_positive_and_correction_is_not_zero",
                condition=Q(corrects=None, amount__gt=0) | (Q(corrects__isnull=False) & ~Q(amount=0)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="spending_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            refuse_closed("spending_stays_out_of_closed_periods", "NEW.day", operation=pgtrigger.Insert),
            pgtrigger.Trigger(
                name="correction_stays_with_its_spending",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.corrects_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM gifts_fundspending
                        WHERE id = NEW.corrects_id AND corrects_id IS NULL
                            AND fund_id = NEW.fund_id AND releases = NEW.releases
                    ) THEN
                        RAISE EXCEPTION 'correction_stays_with_its_spending' USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"


class JournalRow(models.Model):
    """A side of an entry in a closed period: debit above zero, credit below. Rows of an entry sum to zero."""

    period = models.ForeignKey(ClosedPeriod, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    source = models.CharField(max_length=30, help_text="line:…, received:…, arrival:…, deposit:…, spending:…")
    line = models.ForeignKey(LedgerLine, null=True, on_delete=models.PROTECT, related_name="journal_rows")
    payout = models.ForeignKey(Payout, null=True, on_delete=models.PROTECT, related_name="journal_rows")
    spending = models.ForeignKey(
        FundSpending, null=True, on_delete=models.PROTECT, related_name="journal_rows"
    )
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="journal_rows")
    what = models.CharField(max_length=14)
    posted_on = models.DateField()
    belongs_on = models.DateField(help_text="earlier than posted: it came after its month was closed")
    purpose = models.CharField(max_length=14, choices=Purpose)
    fund = models.ForeignKey(Fund, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    amount = money_field()

    class Meta:
        indexes = [
            models.Index(fields=["source"], name="journal_by_source"),
            models.Index(
                fields=["line"], name="journal_in_suspense", condition=Q(purpose=Purpose.SUSPENSE.value)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["period", "position"], name="one_row_per_place_in_period"),
            models.UniqueConstraint(
                fields=["period", "source", "purpose", "fund"],
                nulls_distinct=False,
                name="an_entry_names_an_account_once",
            ),
            models.CheckConstraint(name="journal_row_moves_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="journal_row_is_posted_on_its_day_or_later",
                condition=Q(belongs_on__lte=F("posted_on")),
            ),
            models.CheckConstraint(
                name="journal_row_has_one_source",
                condition=Q(line__isnull=False, payout=None, spending=None, batch=None)
                | Q(line=None, payout__isnull=False, spending=None, batch=None)
                | Q(line=None, payout=None, spending__isnull=False, batch=None)
                | Q(line=None, payout=None, spending=None, batch__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="journal_row_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            # an entry is written by one statement
            pgtrigger.Trigger(
                name="journal_entries_balance",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=new_rows_as("new_rows"),
                func="""
                    IF EXISTS (
                        SELECT FROM new_rows GROUP BY period_id, source HAVING SUM(amount) <> 0
                    ) THEN
                        RAISE EXCEPTION 'journal_entries_balance' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.code} {self.amount}"
