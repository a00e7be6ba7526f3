"""Two records that turned out to be one donor."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from donors.models.donor import Donor


class DonorMerge(models.Model):
    """That one record was folded into another, and what it takes to unfold it again.

    `moved` holds, by model, the ids of the rows that now belong to the kept record; `before` the kept
    record's own choices, for the merge takes the more careful one of each. The folded record keeps its
    columns. A row that could not move, since the kept record has its like, is listed under `stayed`.
    """

    kept = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="merges")
    folded = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    stayed = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="merge_is_of_two_donors", condition=~Q(kept=F("folded")))]

    def __str__(self) -> str:
        return f"{self.folded_id} into {self.kept_id}"
