"""What is kept of a letter, and for how long."""

from datetime import datetime, timedelta

from django.db import transaction

from jobs.actions import enqueue
from letters.actions.outbox import DELIVER
from letters.models import Attachment, Letter

# long enough to send a letter again; the paper itself lives on with its receipt
FILES_KEPT = timedelta(days=30)
# a full year and its tax season: what was a donor told? Later only that, when and to whom is kept
WORDS_KEPT = timedelta(days=400)
STRANDED = timedelta(minutes=30)
BATCH = 2_000


def forget_old_letters(*, now: datetime) -> int:
    """Drop files after 30 days and words after 400, of letters that left. Returns how many lost words."""
    sent_long_ago = Letter.objects.left().filter(sent_at__lt=now - FILES_KEPT)
    old_files = Attachment.objects.filter(letter__in=sent_long_ago)
    while keys := list(old_files.values_list("pk", flat=True)[:BATCH]):
        Attachment.objects.filter(pk__in=keys).delete()
    forgotten = 0
    old = Letter.objects.left().filter(created_at__lt=now - WORDS_KEPT, purged_at__isnull=True)
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            forgotten += Letter.objects.filter(pk__in=keys).drop_facts(now)
    return forgotten


def rescue_stranded_letters(*, now: datetime) -> int:
    """Give each letter that is long due a new job: its own may have died of a bug that is mended by now.

    Returns how many there were. Harmless to repeat: one job per letter and half hour.
    """
    due = Letter.objects.waiting().filter(send_after__lt=now - STRANDED).exclude(lease_until__gt=now)
    keys = list(due.order_by("send_after").values_list("pk", flat=True)[:BATCH])
    slot = int(now.timestamp() // STRANDED.total_seconds())
    for pk in keys:
        enqueue(kind=DELIVER, about=str(pk), key=f"letter:{pk}:rescue:{slot}", now=now)
    return len(keys)
