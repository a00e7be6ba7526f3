"""What we certify: numbered, frozen receipts, the gifts they cover, and the copies that went out."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Role, User
from core.money import money_field
from donors.models import Donor
from gifts.models import Gift
from gifts.models.gift import SEES_ALL_GIFTS
from volunteers.models import Volunteer

SEES_LETTERS = frozenset({Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})


class Series(models.Model):
    """A run of numbers without a gap: drawn by one UPDATE inside the transaction that issues."""

    regime = models.CharField(max_length=4)
    code = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regime", "code", "year"], name="one_series_per_year_and_code")
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.year}"


class ReceiptKind(models.TextChoices):
    """What a paper is. Which one it must be, a regime decides."""

    SIMPLE = "simple_receipt", _("Receipt under $250")
    ACKNOWLEDGMENT = "acknowledgment", _("Acknowledgment of $250 or more")
    QUID_PRO_QUO = "quid_pro_quo", _("Receipt for a payment with a benefit")
    SALE = "sales_receipt_only", _("Record of a purchase")
    NONCASH = "noncash_acknowledgment", _("Acknowledgment of property")
    VEHICLE = "vehicle_1098c", _("Acknowledgment of a vehicle")
    QCD = "qcd_letter", _("Letter for a distribution from an IRA")
    THANKS = "thank_you_only", _("Thanks for a grant")
    EXPENSES = "volunteer_expense_letter", _("Letter for a volunteer's expenses")
    ANNUAL = "annual_statement", _("Annual receipt")
    OFFICIAL = "official_receipt", _("Official receipt")


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Receipts of gifts for those who work with gifts, letters about expenses for those who work with
        volunteers, both for those who do both or keep the register; one's own for others.
        """
        sees_gifts, sees_letters = bool(user.roles & SEES_ALL_GIFTS), bool(user.roles & SEES_LETTERS)
        if sees_gifts == sees_letters:
            return self if sees_gifts else self.of(user)
        about_expenses = Q(kind=ReceiptKind.EXPENSES)
        return self.filter(about_expenses if sees_letters else ~about_expenses)

    def of(self, user: User) -> Self:
        """A person's own: for what they gave, and for what they spent as a volunteer."""
        return self.filter(Q(donor__user=user) | Q(volunteer__user=user))

    def note_left(self, now: datetime) -> int:
        """Note that they left the house, of those that never did; return how many."""
        return self.filter(left_at=None).update(left_at=now)


class Receipt(models.Model):
    """A receipt as it was issued. What it says is its snapshot; only its status moves on."""

    class Status(models.TextChoices):
        LIVE = "live", _("Valid")
        VOID = "void", _("Void")
        REPLACED = "replaced", _("Replaced")

    class VoidReason(models.TextChoices):
        NONE = "", _("None")
        REFUNDED = "refunded", _("the gift was refunded")
        DISPUTED = "disputed", _("the gift was disputed")
        CORRECTED = "corrected", _("corrected")
        MISTAKEN = "mistaken", _("issued by mistake")
        REVERSED = "reversed", _("the gift was taken out of the books")
        LOST_PAPER = "lost_paper", _("the paper was lost")

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, choices=ReceiptKind)
    status = models.CharField(max_length=10, choices=Status, default=Status.LIVE)
    donor = models.ForeignKey(Donor, null=True, on_delete=models.SET_NULL, related_name="receipts")
    volunteer = models.ForeignKey(
        Volunteer,
        null=True,
        on_delete=models.SET_NULL,
        related_name="receipts",
        help_text="of a letter about expenses",
    )
    language = models.CharField(max_length=2)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    tax_year = models.PositiveSmallIntegerField()
    amount = money_field(help_text="what is deductible of its lines; zero where that is not ours to say")
    snapshot = models.JSONField(help_text="everything the paper says, frozen")
    snapshot_sha256 = models.CharField(max_length=64)
    template_version = models.PositiveSmallIntegerField()
    check_code = models.CharField(max_length=40, unique=True)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    void_reason = models.CharField(max_length=12, choices=VoidReason, blank=True, default="")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    left_at = models.DateTimeField(
        null=True, help_text="when it first left the house: by letter, by post, as a download"
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-issued_at", "-id"], name="receipts_newest"),
            models.Index(fields=["donor", "-issued_at", "-id"], name="receipts_of_donor"),
            models.Index(
                fields=["tax_year", "donor"], name="receipts_live_of_year", condition=Q(status="live")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="one_receipt_per_number"),
            models.CheckConstraint(name="receipt_number_is_positive", condition=Q(number__gt=0)),
            models.CheckConstraint(name="receipt_kind_is_known", condition=Q(kind__in=ReceiptKind.values)),
            models.CheckConstraint(
                name="receipt_of_a_volunteer_is_about_expenses",
                condition=Q(volunteer=None) | Q(kind="volunteer_expense_letter", donor=None, amount=0),
            ),
            models.CheckConstraint(
                name="receipt_that_lives_was_ended_by_nobody",
                condition=Q(voided_by=None) | ~Q(status="live"),
            ),
            models.CheckConstraint(
                name="receipt_ended_has_reason",
                condition=Q(status="live", void_reason="", voided_at__isnull=True)
                | (~Q(status="live") & ~Q(void_reason="") & Q(voided_at__isnull=False)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="receipt_refuses_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="receipt_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=[
                        "donor",
                        "volunteer",
                        "status",
                        "void_reason",
                        "voided_at",
                        "voided_by",
                        "left_at",
                        "pdf",
                        "pdf_sha256",
                    ]
                ),
            ),
            pgtrigger.Protect(
                name="receipt_paper_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "(OLD.pdf IS NOT NULL AND (OLD.pdf IS DISTINCT FROM NEW.pdf"
                    " OR OLD.pdf_sha256 IS DISTINCT FROM NEW.pdf_sha256))"
                ),
            ),
            pgtrigger.Protect(
                name="receipt_never_revives",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("(OLD.status <> 'live' AND NEW.status <> OLD.status)"),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self.series, self.number)


def numbered(series: Series, number: int) -> str:
    """Return a receipt's number as printed."""
    return f"{series}-{number:06d}"


class ReceiptLine(models.Model):
    """One gift on a receipt. Active while the receipt lives: one live receipt per gift at most."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="receipt_lines")
    paid = money_field()
    benefit = money_field(default=0, help_text="value of what had to be named, at most what was paid")
    terms = models.PositiveIntegerField(
        default=0, help_text="the gift's count of changes when this was issued"
    )
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gift"], name="one_live_receipt_per_gift", condition=Q(active=True)
            ),
            models.UniqueConstraint(fields=["receipt", "gift"], name="one_line_per_receipt_and_gift"),
            models.CheckConstraint(
                name="receipt_line_benefit_within_paid", condition=Q(benefit__gte=0, benefit__lte=F("paid"))
            ),
            models.CheckConstraint(name="receipt_line_paid_is_positive", condition=Q(paid__gt=0)),
        ]
        triggers = [
            pgtrigger.Protect(name="receipt_line_refuses_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="receipt_line_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["active"]),
            ),
            pgtrigger.Protect(
                name="receipt_line_never_revives",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("(NOT OLD.active AND NEW.active)"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid}"


class ReceiptCopy(models.Model):
    """That a paper left: a copy that somebody took or was sent, or the paper in a file for posting."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("by mail")
        POST = "post", pgettext_lazy("channel", "by post")
        DOWNLOAD = "download", _("downloaded")

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="copies")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    channel = models.CharField(max_length=10, choices=Channel)

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.made_at:%Y-%m-%d}"
