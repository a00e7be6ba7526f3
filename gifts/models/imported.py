"""Gifts that came in a file of another program."""

from django.db import models
from django.db.models import Q

from gifts.models.gift import Gift


class ImportedGift(models.Model):
    """The number that another program gave a gift: the same file again finds it by this.

    Who took the gift then also certified it: no receipt goes out from here unless the file asks for one. To
    undo an import reverses its gifts, for the books only grow, and lets go of their numbers.
    """

    gift = models.OneToOneField(Gift, on_delete=models.CASCADE, related_name="imported")
    source = models.CharField(max_length=40, help_text="which program, in lower case")
    key = models.CharField(max_length=120)
    is_receipted = models.BooleanField(default=True, help_text="its receipt was given elsewhere")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_gift_per_imported_key"),
            models.CheckConstraint(name="imported_gift_says_whose_key", condition=~Q(source="") & ~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
