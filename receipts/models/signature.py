"""The log of signatures over papers: append-only, each entry chained to the one before."""

import pgtrigger
from django.db import models
from django.db.models import Q

from receipts.models.receipt import Receipt


class PaperSignature(models.Model):
    """That we signed one paper, as the entry of a log from which nothing can be taken unseen.

    What is signed is `receipts.signing.message_of`: it holds the paper's hash and the entry before. No name.
    """

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="signature")
    position = models.PositiveIntegerField(unique=True, help_text="1, 2, 3 … without a gap")
    previous_sha256 = models.CharField(max_length=64, blank=True, default="")
    pdf_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    public_key = models.CharField(max_length=44, help_text="Ed25519, base64")
    signature = models.CharField(max_length=88, help_text="Ed25519, base64")
    entry_sha256 = models.CharField(max_length=64, unique=True, help_text="of the message and its signature")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_the_first_signature_follows_none",
                condition=Q(position=1, previous_sha256="") | (Q(position__gt=1) & ~Q(previous_sha256="")),
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="signature_log_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="signature_follows_the_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.position > 1 AND NOT EXISTS (
                        SELECT 1 FROM receipts_papersignature
                        WHERE position = NEW.position - 1 AND entry_sha256 = NEW.previous_sha256
                    ) THEN
                        RAISE EXCEPTION 'a signature must follow the last one' USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}"
