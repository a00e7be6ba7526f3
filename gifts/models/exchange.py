"""What a donor got for a gift, what a gift of property was, and who else is thanked for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import money_field
from donors.models import Donor
from gifts.models.gift import Gift
from gifts.models.terms import DESCRIPTION_STAYS, counts_terms


class Benefit(models.Model):
    """Something the donor got for a gift: a dinner, a ticket, a mug, the privileges of a membership.

    What may be disregarded, a regime decides by its table of the year; nobody ticks that here.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", pgettext_lazy("benefit", "Ordinary: a ticket, a dinner, an item")
        TOKEN = "token", pgettext_lazy("benefit", "Low-cost item that carries our name or logo")
        MEMBERSHIP = "membership", pgettext_lazy("benefit", "Privilege of a yearly membership")
        RELIGIOUS = "religious", pgettext_lazy("benefit", "Intangible religious benefit")

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="benefits")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ORDINARY)
    description = models.CharField(max_length=120)
    fair_value = money_field(help_text="what it would cost elsewhere, in good faith")
    cost = money_field(null=True, help_text="what it cost us, for a low-cost item")
    sold_from = money_field(
        null=True, help_text="the lowest yearly membership that brings the same privileges"
    )
    basis = models.CharField(max_length=200, help_text="how the value was estimated")

    class Meta:
        constraints = [
            models.CheckConstraint(name="benefit_is_described", condition=~Q(description="")),
            models.CheckConstraint(name="benefit_value_is_not_negative", condition=Q(fair_value__gte=0)),
            models.CheckConstraint(
                name="benefit_value_says_how_it_was_estimated", condition=Q(fair_value=0) | ~Q(basis="")
            ),
            models.CheckConstraint(
                name="benefit_token_has_its_cost",
                condition=Q(kind="token", cost__isnull=False, cost__gte=0)
                | (~Q(kind="token") & Q(cost__isnull=True)),
            ),
            models.CheckConstraint(
                name="benefit_of_membership_is_sold_from",
                condition=Q(sold_from=None) | Q(kind="membership", sold_from__gt=0),
            ),
            models.CheckConstraint(
                name="benefit_that_is_religious_has_no_value",
                condition=~Q(kind="religious") | Q(fair_value=0),
            ),
        ]
        triggers = [counts_terms("benefit_counts_terms")]

    def __str__(self) -> str:
        return self.description


class Property(models.Model):
    """What a gift of something other than money was. Its value stands in the books, never on a receipt."""

    class Use(models.TextChoices):
        NONE = "", pgettext_lazy("vehicle", "Not a vehicle")
        SALE = "sale", pgettext_lazy("vehicle", "To be sold")
        KEPT = "kept", pgettext_lazy("vehicle", "Significant use by us")
        IMPROVED = "improved", pgettext_lazy("vehicle", "Material improvement by us")
        NEEDY = "needy", pgettext_lazy("vehicle", "For a needy person, far below its value")

    gift = models.OneToOneField(Gift, on_delete=models.CASCADE, related_name="property")
    description = models.CharField(max_length=300)
    place = models.CharField(max_length=120, blank=True, default="", help_text="where it was received")
    issuer = models.CharField(max_length=120, blank=True, default="")
    shares = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    vin = models.CharField(max_length=17, blank=True, default="", help_text="vehicle identification number")
    is_claimed_over_500 = models.BooleanField(
        default=False, help_text="the donor claims more than $500 for the vehicle"
    )
    use = models.CharField(max_length=8, choices=Use, blank=True, default="")
    use_note = models.CharField(max_length=120, blank=True, default="", help_text="what it is used for")
    use_months = models.PositiveSmallIntegerField(null=True)
    sold_on = models.DateField(null=True)
    proceeds = money_field(null=True, help_text="gross proceeds of the sale")

    class Meta:
        verbose_name_plural = _("properties")
        constraints = [
            models.CheckConstraint(name="property_is_described", condition=~Q(description="")),
            models.CheckConstraint(
                name="property_shares_have_issuer",
                condition=Q(shares=None, issuer="") | (Q(shares__isnull=False, shares__gt=0) & ~Q(issuer="")),
            ),
            models.CheckConstraint(name="property_use_is_of_a_vehicle", condition=Q(use="") | ~Q(vin="")),
            models.CheckConstraint(
                name="property_sale_has_day_and_proceeds",
                condition=Q(sold_on=None, proceeds=None)
                | Q(use="sale", sold_on__isnull=False, proceeds__isnull=False, proceeds__gte=0),
            ),
            models.CheckConstraint(
                name="property_kept_says_how_long",
                condition=~Q(use="kept") | (Q(use_months__isnull=False, use_months__gt=0) & ~Q(use_note="")),
            ),
        ]
        triggers = [counts_terms("property_counts_terms"), DESCRIPTION_STAYS]

    def __str__(self) -> str:
        return self.description


class SoftCredit(models.Model):
    """Somebody who did not pay and is thanked: who advised a fund, whose gift was matched."""

    class Role(models.TextChoices):
        ADVISER = "adviser", pgettext_lazy("soft credit", "Advised the fund")
        EMPLOYEE = "employee", pgettext_lazy("soft credit", "Employee whose gift was matched")
        SPOUSE = "spouse", pgettext_lazy("soft credit", "Spouse or partner")
        OTHER = "other", pgettext_lazy("soft credit", "Brought the gift about")

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="soft_credits")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="soft_credits")
    role = models.CharField(max_length=10, choices=Role)
    amount = money_field()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["donor", "-created_at"], name="soft_credits_of_donor")]
        constraints = [
            models.UniqueConstraint(fields=["gift", "donor"], name="one_soft_credit_per_gift_and_donor"),
            models.CheckConstraint(name="soft_credit_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.donor}: {self.amount}"
