"""Whose record it is: a donor signs in for the first time."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from donors.models import Donor


@transaction.atomic
def claim_donor(*, user: User, now: datetime) -> bool:
    """Tie a user whose address is proven to the donor who carries it; say whether anything changed.

    Running twice changes nothing. A user who has a donor keeps it, and a donor who has a user is left alone.
    The address of a record that was folded into another leads to that one. One that staff typed beside
    their own leads to nobody: it proves nothing.
    """
    found = Donor.objects.owning(user.email)
    donor = Donor.objects.select_for_update().filter(pk=found.pk, user=None).first() if found else None
    if donor is None or Donor.objects.filter(user=user).exists():
        return False
    donor.user = user
    donor.save(update_fields=["user"])
    record(
        actor=user,
        verb="donor.claimed",
        about=("donor", str(donor.pk)),
        now=now,
        before={"user": None},
        after={"user": user.pk},
    )
    return True
