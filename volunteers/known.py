"""Our book of people: whoever gives time, or asked to, may sign in, and then finds their own pages."""

from django.utils import timezone

from accounts import known
from accounts.audit import record
from accounts.models import User
from volunteers.models import Volunteer


def has(email: str) -> bool:
    """Whether a volunteer carries this address (in lower case)."""
    return Volunteer.objects.filter(email=email).exists()


def join(user: User) -> None:
    """Tie a user whose address has just been proven to the volunteer who carries it.

    A user who has a volunteer keeps it, and a volunteer who has a user is left alone.
    """
    untied = Volunteer.objects.filter(email=user.email, user=None)
    volunteer = untied.first()
    if volunteer is None or Volunteer.objects.filter(user=user).exists():
        return
    if untied.filter(pk=volunteer.pk).update(user=user):
        about = ("volunteer", str(volunteer.pk))
        record(actor=user, verb="volunteer.claimed", about=about, now=timezone.now(), after={"user": user.pk})


known.register("volunteers", has=has, join=join)
