"""How donors belong together: who employs whom, who lives with whom, who advises a fund."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import pgettext_lazy

from donors.models.donor import Donor


class Relationship(models.Model):
    """What one donor is to another: `first` is the employer, adviser … of `second`.

    Of the kinds that say the same from both sides a pair has one row, whoever stands first.
    """

    class Kind(models.TextChoices):
        SPOUSE = "spouse", pgettext_lazy("relationship", "Spouse or partner")
        RELATIVE = "relative", pgettext_lazy("relationship", "Relative")
        FRIEND = "friend", pgettext_lazy("relationship", "Friend")
        EMPLOYER = "employer", pgettext_lazy("relationship", "Employer")
        ADVISER = "adviser", pgettext_lazy("relationship", "Adviser of this fund")
        CONTACT = "contact", pgettext_lazy("relationship", "Contact at this organisation")
        TRUSTEE = "trustee", pgettext_lazy("relationship", "Trustee or board member")
        OWNER = "owner", pgettext_lazy("relationship", "Owner of this business")

    MUTUAL = (Kind.SPOUSE, Kind.RELATIVE, Kind.FRIEND)
    # the same row, as the other one says it
    BACK = {
        Kind.EMPLOYER: pgettext_lazy("relationship", "Employee"),
        Kind.ADVISER: pgettext_lazy("relationship", "Fund that they advise"),
        Kind.CONTACT: pgettext_lazy("relationship", "Organisation where they are our contact"),
        Kind.TRUSTEE: pgettext_lazy("relationship", "Organisation that they help to lead"),
        Kind.OWNER: pgettext_lazy("relationship", "Business that they own"),
    }

    first = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="relationships_of")
    second = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="relationships_to")
    kind = models.CharField(max_length=10, choices=Kind)
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="relationship_is_of_two_donors", condition=~Q(first=F("second"))),
            models.CheckConstraint(
                name="relationship_kind_is_known",
                condition=Q(
                    kind__in=[
                        *("spouse", "relative", "friend", "employer"),
                        *("adviser", "contact", "trustee", "owner"),
                    ]
                ),
            ),
            models.UniqueConstraint(fields=["first", "second", "kind"], name="relationship_stands_once"),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                "kind",
                condition=Q(kind__in=["spouse", "relative", "friend"]),
                name="mutual_relationship_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"
