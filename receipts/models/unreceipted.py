"""Gifts for which there is no receipt of their own, and why: what settling decided, or what staff asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import money_field
from gifts.models import Gift


class Unreceipted(models.Model):
    """Settling looked at a gift, as it was then, and found nothing to certify. A change makes it look again.

    What staff held back stays so until they lift it, whatever changes.
    """

    class Why(models.TextChoices):
        PAYROLL = "payroll", _("withheld from pay: the annual receipt covers it")
        ADVANTAGE = "advantage", _("the benefit is too large for the payment to be a gift")
        NOTHING = "nothing", _("nothing that the law counts as a gift")
        ADDRESS = "address", _("the donor's address is missing, and the law wants it on the receipt")
        LETTERHEAD = (
            "letterhead",
            _("our own address, tax number or who signs is missing, and the law wants them on the receipt"),
        )
        HELD = "held", pgettext_lazy("receipt", "held back by staff")

    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="unreceipted")
    why = models.CharField(max_length=10, choices=Why)
    paid = money_field(help_text="what stood of the gift when this was decided")
    terms = models.PositiveIntegerField(help_text="the gift's count of changes then")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["why", "-decided_at"], name="unreceipted_by_reason")]
        constraints = [
            models.CheckConstraint(
                name="unreceipted_held_says_by_whom", condition=~Q(why="held") | Q(decided_by__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.get_why_display()
