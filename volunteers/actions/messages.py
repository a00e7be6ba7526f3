"""What is kept of messages about shifts, and for how long."""

from datetime import datetime, timedelta

from django.db.models import Q

from volunteers.models import Broadcast, CalendarFeed, TextMessage

# as long as the words of letters (`letters.actions.retention`)
KEPT = timedelta(days=400)


def forget_old_messages(*, now: datetime) -> dict[str, int]:
    """Delete text messages and broadcasts after 400 days, and the marks of calendar addresses long dead.

    A text message that waits is kept. That a broadcast was sent stays in the audit trail. Returns how many
    of each. Harmless to repeat.
    """
    before = now - KEPT
    texts = TextMessage.objects.filter(~Q(state=TextMessage.State.QUEUED), created_at__lt=before)
    return {
        "texts": texts.delete()[0],
        "broadcasts": Broadcast.objects.filter(sent_at__lt=before).delete()[0],
        "feeds": CalendarFeed.objects.filter(revoked_at__lt=before).delete()[0],
    }
