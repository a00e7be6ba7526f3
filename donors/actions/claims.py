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
    donor = _standing_locked(user.email)
    if donor is None or donor.user_id is not None or Donor.objects.filter(user=user).exists():
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


def _standing_locked(email: str) -> Donor | None:
    """Return the donor of an address, locked; whom a merge folded while we waited, we look for once more."""
    for _look in range(2):
        found = Donor.objects.owning(email)
        donor = Donor.objects.select_for_update().filter(pk=found.pk).first() if found else None
        if donor is None or donor.merged_into_id is None:
            return donor
    return None
