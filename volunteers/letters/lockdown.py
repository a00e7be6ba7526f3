"""What volunteers are told of a lockdown: that they are signed out. Not why, and of no place."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from letters.actions import queue_letter
from letters.kinds import LetterKind, register
from volunteers.models import VOLUNTEER_SIDE, Lockdown, Volunteer

SIGN_IN_AGAIN = register(
    LetterKind(
        name="sign_in_again",
        title=_("Volunteers: please sign in again"),
        facts={"name": "Rosa Lind"},
        readers=VOLUNTEER_SIDE,
    )
)


def tell_signed_out(*, lockdown: Lockdown, now: datetime) -> int:
    """Queue a letter to each volunteer who can sign in; returns how many. Twice is once."""
    people = Volunteer.objects.active().exclude(user=None).order_by("pk")
    for volunteer in people:
        queue_letter(
            kind=SIGN_IN_AGAIN.name,
            key=f"sign_in_again:{lockdown.pk}:{volunteer.pk}",
            to_email=volunteer.email,
            language=volunteer.language,
            facts={"name": volunteer.name},
            about=("volunteer", str(volunteer.pk)),
            now=now,
        )
    return len(people)
