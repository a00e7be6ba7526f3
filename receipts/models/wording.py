"""The words that staff may write on papers, version by version, beside what the law wants said."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from receipts.models.receipt import ReceiptKind

ALL = "all"
LONGEST = 400
LONGEST_CLOSING = 120
KINDS = [(ALL, _("All papers")), *ReceiptKind.choices]


class ReceiptWording(models.Model):
    """One version of one block, on one kind of paper or on all. The newest holds; nothing is changed or lost.

    `follows_all`: this kind says what all say. A kind that does not, and has no text, says nothing there. A
    title is a code that the regime knows, so that no paper can call itself what it is not.
    """

    class Block(models.TextChoices):
        TITLE = "title", pgettext_lazy("of a paper", "Title")
        ABOVE = "above", _("Above the gifts")
        BELOW = "below", _("Below what the law wants said")
        CLOSING = "closing", _("Closing line")

    kind = models.CharField(max_length=30, choices=KINDS)
    block = models.CharField(max_length=10, choices=Block)
    version = models.PositiveIntegerField(help_text="1, 2, 3 … of its block, without a gap")
    follows_all = models.BooleanField(default=False)
    text = models.CharField(max_length=LONGEST, blank=True, default="")
    text_es = models.CharField(max_length=LONGEST, blank=True, default="")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "block", "version"], name="one_wording_per_version_of_a_block"
            ),
            models.CheckConstraint(
                name="wording_is_of_a_known_kind", condition=Q(kind__in=[name for name, _label in KINDS])
            ),
            models.CheckConstraint(
                name="wording_is_of_a_known_block",
                condition=Q(block__in=["title", "above", "below", "closing"]),
            ),
            models.CheckConstraint(
                name="wording_is_in_both_languages",
                condition=Q(block="title", text_es="")
                | Q(text="", text_es="")
                | (~Q(block="title") & ~Q(text="") & ~Q(text_es="")),
            ),
            models.CheckConstraint(
                name="wording_that_follows_all_is_of_one_kind_and_empty",
                condition=Q(follows_all=False) | (~Q(kind=ALL) & ~Q(block="title") & Q(text="", text_es="")),
            ),
            models.CheckConstraint(
                name="wording_of_a_title_is_of_one_kind", condition=~Q(block="title", kind=ALL)
            ),
            models.CheckConstraint(
                name="wording_of_a_closing_line_is_short",
                condition=~Q(block="closing")
                | Q(
                    LessThanOrEqual(Length("text"), LONGEST_CLOSING),
                    LessThanOrEqual(Length("text_es"), LONGEST_CLOSING),
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="wording_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="wording_follows_the_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.version IS DISTINCT FROM 1 + COALESCE(
                        (SELECT max(version) FROM receipts_receiptwording
                         WHERE kind = NEW.kind AND block = NEW.block), 0)
                    THEN
                        RAISE EXCEPTION 'a wording must follow the last one' USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.block} {self.version}"
