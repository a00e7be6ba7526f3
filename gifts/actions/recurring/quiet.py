"""Whether a donor is thanked for each charge or once a year."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from gifts.models import RecurringGift


def set_quiet(*, recurring_id: UUID, is_quiet: bool, by: User, now: datetime) -> None:
    """Let the letters of a recurring gift come once a year, or with each charge. Stripe hears nothing."""
    with transaction.atomic():
        rows = RecurringGift.objects.filter(pk=recurring_id).exclude(is_quiet=is_quiet)
        if rows.update(is_quiet=is_quiet):
            record(
                actor=by,
                verb="recurring.quiet_set",
                about=("recurring_gift", str(recurring_id)),
                now=now,
                after={"is_quiet": is_quiet},
            )
