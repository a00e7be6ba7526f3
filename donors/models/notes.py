"""What staff keep in mind about a donor: notes, tags, tasks."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from donors.models.donor import Donor


class Note(models.Model):
    """What staff learned, in a sentence or two. What was written stays, or goes altogether.

    A correction is a note of its own that `corrects` an older one; withdrawing one drops its words.
    """

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="correction")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["donor", "-at", "-id"], name="notes_of_donor")]
        constraints = [
            models.CheckConstraint(
                name="note_has_words_until_it_is_withdrawn",
                condition=Q(withdrawn_at=None, withdrawn_by=None) & ~Q(text="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, text=""),
            ),
            models.CheckConstraint(
                name="note_corrects_another", condition=Q(corrects=None) | ~Q(corrects=F("id"))
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="note_is_not_rewritten",
                operation=pgtrigger.Update,
                # a merge says whose it is, a withdrawal empties it; both leave the rest alone
                condition=pgtrigger.Condition(
                    "OLD.at IS DISTINCT FROM NEW.at OR OLD.by_id IS DISTINCT FROM NEW.by_id"
                    " OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at"
                    " OR NEW.text <> '' AND NEW.text <> OLD.text"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Tag(models.Model):
    """A word that gathers donors: gala guests, board, choir. Never who was helped by us."""

    name = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="tag_name_stands_once"),
            models.CheckConstraint(name="tag_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """That a donor carries a tag."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="taggings")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "donor"], name="donor_carries_a_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.donor_id}"


class Task(models.Model):
    """Something to do until a day, by one member of the staff; about a donor, or about nobody."""

    donor = models.ForeignKey(Donor, null=True, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["assigned_to", "due_on"], name="tasks_open_of_one", condition=Q(done_at=None)
            ),
            models.Index(fields=["due_on"], name="tasks_open", condition=Q(done_at=None)),
            models.Index(fields=["donor", "-created_at", "-id"], name="tasks_of_donor"),
            models.Index(fields=["-done_at", "-id"], name="tasks_done", condition=Q(done_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="task_says_what_to_do", condition=~Q(title="")),
            models.CheckConstraint(
                name="task_that_is_done_says_by_whom",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
