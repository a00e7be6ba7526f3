"""A person leaves with everything."""

from datetime import datetime

from accounts.actions.own import erase_person
from accounts.models import User
from gifts.actions.recurring.endings import cancel
from gifts.models import RecurringGift


def stop_and_erase(*, user: User, now: datetime) -> None:
    """Stop a person's recurring gifts at the payment service, then erase them. Twice is once.

    Raises: ErasureRefused for staff, and while the payment service has not stopped a gift: that is noted and
    carried out, and nothing was erased. RequestRefused as `cancel`.
    """
    going_on = RecurringGift.objects.of(user).exclude(state=RecurringGift.State.CANCELLED)
    if not user.is_staff:
        for recurring_id in list(going_on.values_list("pk", flat=True)):
            cancel(recurring_id=recurring_id, by=user, now=now)
    erase_person(user=user, now=now)
