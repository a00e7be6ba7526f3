"""Receipts that reached nobody yet leave the house: in a file to print, or by the letter they lack.

As with the papers of a year: at most so many at a time, each file whole or not at all. Whoever stops midway
finds the rest where it was.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from jobs.actions import enqueue_all
from receipts.models import Receipt, ReceiptCopy
from receipts.reports.waiting import to_mail, to_print

PRINTED_TOGETHER = 500  # as many as one person folds in a day
MAILED_TOGETHER = 500


class PostingRefused(Exception):
    """A sentence for the person who asked."""


def take_for_printing(*, by: User, now: datetime) -> ReceiptCopy:
    """Mark the next receipts that go by post as printed; return the first note: it names them all.

    Two who take at once take different ones. Raises: PostingRefused when none is left.
    """
    with transaction.atomic():
        left = to_print().select_for_update(of=("self",), skip_locked=True).only("pk")
        receipts = list(left[:PRINTED_TOGETHER])
        if not receipts:
            raise PostingRefused(_("All that go by post have been printed."))
        copies = ReceiptCopy.objects.bulk_create(
            ReceiptCopy(receipt=receipt, made_at=now, made_by=by, channel=ReceiptCopy.Channel.POST)
            for receipt in receipts
        )
        Receipt.objects.filter(pk__in=[receipt.pk for receipt in receipts]).note_left(now)
        _note("receipt.printed", len(copies), by=by, now=now)
    return copies[0]


def mail_waiting(*, by: User, now: datetime) -> int:
    """Let the receipts that wait for a letter have it; return how many. A second press in a minute is none.

    Raises: PostingRefused when none waits.
    """
    with transaction.atomic():
        ids = list(to_mail(now).values_list("pk", flat=True)[:MAILED_TOGETHER])
        if not ids:
            raise PostingRefused(_("No receipt waits for a letter."))
        wanted = {f"receipts.render:{pk}:{now:%Y%m%d%H%M}": str(pk) for pk in ids}
        enqueue_all(kind="receipts.render", about_by_key=wanted, now=now)
        _note("receipt.mailed_late", len(ids), by=by, now=now)
    return len(ids)


def _note(verb: str, count: int, *, by: User, now: datetime) -> None:
    record(actor=by, verb=verb, about=("receipts", "list"), now=now, after={"receipts": count})
