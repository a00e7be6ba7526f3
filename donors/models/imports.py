"""Files that come in: what was uploaded, what each row would do, what it did, and whose ids are whose."""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from accounts.models import User
from donors.kinds import KINDS
from donors.models.donor import Donor

ALONE_UP_TO = 20  # rows that one person may undo without a second


class ExternalId(models.Model):
    """The number that another program gave a donor: how a second file of it finds them again."""

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="external_ids")
    source = models.CharField(max_length=40, help_text="which program, in lower case")
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_donor_per_external_id"),
            models.CheckConstraint(name="external_id_says_something", condition=~Q(source="") & ~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Those of the kinds with which somebody works."""
        return self.filter(kind__in=[kind.name for kind in KINDS.values() if kind.roles & user.roles])

    def moved(self, before: Collection[str], after: str) -> bool:
        """Take the one import from one of these states to the next; False when it is in none of them."""
        return bool(self.filter(state__in=before).update(state=after))


class Import(models.Model):
    """A file that somebody uploaded. Nothing of it touches a record before it is applied."""

    class State(models.TextChoices):
        MAPPING = "mapping", pgettext_lazy("import", "Columns to be named")
        READING = "reading", pgettext_lazy("import", "Being read")
        READY = "ready", pgettext_lazy("import", "To be looked at")
        APPLYING = "applying", pgettext_lazy("import", "Being written")
        APPLIED = "applied", pgettext_lazy("import", "Written")
        UNDOING = "undoing", pgettext_lazy("import", "Being undone")
        UNDONE = "undone", pgettext_lazy("import", "Undone")
        CANCELLED = "cancelled", pgettext_lazy("import", "Given up")
        FAILED = "failed", pgettext_lazy("import", "Could not be read")

    AT_WORK = (State.READING, State.APPLYING, State.UNDOING)

    kind = models.CharField(max_length=40)
    format = models.CharField(
        max_length=40, blank=True, help_text="a known file; empty: its columns are mapped"
    )
    source = models.CharField(max_length=40, help_text="whose ids the file carries")
    file_name = models.CharField(max_length=100)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    header = models.JSONField(default=list)
    samples = models.JSONField(default=list, help_text="the first rows, until it is read")
    mapping = models.JSONField(default=dict, help_text="by field, the number of the column")
    only_adds = models.BooleanField(default=False, help_text="what a record says already stays")
    size = models.PositiveIntegerField(help_text="bytes")
    rows = models.PositiveIntegerField(default=0, help_text="lines of data in the file")
    rows_read = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="how many rows by verdict or outcome")
    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    failure = models.JSONField(default=list, help_text="code and facts of the sentence")
    turn = models.PositiveSmallIntegerField(default=1, help_text="how often its work was begun or taken up")
    created_at = models.DateTimeField()
    worked_at = models.DateTimeField(help_text="when its work last got on")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undo_rows = models.PositiveIntegerField(default=0, help_text="rows to be undone, as they were counted")
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True, help_text="when its file and the words of its rows went")

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="imports_newest")]
        constraints = [
            models.CheckConstraint(
                name="import_state_is_known",
                condition=Q(
                    state__in=[
                        *("mapping", "reading", "ready", "applying", "applied"),
                        *("undoing", "undone", "cancelled", "failed"),
                    ]
                ),
            ),
            models.CheckConstraint(
                name="applied_import_has_time",
                condition=~Q(state__in=["applied", "undoing", "undone"]) | Q(applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="undone_import_has_time", condition=~Q(state="undone") | Q(undone_at__isnull=False)
            ),
            models.CheckConstraint(
                name="undoing_many_rows_takes_two_people",
                condition=Q(undo_rows__lte=ALONE_UP_TO)
                | Q(undone_by=None)
                | (Q(undo_asked_by__isnull=False) & ~Q(undo_asked_by=F("undone_by"))),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportPart(models.Model):
    """A stretch of an uploaded file's bytes: a worker on any machine reads them in order."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts", db_column="import_id")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_import_part_per_number")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class ImportRow(models.Model):
    """A row of a file: what it says, which record it is, what it would change, and what came of it."""

    class Verdict(models.TextChoices):
        READ = "read", pgettext_lazy("row", "Read")
        NEW = "new", pgettext_lazy("row", "New")
        CHANGED = "changed", pgettext_lazy("row", "Changed")
        SAME = "same", pgettext_lazy("row", "Same")
        MAYBE = "maybe", pgettext_lazy("row", "Maybe known")
        REFUSED = "refused", pgettext_lazy("row", "Refused")
        LEFT_OUT = "left_out", pgettext_lazy("row", "Left out")

    class Outcome(models.TextChoices):
        NONE = "", "–"
        DONE = "done", pgettext_lazy("row", "Written")
        STALE = "stale", pgettext_lazy("row", "Changed by somebody meanwhile")
        UNDONE = "undone", pgettext_lazy("row", "Undone")
        KEPT = "kept", pgettext_lazy("row", "Used since, so it stays")

    run = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="lines", db_column="import_id", db_index=False
    )
    number = models.PositiveIntegerField(help_text="as a spreadsheet counts: the names of columns are row 1")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.READ)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.NONE, blank=True)
    title = models.CharField(max_length=200, blank=True, help_text="what the row is about, for the eye")
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list, help_text="field, code and facts of each sentence")
    target = models.CharField(max_length=40, blank=True, default="", help_text="key of the record it is")
    chosen = models.CharField(
        max_length=40, blank=True, default="", help_text="key that a person chose; 'new' or 'skip'"
    )
    doubts = models.JSONField(default=list, help_text="keys of records that it may be")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    made = models.JSONField(default=dict, help_text="ids of what was made along with the record")

    class Meta:
        indexes = [
            models.Index(
                fields=["run", "verdict", "number"],
                name="import_rows_by_verdict",
                condition=~Q(verdict="read"),
            ),
            # whose rows these are, when somebody is forgotten
            models.Index(fields=["target"], name="import_rows_of_target", condition=~Q(target="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_import_row_per_number"),
            models.CheckConstraint(
                name="import_row_verdict_is_known",
                condition=Q(verdict__in=["read", "new", "changed", "same", "maybe", "refused", "left_out"]),
            ),
            models.CheckConstraint(
                name="import_row_outcome_is_known",
                condition=Q(outcome__in=["", "done", "stale", "undone", "kept"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class ImportMapping(models.Model):
    """How the columns of a header were named the last time: the next file like it needs no asking."""

    kind = models.CharField(max_length=40)
    header_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=40)
    mapping = models.JSONField(default=dict, help_text="by field, the name of the column")
    only_adds = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "header_hash"], name="one_mapping_per_kind_and_header")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.header_hash[:8]}"
