"""Funds: where the money must go."""

from django.db import models

from campaigns.models.words import in_language


class Fund(models.Model):
    """Where the money must go."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    purpose_es = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    is_restricted = models.BooleanField(
        default=True, help_text="donors bound the money to this purpose; False: it may serve anything"
    )
    bears_fees = models.BooleanField(
        default=False, help_text="processing fees of its gifts are taken from it, not from general money"
    )

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)

    @property
    def local_purpose(self) -> str:
        """Purpose in the page's language."""
        return in_language(self.purpose, self.purpose_es)
