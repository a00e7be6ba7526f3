"""What the nouns of this app share: two languages, and values that the database knows."""

from typing import Any

from django.db import models
from django.db.models import Q

from campaigns.models import in_language


class Bilingual(models.Model):
    """Something that pages call by name, in the language of the page."""

    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)


def one_of(name: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Return the constraint that a column holds one of its choices."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": choices.values}))


def choice(choices: type[models.TextChoices], **options: Any) -> "models.CharField[str, str]":
    """Return a column for one of the choices."""
    return models.CharField(max_length=24, choices=choices, **options)
