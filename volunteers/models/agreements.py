"""What volunteers promise, by version, and who accepted which."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import in_language
from volunteers.models.catalogue import Program
from volunteers.models.ground import Bilingual
from volunteers.models.people import Volunteer


class Agreement(Bilingual):
    """A promise that programs ask for, like confidentiality."""

    code = models.SlugField(max_length=40, unique=True)
    programs = models.ManyToManyField(Program, blank=True, related_name="agreements")
    is_for_confidential = models.BooleanField(
        default=False, help_text=_("asked of whoever serves at a confidential place, whatever the program")
    )


class AgreementVersion(models.Model):
    """The wording from a day on; frozen by trigger, since people signed it.

    The version in force on a day is the one with the latest `in_force_on` that is not after it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20_000)
    text_es = models.TextField(max_length=20_000, blank=True)
    in_force_on = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["agreement", "-in_force_on"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_numbered_once"),
            models.UniqueConstraint(fields=["agreement", "in_force_on"], name="one_version_comes_into_force"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="agreement_versions_stay", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"

    @property
    def local_text(self) -> str:
        """The wording in the page's language."""
        return in_language(self.text, self.text_es)


class AgreementAcceptance(models.Model):
    """A volunteer accepted a version, on screen. Append-only, by trigger."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="accepted")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volunteer", "version"], name="version_accepted_once")]
        triggers: ClassVar = [pgtrigger.Protect(name="acceptances_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"acceptance {self.pk}"
