"""Gifts, and how they are shared among funds."""

import uuid
from decimal import Decimal
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from campaigns.models import Appeal, Campaign, Fund
from core.money import ZERO, currency_field, money_field
from donors.models import Donor
from gifts.models.batch import Batch
from gifts.models.checkout import Checkout
from gifts.models.guarding import (
    CLOSED_PERIOD_KEEPS_CAMPAIGNS,
    CLOSED_PERIOD_KEEPS_ITS_GIFTS,
    CLOSED_PERIOD_KEEPS_SHARES,
    CLOSED_PERIOD_TAKES_NO_GIFT,
)
from gifts.models.pledge import Pledge
from gifts.models.recurring import RecurringGift
from gifts.models.tallies import (
    CHANGE_IS_MARKED,
    GIFT_GONE_IS_MARKED,
    GIFTS_ARE_MARKED,
    NOT_ARRIVED,
    SHARE_IS_MARKED,
)
from gifts.models.terms import PROPERTY_IS_DESCRIBED, TERMS_COUNT_CHANGES, Terms
from gifts.models.totals import GIFT_MOVES_TOTAL
from gifts.models.tribute import Wishes

SEES_ALL_GIFTS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY})


class GiftQuerySet(models.QuerySet["Gift"]):
    """Gifts, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """All gifts for the staff who work with them; one's own for a donor."""
        return self if user.roles & SEES_ALL_GIFTS else self.filter(donor__user=user)

    def arrived(self) -> Self:
        """Gifts whose money came, whatever became of it later. A check that bounced never came."""
        return self.exclude(state__in=NOT_ARRIVED)

    def of_year(self, year: int) -> Self:
        """Gifts given in a calendar year, by their legal day."""
        return self.filter(given_on__year=year)

    def with_net(self) -> Self:
        """Annotate `net`: the gift less what was refunded, disputed or returned, from the ledger.

        A subquery, since a joined sum would count a line once per allocation.
        """
        total = (
            Gift.objects.filter(pk=OuterRef("pk"))
            .order_by()
            .annotate(total=Sum("ledger_lines__amount"))
            .values("total")
        )
        return self.annotate(net=Coalesce(Subquery(total), ZERO, output_field=models.DecimalField()))


