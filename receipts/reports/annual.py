"""Which gifts of a year wait for their donor's annual receipt."""

from django.db.models import Exists, F, OuterRef

from gifts.models import Gift
from gifts.models.gift import GiftQuerySet
from receipts.models import ReceiptLine, Unreceipted


def waiting_for_annual(year: int) -> GiftQuerySet:
    """Return gifts of the year that settling found to be for an annual receipt, as they still are.

    What was refunded, corrected or given to another donor since waits to be settled first.
    """
    live = ReceiptLine.objects.filter(gift=OuterRef("pk"), active=True)
    return (
        Gift.objects.arrived()
        .of_year(year)
        .filter(
            ~Exists(live),
            donor__erased_at=None,
            donor__isnull=False,
            unreceipted__why=Unreceipted.Why.PAYROLL,
            unreceipted__terms=F("terms"),
        )
    )


def donors_waiting(year: int) -> int:
    """Return how many donors wait for an annual receipt of the year."""
    return waiting_for_annual(year).values("donor").distinct().count()
