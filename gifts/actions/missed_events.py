"""Events that never reached us: Stripe keeps them for a month, so they are read back."""

from datetime import datetime, timedelta
from itertools import islice

from gifts.actions.events import receive_event
from gifts.gateway.events import events_since
from gifts.models import StripeEvent, StripeSetting

OVERLAP = timedelta(hours=3)
KEPT_AT_STRIPE = timedelta(days=30)
CHUNK = 100


def take_up_events(*, now: datetime) -> int:
    """Keep the events that never reached us since the last look; return how many. Raises: DoorShut."""
    setting = StripeSetting.objects.filter(name="events_swept_at").first()
    since = datetime.fromisoformat(setting.value) - OVERLAP if setting else now - KEPT_AT_STRIPE
    missed = 0
    events = events_since(since)
    while chunk := list(islice(events, CHUNK)):
        known = StripeEvent.objects.filter(pk__in=[facts.event_id for facts in chunk])
        ours = set(known.values_list("pk", flat=True))
        for facts in chunk:
            if facts.event_id not in ours:
                receive_event(facts, now=now)
                missed += 1
    StripeSetting.objects.update_or_create(name="events_swept_at", defaults={"value": now.isoformat()})
    return missed
