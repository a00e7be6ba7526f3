"""Two records that turned out to be one donor."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from accounts.models import User
from donors.models.donor import Donor


class DonorMergeQuerySet(models.QuerySet["DonorMerge"]):
    """Merges, by what is asked of them."""

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def of(self, *donors: int) -> Self:
        """Those in which a record stayed or was folded."""
        return self.filter(Q(kept__in=donors) | Q(folded__in=donors))


class DonorMerge(models.Model):
    """That one record was folded into another, and what it takes to unfold it again.

    `moved` holds, by model, the ids of the rows that now belong to the kept record; `before` and `after` what
    stood in both records and beside them, before the merge and after it. A row that could not move, since the
    kept record has its like, is listed under `stayed`. Erasing either donor empties `before` and `after`.
    """

    kept = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="merges")
    folded = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    stayed = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DonorMergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kept", "-id"], name="merges_of_donor")]
        constraints = [
            models.CheckConstraint(name="merge_is_of_two_donors", condition=~Q(kept=F("folded"))),
            models.UniqueConstraint(
                fields=["folded"], name="one_standing_merge_per_folded_donor", condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.folded_id} into {self.kept_id}"


class MergeRequestQuerySet(models.QuerySet["MergeRequest"]):
    """Requests, by what is asked of them."""

    def waiting(self) -> Self:
        """Those that nobody has decided yet."""
        return self.filter(state=MergeRequest.State.WAITING)

    def waiting_for(self, user: User) -> Self:
        """Those that a person may decide: never their own."""
        return self.waiting().exclude(asked_by=user)


class MergeRequest(models.Model):
    """A merge, or the undoing of one, that moves so many rows that a second person looks at it first.

    It holds for the records as they were when it was asked: `mark` is the hash of what was seen then.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", pgettext_lazy("request", "Merge")
        UNDO = "undo", pgettext_lazy("request", "Undo a merge")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("request", "Waiting")
        APPROVED = "approved", pgettext_lazy("request", "Approved")
        DECLINED = "declined", pgettext_lazy("request", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
        EXPIRED = "expired", pgettext_lazy("request", "Expired, since a record changed")

    kind = models.CharField(max_length=6, choices=Kind)
    kept = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="+")
    folded = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="+")
    choices = models.JSONField(default=dict, help_text="whose value stays, by column")
    rows = models.PositiveIntegerField(help_text="that would move")
    mark = models.CharField(max_length=64, help_text="hash of what both records held")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    merge = models.ForeignKey(DonorMerge, null=True, on_delete=models.PROTECT, related_name="requests")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MergeRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="merge_requests_newest")]
        constraints = [
            models.CheckConstraint(name="merge_request_is_of_two_donors", condition=~Q(kept=F("folded"))),
            models.CheckConstraint(
                name="merge_request_is_decided_by_another",
                condition=~Q(state__in=["approved", "declined"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="merge_request_ended_has_time",
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | (
                    Q(state__in=["approved", "declined", "withdrawn", "expired"])
                    & Q(decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="merge_request_to_undo_says_which",
                condition=Q(kind="merge") | Q(kind="undo", merge__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kept", "folded"],
                name="one_waiting_request_per_two_donors",
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.folded_id} {self.kept_id}"
