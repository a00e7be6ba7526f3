"""What a donor promised to give, when its parts fall due, and what of it was given up."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Appeal, Campaign, Fund
from core.money import ZERO, currency_field, money_field
from donors.models import Donor

MONEY = models.DecimalField(max_digits=12, decimal_places=2)


def _sum(rows: "models.QuerySet[models.Model]", of: str) -> Coalesce:
    """The sum of a column over rows that belong to the pledge outside."""
    total = rows.order_by().annotate(total=Sum(of)).values("total")
    return Coalesce(Subquery(total), ZERO, output_field=MONEY)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Pledges, by what is asked of them."""

    def with_balance(self, today: date) -> Self:
        """Annotate `paid`, `written_off`, `open`, `due` (until today) and `overdue` (before today).

        All are sums of rows: ledger lines of the gifts that pay it, write-offs, instalments of its schedule.
        """
        own = Pledge.objects.filter(pk=OuterRef("pk"))
        planned = Q(instalments__replaced_at=None)
        fell_due = own.filter(planned, instalments__due_on__lte=today)
        late = own.filter(planned, instalments__due_on__lt=today)
        rows = self.annotate(
            paid=_sum(own, "gifts__ledger_lines__amount"),
            written_off=_sum(own, "write_offs__amount"),
            due_until=_sum(fell_due, "instalments__amount"),
            late_until=_sum(late, "instalments__amount"),
        ).annotate(open=Greatest(F("amount") - F("paid") - F("written_off"), ZERO, output_field=MONEY))
        return rows.annotate(
            due=Greatest(Least(F("due_until") - F("paid"), F("open")), ZERO, output_field=MONEY),
            overdue=Greatest(Least(F("late_until") - F("paid"), F("open")), ZERO, output_field=MONEY),
        )


class Pledge(models.Model):
    """A promise. It is no gift and has no receipt; its payments are gifts that name it."""

    class Rhythm(models.TextChoices):
        ONCE = "once", pgettext_lazy("pledge", "At once")
        MONTHLY = "monthly", _("Monthly")
        QUARTERLY = "quarterly", _("Quarterly")
        YEARLY = "yearly", pgettext_lazy("pledge", "Yearly")
        OWN = "own", pgettext_lazy("pledge", "On days of their own")

    form_key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="drawn when the form was shown")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="pledges")
    amount: "models.DecimalField[Decimal, Decimal]" = money_field()
    currency = currency_field()
    pledged_on = models.DateField()
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="pledges")
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.PROTECT, related_name="pledges")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="pledges")
    is_reminded = models.BooleanField(default=True, help_text="the donor wants to be reminded by mail")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    # there after `with_balance()`
    paid: Decimal
    written_off: Decimal
    open: Decimal
    due: Decimal
    overdue: Decimal

    objects = PledgeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="pledges_newest"),
            models.Index(fields=["donor", "-created_at"], name="pledges_of_donor"),
        ]
        constraints = [models.CheckConstraint(name="pledge_is_positive", condition=Q(amount__gt=0))]
        triggers = [
            pgtrigger.Protect(
                name="pledge_stays_what_was_promised",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("amount", "currency", "form_key", "pledged_on", "created_at"),
            ),
            pgtrigger.Trigger(
                name="pledge_has_a_schedule",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="""
                    IF NOT EXISTS (SELECT FROM gifts_instalment WHERE pledge_id = NEW.id) THEN
                        RAISE EXCEPTION 'pledge_has_a_schedule' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} {self.pledged_on}"


class Instalment(models.Model):
    """A part of a pledge and its day. A changed schedule is new rows; the old ones stay, with their end."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField()
    amount: "models.DecimalField[Decimal, Decimal]" = money_field()
    created_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], name="instalments_due", condition=Q(replaced_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(name="instalment_is_positive", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["pledge", "due_on"],
                name="one_instalment_per_pledge_and_day",
                condition=Q(replaced_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="instalment_is_append_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.replaced_at IS NOT NULL OR (OLD.pledge_id, OLD.due_on, OLD.amount, OLD.created_at)"
                    " IS DISTINCT FROM (NEW.pledge_id, NEW.due_on, NEW.amount, NEW.created_at)"
                ),
            ),
            pgtrigger.Protect(name="instalment_refuses_delete", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="instalments_sum_to_pledge",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                declare=[("planned", "numeric"), ("promised", "numeric")],
                func="""
                    SELECT amount INTO promised FROM gifts_pledge WHERE id = NEW.pledge_id;
                    SELECT COALESCE(SUM(amount), 0) INTO planned
                        FROM gifts_instalment WHERE pledge_id = NEW.pledge_id AND replaced_at IS NULL;
                    IF planned <> promised THEN
                        RAISE EXCEPTION 'instalments_sum_to_pledge' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.amount}"


class WriteOff(models.Model):
    """What we no longer wait for, or wait for again: a row with `cancels` takes another's amount back."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="write_offs")
    amount: "models.DecimalField[Decimal, Decimal]" = money_field()
    reason = models.CharField(max_length=200)
    cancels = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="cancelled_by")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="write_off_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="write_off_takes_away_and_its_cancel_gives_back",
                condition=Q(cancels=None, amount__gt=0) | Q(cancels__isnull=False, amount__lt=0),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="write_off_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="write_offs_stay_within_pledge",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=[("given_up", "numeric"), ("promised", "numeric")],
                func="""
                    IF NEW.cancels_id IS NOT NULL AND NOT EXISTS (
                        SELECT FROM gifts_writeoff WHERE id = NEW.cancels_id
                        AND pledge_id = NEW.pledge_id AND amount = -NEW.amount
                    ) THEN
                        RAISE EXCEPTION 'cancel_takes_back_what_was_written_off' USING ERRCODE = '23514';
                    END IF;
                    SELECT amount INTO promised FROM gifts_pledge WHERE id = NEW.pledge_id;
                    SELECT SUM(amount) INTO given_up FROM gifts_writeoff WHERE pledge_id = NEW.pledge_id;
                    IF given_up < 0 OR given_up > promised THEN
                        RAISE EXCEPTION 'write_offs_stay_within_pledge' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
