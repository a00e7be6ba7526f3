"""A line of a batch: a gift before it is one, saved as it was typed."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models import Appeal, Fund
from donors.models import Donor
from gifts.models.batch import Batch
from gifts.models.gift import Gift
from gifts.models.pledge import Pledge
from gifts.models.terms import Payer

# the columns that hold what nobody could read yet; a gift has none of them
WORDS = ("who", "amount_words", "postmark_words")


class BatchRow(models.Model):
    """What was typed, and what of it is understood. Nothing is thrown away that could not be read.

    `who` holds the words where they do not name one donor yet, or the name of a new one. When the batch is
    posted, the row names its gift and those words go.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="becomes the gift's")
    version = models.PositiveIntegerField(default=1, help_text="a change that knows an older one is refused")
    donor = models.ForeignKey(Donor, null=True, on_delete=models.PROTECT, related_name="batch_rows")
    who = models.CharField(max_length=200, blank=True, default="")
    is_new = models.BooleanField(default=False, help_text="`who` is the name of somebody new")
    new_kind = models.CharField(max_length=12, choices=Donor.Kind, default=Donor.Kind.PERSON)
    new_email = models.EmailField(max_length=254, blank=True, default="")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    amount_words = models.CharField(max_length=20, blank=True, default="")
    check_number = models.CharField(max_length=20, blank=True, default="")
    postmarked_on = models.DateField(null=True)
    postmark_words = models.CharField(max_length=20, blank=True, default="")
    source = models.CharField(max_length=10, choices=Batch.Source, blank=True, default="")
    payer = models.CharField(max_length=10, choices=Payer, default=Payer.DONOR)
    fund = models.ForeignKey(Fund, null=True, on_delete=models.PROTECT, related_name="+")
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.PROTECT, related_name="+")
    pledge = models.ForeignKey(Pledge, null=True, on_delete=models.PROTECT, related_name="batch_rows")
    gift = models.OneToOneField(Gift, null=True, on_delete=models.PROTECT, related_name="batch_row")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["donor", "amount"], name="batch_rows_of_donor", condition=Q(donor__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(name="batch_row_names_one_donor", condition=Q(donor=None) | Q(who="")),
            models.CheckConstraint(
                name="batch_row_of_somebody_new_has_a_name",
                condition=(Q(is_new=False, new_email="")) | (Q(is_new=True) & ~Q(who="")),
            ),
            models.CheckConstraint(
                name="batch_row_amount_is_positive", condition=Q(amount=None) | Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="batch_row_that_became_a_gift_keeps_no_words",
                condition=Q(gift=None)
                | Q(
                    donor__isnull=False,
                    amount__isnull=False,
                    who="",
                    new_email="",
                    amount_words="",
                    postmark_words="",
                ),
            ),
        ]
        triggers = [
            # two records that are merged say whose it is; nothing else of a posted row ever changes
            pgtrigger.Trigger(
                name="row_of_posted_batch_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("the_batch", "bigint"), ("posted", "timestamptz")],
                func="""
                    the_batch := CASE WHEN TG_OP = 'INSERT' THEN NEW.batch_id ELSE OLD.batch_id END;
                    SELECT posted_at INTO posted FROM gifts_batch WHERE id = the_batch FOR SHARE;
                    IF posted IS NOT NULL THEN
                        IF TG_OP = 'UPDATE' THEN
                            OLD.donor_id := NEW.donor_id;
                            IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
                        END IF;
                        RAISE EXCEPTION 'row_of_posted_batch_stays' USING ERRCODE = '23514';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.pk}"