class Gift(Wishes, Terms):
    """Money or goods that arrived, or money that a bank still confirms (processing)."""

    class State(models.TextChoices):
        PROCESSING = "processing", _("Confirming with the bank")
        PAID = "paid", _("Paid")
        PARTLY_REFUNDED = "partly_refunded", _("Partly refunded")
        REFUNDED = "refunded", _("Refunded")
        DISPUTED = "disputed", _("Disputed")
        LOST = "lost", _("Lost")
        FAILED = "failed", _("Failed")
        REVERSED = "reversed", _("Reversed")

    class Source(models.TextChoices):
        STRIPE = "stripe", _("Online")
        CHECK = "check", _("Check")
        CASH = "cash", _("Cash")
        WIRE = "wire", _("Wire")
        PAYROLL = "payroll", _("Payroll deduction")
        TEXT = "text", _("Text message")
        DELIVERY = "delivery", _("Handed over or delivered")
        ELSEWHERE = "elsewhere", _("Through another service")

    class Basis(models.TextChoices):
        CHARGED = "charged", _("card charged")
        POSTMARK = "postmark", _("postmark")
        RECEIVED = "received", _("received")
        DELIVERED = "delivered", _("delivered")
        WITHHELD = "withheld", _("withheld from pay")
        SENT = "sent", _("text message sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=10, choices=Source)
    state = models.CharField(max_length=16, choices=State)
    form_key = models.UUIDField(
        unique=True, null=True, help_text="of one entered here: drawn when the form was shown"
    )
    payment_id = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 - NULL: offline
    charge_id = models.CharField(max_length=80, blank=True, default="")
    method = models.CharField(max_length=40, blank=True, default="", help_text="card, us_bank_account …")
    checkout = models.ForeignKey(Checkout, null=True, on_delete=models.SET_NULL, related_name="gifts")
    recurring = models.ForeignKey(RecurringGift, null=True, on_delete=models.PROTECT, related_name="gifts")
    donor = models.ForeignKey(Donor, null=True, on_delete=models.PROTECT, related_name="gifts")
    is_unmatched = models.BooleanField(default=False, help_text="Stripe took it and nobody here knows why")
    payer_name = models.CharField(
        max_length=200, blank=True, default="", help_text="as the bank or a check gave it"
    )
    payer_email = models.EmailField(max_length=254, blank=True, default="")
    check_number = models.CharField(max_length=20, blank=True, default="", help_text="as printed on it")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="gifts")
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.SET_NULL, related_name="gifts")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="gifts")
    pledge = models.ForeignKey(Pledge, null=True, on_delete=models.PROTECT, related_name="gifts")
    amount = money_field(
        help_text="all that was charged, covered fee included; of property, its value in the books"
    )
    fee_cover = money_field(default=0)
    stands = money_field(
        default=0,
        db_default=ZERO,
        help_text="by trigger: the sum of its ledger lines, what `with_net()` counts",
    )
    fees = money_field(default=0, db_default=ZERO, help_text="by trigger: what the processor kept of it")
    currency = currency_field()
    given_at = models.DateTimeField(null=True)
    given_on = models.DateField(null=True, help_text="legal day, resolved once in the organisation's zone")
    date_basis = models.CharField(max_length=10, choices=Basis, default=Basis.CHARGED)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(
        db_default=Now(),
        help_text="by trigger: when the gift or its money last changed; what receipts look at",
    )

    net: Decimal  # there after `with_net()`

    objects = GiftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-given_at", "-id"], name="gifts_newest"),
            models.Index(fields=["donor", "-given_at", "-id"], name="gifts_of_donor"),
            models.Index(fields=["donor", "given_on"], name="gifts_of_donor_by_day"),
            models.Index(fields=["campaign", "given_on"], name="gifts_of_campaign"),
            models.Index(
                fields=["given_on"],
                include=["donor", "state", "amount", "stands"],
                name="gifts_by_day",
            ),
            models.Index(fields=["charge_id"], name="gift_by_charge", condition=~Q(charge_id="")),
            models.Index(
                fields=["received_on"], name="gifts_received_later", condition=Q(received_on__isnull=False)
            ),
            models.Index(fields=["created_at"], name="gift_unmatched", condition=Q(is_unmatched=True)),
            models.Index(fields=["-changed_at"], name="gifts_changed"),
            models.Index(
                fields=["check_number"],
                name="gift_by_check_number",
                opclasses=["varchar_pattern_ops"],  # its beginning is enough to find it
                condition=~Q(check_number=""),
            ),
        ]
        triggers = [
            GIFT_MOVES_TOTAL,
            CLOSED_PERIOD_TAKES_NO_GIFT,
            CLOSED_PERIOD_KEEPS_ITS_GIFTS,
            CLOSED_PERIOD_KEEPS_CAMPAIGNS,
            TERMS_COUNT_CHANGES,
            PROPERTY_IS_DESCRIBED,
            GIFTS_ARE_MARKED,
            CHANGE_IS_MARKED,
            GIFT_GONE_IS_MARKED,
            pgtrigger.Trigger(
                name="gift_notes_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                # what lines sum to is written by their trigger alone: a row that was read before and is saved
                # now would take it back
                func="""
                    IF pg_trigger_depth() < 2 THEN NEW.stands := OLD.stands; NEW.fees := OLD.fees; END IF;
                    -- a merge of two records of its donor, and its undoing, change nothing about a gift
                    IF COALESCE(current_setting('harbor.folding', true), '') <> 'yes' THEN
                        NEW.changed_at := clock_timestamp();
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="gift_begins_without_lines",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.stands <> 0 OR NEW.fees <> 0"),
            ),
        ]
        constraints = [
            *Wishes.Meta.constraints,
            *Terms.Meta.constraints,
            models.CheckConstraint(name="gift_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="gift_fee_cover_within_amount", condition=Q(fee_cover__gte=0, fee_cover__lt=F("amount"))
            ),
            models.CheckConstraint(
                name="gift_that_arrived_has_its_day",
                condition=Q(state__in=["processing", "failed"])
                | Q(given_at__isnull=False, given_on__isnull=False),
            ),
            models.CheckConstraint(
                name="gift_has_payment_or_recorder",
                condition=Q(source="stripe", payment_id__isnull=False)
                | (~Q(source="stripe") & Q(payment_id__isnull=True, recorded_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="gift_online_is_money_and_stays_with_its_books",
                condition=~Q(source="stripe") | (Q(kind="money", form_key=None) & ~Q(state="reversed")),
            ),
            models.CheckConstraint(
                name="gift_of_a_batch_came_by_hand", condition=Q(batch=None) | ~Q(source="stripe")
            ),
            models.CheckConstraint(
                name="unmatched_gift_has_no_donor", condition=Q(is_unmatched=False) | Q(donor__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} {self.given_on}"


class Allocation(models.Model):
    """The share of a gift that goes to a fund. A deferred trigger keeps the shares equal to the gift."""

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="allocations")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allocations")
    amount: "models.DecimalField[Decimal, Decimal]" = money_field()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gift", "fund"], name="one_allocation_per_gift_and_fund"),
            models.CheckConstraint(name="allocation_is_positive", condition=Q(amount__gt=0)),
        ]
        triggers = [
            CLOSED_PERIOD_KEEPS_SHARES,
            SHARE_IS_MARKED,
            pgtrigger.Trigger(
                name="allocations_sum_to_gift",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                declare=[("the_gift", "uuid"), ("shared", "numeric"), ("given", "numeric")],
                func="""
                    IF TG_OP = 'DELETE' THEN the_gift := OLD.gift_id; ELSE the_gift := NEW.gift_id; END IF;
                    SELECT amount INTO given FROM gifts_gift WHERE id = the_gift;
                    IF NOT FOUND THEN RETURN NULL; END IF;
                    SELECT COALESCE(SUM(amount), 0) INTO shared
                        FROM gifts_allocation WHERE gift_id = the_gift;
                    IF shared <> given THEN
                        RAISE EXCEPTION 'allocations of a gift do not sum to it' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
