"""Receipts that have not reached their donor yet, and the way they would go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, QuerySet

from donors.models import Donor
from receipts.models import Receipt, ReceiptCopy
from receipts.models.receipt import ReceiptQuerySet
from receipts.reports.statements import MAILED, POSTED

AT_WORK = timedelta(minutes=10)  # what was issued this lately is on its way by itself
POST = ReceiptCopy.Channel.POST


@dataclass(frozen=True)
class File:
    """One file that was taken for posting: the note that names it, when, by whom, how many papers."""

    copy_id: int
    made_at: datetime
    made_by: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """Valid receipts that go by post, how many of them were printed, how many wait for a letter."""

    by_post: int
    printed: int
    by_mail: int
    files: Sequence[File]

    @property
    def left(self) -> int:
        """How many are still to be printed."""
        return self.by_post - self.printed


def by_post() -> ReceiptQuerySet:
    """Return the valid receipts of donors whom only post reaches, and who want it."""
    donors = Donor.objects.filter(POSTED).values("pk")
    return Receipt.objects.filter(status=Receipt.Status.LIVE, donor__in=donors)


def to_print() -> ReceiptQuerySet:
    """Return those of them that never left the house, the oldest first."""
    return by_post().filter(left_at=None).order_by("pk")


def to_mail(now: datetime) -> ReceiptQuerySet:
    """Return valid receipts that never left, of donors whom mail reaches now: they gave an address since."""
    donors = Donor.objects.filter(MAILED).values("pk")
    live = Receipt.objects.filter(status=Receipt.Status.LIVE, left_at=None, donor__in=donors)
    return live.filter(issued_at__lt=now - AT_WORK).order_by("pk")


def waiting(now: datetime) -> Waiting:
    """Return how it stands, with the files that were taken, the newest first."""
    copies: QuerySet[ReceiptCopy] = ReceiptCopy.objects.filter(channel=POST)
    files = copies.values("made_at", name=F("made_by__name"), email=F("made_by__email"))
    found = files.annotate(first=Min("pk"), count=Count("pk")).order_by("-made_at")[:50]
    everything = by_post().count()
    return Waiting(
        by_post=everything,
        printed=everything - to_print().count(),
        by_mail=to_mail(now).count(),
        files=[
            File(row["first"], row["made_at"], row["name"] or row["email"] or "", row["count"])
            for row in found
        ],
    )


def printed_with(copy: ReceiptCopy) -> ReceiptQuerySet:
    """Return the receipts of the file that a note names: they share its moment and person."""
    same = ReceiptCopy.objects.filter(channel=POST, made_at=copy.made_at, made_by=copy.made_by_id)
    receipts = Receipt.objects.filter(pk__in=same.values("receipt")).select_related("series", "donor")
    return receipts.prefetch_related("donor__addresses").order_by("pk")
