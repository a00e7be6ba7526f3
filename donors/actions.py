"""What changes a donor's record."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from donors.models import Donor


@transaction.atomic
def claim_donor(*, user: User, now: datetime) -> bool:
    """Tie a user whose address is proven to the donor who carries it; say whether anything changed.

    Running twice changes nothing. A user who has a donor keeps it, and a donor who has a user is left alone.
    """
    donor = Donor.objects.select_for_update().filter(email=user.email, user=None).first()
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
