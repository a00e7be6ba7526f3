"""What moved for each fund, kept by day as the other totals are (see `gifts.models.tallies`)."""

from django.db import models

from core.money import money_field


class FundTally(models.Model):
    """What of the gifts of one day moved on one day for a fund: its shares of their lines, and of the fees.

    Gifts of money only. `moved_on` is the gift's own day, or a later one on which something went back; it is
    reckoned in the zone of `Tally`.
    """

    day = models.DateField(help_text="of the gifts: a mark of that day has all of them counted anew")
    moved_on = models.DateField()
    fund_id = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    received = money_field()
    fees = money_field()

    class Meta:
        indexes = [models.Index(fields=["fund_id", "moved_on"], name="moves_of_fund")]
        constraints = [
            models.UniqueConstraint(fields=["day", "moved_on", "fund_id"], name="one_row_per_days_and_fund")
        ]

    def __str__(self) -> str:
        return f"{self.moved_on}, fund {self.fund_id}: {self.received}"
