"""What is kept of visits to the payment page that came to nothing."""

from datetime import datetime, timedelta

from gifts.models import Checkout

# long enough for a donor to ask what happened; `core.texts` promises both
UNPAID_KEPT = timedelta(days=90)
ADDRESS_KEPT = timedelta(days=1)
BATCH = 2_000


def forget_unpaid_visits(*, now: datetime) -> int:
    """Delete visits without a gift after 90 days, and addresses of pages that closed a day ago.

    Returns how many were deleted. Whoever only tried to give is no donor: their name and address go.
    """
    closed = Checkout.objects.filter(expires_at__lt=now - ADDRESS_KEPT).exclude(session_url="")
    closed.update(session_url="")
    old = Checkout.objects.filter(
        created_at__lt=now - UNPAID_KEPT, gifts__isnull=True, recurring__isnull=True
    ).exclude(state=Checkout.State.COMPLETED)
    forgotten = 0
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        forgotten += Checkout.objects.filter(pk__in=keys).delete()[0]
    return forgotten
