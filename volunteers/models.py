"""Who gives time, and for what."""

from django.db import models

from campaigns.models import in_language


class Program(models.Model):
    """A kind of help in which volunteers can serve."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    purpose_es = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)

    @property
    def local_purpose(self) -> str:
        """Purpose in the page's language."""
        return in_language(self.purpose, self.purpose_es)
