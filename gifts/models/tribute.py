"""The wishes a donor states with a gift: columns shared by what was asked and what was given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TributeKind(models.TextChoices):
    """A tribute is a name and a preset message, never a free text."""

    NONE = "", _("No tribute")
    HONOR = "honor", _("In honor of")
    MEMORY = "memory", _("In memory of")


class TributeMessage(models.TextChoices):
    """The preset messages."""

    NONE = "", _("No message")
    THINKING = "thinking", _("Thinking of you")
    GRATITUDE = "gratitude", _("With gratitude")
    SYMPATHY = "sympathy", _("With deepest sympathy")
    CELEBRATION = "celebration", _("Celebrating you")


class Wishes(models.Model):
    """Tribute, anonymity and employer as the donor stated them."""

    is_anonymous = models.BooleanField(default=False, help_text=_("never named in public"))
    tribute_kind = models.CharField(max_length=6, choices=TributeKind, blank=True, default="")
    tribute_name = models.CharField(max_length=120, blank=True, default="")
    tribute_message = models.CharField(max_length=12, choices=TributeMessage, blank=True, default="")
    employer = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_tribute_has_name",
                condition=Q(tribute_kind="", tribute_name="") | (~Q(tribute_kind="") & ~Q(tribute_name="")),
            )
        ]
