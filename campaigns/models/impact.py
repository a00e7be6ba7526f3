"""What gifts made possible, in numbers that staff typed and that can reveal nobody."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.models.fund import Fund
from campaigns.models.words import in_language


class ImpactMeasure(models.Model):
    """Something that is counted: people housed, nights, lessons. A sentence's end, without the number."""

    name = models.CharField(max_length=80, unique=True)
    name_es = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(name="measure_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return in_language(self.name, self.name_es)


class ImpactFigure(models.Model):
    """A count of one measure over some days: of one fund, or of all where there is none.

    `value` is what staff typed and is for the desk alone: pages show what `campaigns.reports.impact` leaves.
    """

    measure = models.ForeignKey(ImpactMeasure, on_delete=models.PROTECT, related_name="figures")
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="figures")
    since = models.DateField()
    until = models.DateField()
    value = models.PositiveIntegerField()
    is_public = models.BooleanField(default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-until", "measure__position", "measure_id", "fund__position", "id"]
        constraints = [
            models.CheckConstraint(name="figure_ends_after_start", condition=Q(until__gte=F("since"))),
            models.UniqueConstraint(
                fields=["measure", "fund", "since", "until"],
                name="one_figure_per_measure_fund_and_days",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.since} to {self.until}"
