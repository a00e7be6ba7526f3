"""What a receipt depends on besides the money: what was given, who paid, and the days that count."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.triggers import update_of
from donors.models import Donor


class GiftKind(models.TextChoices):
    """What was given. Only money has its amount on a receipt."""

    MONEY = "money", _("Money")
    GOODS = "goods", _("Goods")
    SECURITIES = "securities", _("Securities")
    VEHICLE = "vehicle", _("Vehicle")
    CURRENCY = "currency", _("Foreign currency in notes")


class Payer(models.TextChoices):
    """Who paid, as the law sees it. The gift's donor is that payer, or the owner of the IRA."""

    DONOR = "donor", pgettext_lazy("who paid", "The donor")
    COMPANY = "company", pgettext_lazy("who paid", "A company, from its own account")
    MATCH = "match", pgettext_lazy("who paid", "An employer, matching an employee's gift")
    DAF = "daf", pgettext_lazy("who paid", "The sponsor of a donor-advised fund")
    FOUNDATION = "foundation", pgettext_lazy("who paid", "A foundation")
    IRA = "ira", pgettext_lazy("who paid", "The custodian of the donor's IRA")


class Terms(models.Model):
    """Columns of a gift. `terms` counts the changes that a receipt must follow; triggers keep it."""

    kind = models.CharField(max_length=10, choices=GiftKind, default=GiftKind.MONEY)
    payer = models.CharField(max_length=10, choices=Payer, default=Payer.DONOR)
    co_payer = models.ForeignKey(
        Donor,
        null=True,
        on_delete=models.PROTECT,
        related_name="joint_gifts",
        help_text="the other holder of a joint account, named on the receipt",
    )
    postmarked_on = models.DateField(null=True, help_text="of a gift that came by post")
    received_on = models.DateField(null=True, help_text="when it reached us, where that is not the legal day")
    terms = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_kind_is_known",
                condition=Q(kind__in=GiftKind.values),
            ),
            models.CheckConstraint(
                name="%(class)s_payer_is_known",
                condition=Q(payer__in=Payer.values),
            ),
            models.CheckConstraint(
                name="%(class)s_has_two_payers_or_one",
                condition=Q(co_payer=None) | (~Q(co_payer=F("donor")) & Q(payer="donor")),
            ),
            models.CheckConstraint(
                name="%(class)s_is_posted_before_it_is_received",
                condition=Q(postmarked_on=None)
                | Q(received_on=None)
                | Q(postmarked_on__lte=F("received_on")),
            ),
            models.CheckConstraint(
                name="%(class)s_dated_by_postmark_was_posted_then",
                condition=~Q(date_basis="postmark")
                | Q(postmarked_on__isnull=False, postmarked_on=F("given_on")),
            ),
        ]


# not `co_payer`: a merge of two records changes no receipt
TERMS_COUNT_CHANGES = pgtrigger.Trigger(
    name="gift_counts_terms",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("kind", "payer", "postmarked_on", "received_on", "given_on"),
    func="NEW.terms := OLD.terms + 1; RETURN NEW;",
)


def counts_terms(name: str) -> pgtrigger.Trigger:
    """Return a trigger for a table whose rows belong to a gift and stand on its receipt."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("the_gift", "uuid")],
        func="""
            IF TG_OP = 'DELETE' THEN the_gift := OLD.gift_id; ELSE the_gift := NEW.gift_id; END IF;
            UPDATE gifts_gift SET terms = terms + 1 WHERE id = the_gift;
            RETURN NULL;
        """,
    )


# what nobody described has no receipt, and settling it would fail for ever
PROPERTY_IS_DESCRIBED = pgtrigger.Trigger(
    name="gift_of_property_is_described",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | update_of("kind"),
    timing=pgtrigger.Deferred,
    func="""
        IF NEW.kind <> 'money' AND NOT EXISTS (SELECT FROM gifts_property WHERE gift_id = NEW.id) THEN
            RAISE EXCEPTION 'gift_of_property_is_described' USING ERRCODE = '23514';
        END IF;
        RETURN NULL;
    """,
)
# on Property: the other side of the same truth
DESCRIPTION_STAYS = pgtrigger.Trigger(
    name="property_stays_with_its_gift",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete,
    timing=pgtrigger.Deferred,
    declare=[("the_gift", "uuid"), ("is_described", "boolean"), ("what", "text")],
    func="""
        IF TG_OP = 'DELETE' THEN the_gift := OLD.gift_id; ELSE the_gift := NEW.gift_id; END IF;
        SELECT kind INTO what FROM gifts_gift WHERE id = the_gift;
        is_described := EXISTS (SELECT FROM gifts_property WHERE gift_id = the_gift);
        IF what IS NOT NULL AND is_described <> (what <> 'money') THEN
            RAISE EXCEPTION 'property_stays_with_its_gift' USING ERRCODE = '23514';
        END IF;
        RETURN NULL;
    """,
)
