"""Goods that are wanted, where they may be brought, and who said they would."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from campaigns.models.words import in_language


class DropOff(models.Model):
    """A public place where goods are taken: an office, a partner's shop. Never where anybody lives."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    hours = models.CharField(max_length=160, blank=True)
    hours_es = models.CharField(max_length=160, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="drop_off_has_name_and_address", condition=~Q(name="") & ~Q(address="")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_hours(self) -> str:
        """When it is open, in the page's language."""
        return in_language(self.hours, self.hours_es)


class WishItem(models.Model):
    """Something that is wanted, and how many. A trigger keeps `promised`: offered, and not taken back."""

    name = models.CharField(max_length=80)
    name_es = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=160, blank=True)
    note_es = models.CharField(max_length=160, blank=True)
    wanted = models.PositiveIntegerField()
    promised = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="wish_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="wish_is_for_something", condition=Q(wanted__gt=0)),
            models.CheckConstraint(
                name="wish_is_not_promised_beyond_it", condition=Q(promised__lte=F("wanted"))
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)

    @property
    def local_note(self) -> str:
        """What to look for, in the page's language."""
        return in_language(self.note, self.note_es)

    @property
    def left(self) -> int:
        """How many are still wanted."""
        return self.wanted - self.promised


OFFER_COUNTS = pgtrigger.Trigger(
    name="offer_counts_for_its_wish",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP <> 'INSERT' AND OLD.state IN ('offered', 'brought') THEN
            UPDATE campaigns_wishitem SET promised = promised - OLD.count WHERE id = OLD.item_id;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.state IN ('offered', 'brought') THEN
            UPDATE campaigns_wishitem SET promised = promised + NEW.count WHERE id = NEW.item_id;
        END IF;
        RETURN NULL;
    """,
)


class WishOffer(models.Model):
    """That somebody wants to bring some of it on a day. There is no address of mail: nobody is written to."""

    class State(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("wish", "To come")
        BROUGHT = "brought", pgettext_lazy("wish", "Brought")
        WITHDRAWN = "withdrawn", pgettext_lazy("wish", "Withdrawn")
        LAPSED = "lapsed", pgettext_lazy("wish", "Did not come")

    item = models.ForeignKey(WishItem, on_delete=models.PROTECT, related_name="offers")
    place = models.ForeignKey(DropOff, on_delete=models.PROTECT, related_name="offers")
    count = models.PositiveIntegerField()
    name = models.CharField(max_length=80, blank=True)
    brings_on = models.DateField()
    code = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="wish_offers_newest")]
        constraints = [
            models.CheckConstraint(name="offer_brings_something", condition=Q(count__gt=0)),
            models.CheckConstraint(
                name="offer_state_is_known",
                condition=Q(state__in=["offered", "brought", "withdrawn", "lapsed"]),
            ),
            models.CheckConstraint(
                name="offer_is_settled_at_a_moment",
                condition=Q(state="offered", settled_at=None)
                | (~Q(state="offered") & Q(settled_at__isnull=False)),
            ),
        ]
        triggers = [OFFER_COUNTS]

    def __str__(self) -> str:
        return f"{self.count} × {self.item_id}"
