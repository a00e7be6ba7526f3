"""What is kept of messages about shifts and of the doors to them, and for how long."""

from datetime import datetime, timedelta

from django.db.models import Q

from volunteers.models import Broadcast, CalendarFeed, ShiftKiosk, TextMessage

# as long as the words of letters (`letters.actions.retention`)
KEPT = timedelta(days=400)


def forget_old_messages(*, now: datetime) -> dict[str, int]:
    """Delete text messages and broadcasts after 400 days, and what is left of calendars and kiosks long dead.

    A text message that waits is kept. That a broadcast was sent, or a kiosk opened, stays in the audit trail.
    Returns how many of each. Harmless to repeat.
    """
    before = now - KEPT
    texts = TextMessage.objects.filter(~Q(state=TextMessage.State.QUEUED), created_at__lt=before)
    return {
        "texts": texts.delete()[0],
        "broadcasts": Broadcast.objects.filter(sent_at__lt=before).delete()[0],
        "feeds": CalendarFeed.objects.filter(revoked_at__lt=before).delete()[0],
        "kiosks": ShiftKiosk.objects.filter(closes_at__lt=before).delete()[0],
    }
