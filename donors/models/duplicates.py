"""Records that may be one donor: what they are found by, the pairs that were found, and the search itself."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from donors.models.donor import Donor


class DuplicateKey(models.Model):
    """Something by which a record may be found to be another's double: a phone, a mailbox, a name.

    Only the hash is kept. Records that share a key are compared; nothing else is ever compared with anything.
    """

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="+")
    key = models.BigIntegerField(help_text="hash of a kind and a value")

    class Meta:
        indexes = [models.Index(fields=["key", "donor"], name="duplicate_key")]
        constraints = [models.UniqueConstraint(fields=["donor", "key"], name="one_key_per_donor")]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.key}"


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    """Pairs, by what is asked of them."""

    def to_decide(self) -> Self:
        """Those that wait for somebody, of two records that both still stand."""
        return self.filter(state=DuplicatePair.State.OPEN).of_standing()

    def of_standing(self) -> Self:
        """Those of two records that both still stand."""
        both = {"left__merged_into": None, "right__merged_into": None}
        return self.filter(left__erased_at=None, right__erased_at=None, **both)

    def of_two(self, one_id: int, other_id: int) -> Self:
        """The pair of two records, if there is one."""
        return self.filter(left=min(one_id, other_id), right=max(one_id, other_id))


class DuplicatePair(models.Model):
    """Two records that look like one donor, how much so and why; and what somebody said of them.

    One that was dismissed is not shown again, unless what was compared has changed: then its `mark` differs.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("pair of records", "To look at")
        DISMISSED = "dismissed", pgettext_lazy("pair of records", "Two different donors")
        MERGED = "merged", pgettext_lazy("pair of records", "Merged")

    left = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="of a hundred")
    reasons = models.JSONField(default=list, help_text="codes, the strongest first")
    mark = models.CharField(max_length=64, help_text="hash of what was compared")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-score", "-id"], name="duplicate_pairs_open", condition=Q(state="open")),
            models.Index(fields=["right"], name="duplicate_pairs_of_right"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="one_pair_of_two_donors"),
            models.CheckConstraint(name="pair_left_before_right", condition=Q(left__lt=F("right"))),
            models.CheckConstraint(name="pair_score_of_a_hundred", condition=Q(score__lte=100)),
            models.CheckConstraint(
                name="pair_state_is_known", condition=Q(state__in=["open", "dismissed", "merged"])
            ),
            models.CheckConstraint(
                name="pair_decided_by_somebody",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} {self.right_id} {self.score}"


class DuplicateRun(models.Model):
    """A search through the whole base: first every record's keys, then every pair that shares one.

    It goes in steps, each a transaction that notes how far it came: stopped anywhere, it goes on from there.
    """

    class Phase(models.TextChoices):
        KEYS = "keys", pgettext_lazy("search for duplicates", "Reading the records")
        PAIRS = "pairs", pgettext_lazy("search for duplicates", "Comparing them")
        DONE = "done", pgettext_lazy("search for duplicates", "Done")
        STOPPED = "stopped", pgettext_lazy("search for duplicates", "Stopped")

    phase = models.CharField(max_length=8, choices=Phase, default=Phase.KEYS)
    total = models.PositiveIntegerField(help_text="records when it began")
    last_id = models.BigIntegerField(default=0, help_text="the phase came as far as this record")
    done = models.PositiveIntegerField(default=0, help_text="records of the phase")
    compared = models.PositiveBigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0, help_text="pairs that were new")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="one_search_at_a_time", condition=Q(finished_at=None)
            ),
            models.CheckConstraint(
                name="search_finished_has_time",
                condition=Q(phase__in=["keys", "pairs"], finished_at=None)
                | Q(phase__in=["done", "stopped"], finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.last_id}"
