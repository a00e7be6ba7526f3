"""Our book of people: a donor may sign in, and then finds their gifts."""

from django.utils import timezone

from accounts import known
from accounts.models import User
from donors.actions import claim_donor
from donors.models import Donor


def has(email: str) -> bool:
    """Whether a donor carries this address (in lower case)."""
    return Donor.objects.filter(email=email).exists()


def join(user: User) -> None:
    """Tie a user whose address has just been proven to their donor."""
    claim_donor(user=user, now=timezone.now())


known.register("donors", has=has, join=join)
