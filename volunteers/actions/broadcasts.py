"""One message to everybody on one shift."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.shield import refuse_leak
from letters.actions import queue_letter
from volunteers.actions.locks import lock_shifts
from volunteers.letters.kinds import BROADCAST
from volunteers.letters.texts import queue_text
from volunteers.letters.turns import facts_of
from volunteers.models import Broadcast, Shift, SignUp

# a page that is sent twice says the same words within minutes
REPEATED = timedelta(minutes=10)
ON_IT = (SignUp.State.REQUESTED, SignUp.State.CONFIRMED)


class BroadcastRefused(Exception):
    """A sentence for the coordinator."""


def readers_of(shift: Shift, *, with_waitlist: bool) -> list[SignUp]:
    """Return the sign-ups whose volunteers get a message: seats asked for or confirmed, and the waitlist."""
    waiting = (SignUp.State.OFFERED, SignUp.State.WAITING) if with_waitlist else ()
    rows = SignUp.objects.filter(shift=shift, state__in=(*ON_IT, *waiting), volunteer__left_at=None)
    return list(rows.select_related("volunteer").order_by("volunteer__name", "pk"))


def send_broadcast(
    *, shift_id: int, words: str, with_waitlist: bool, actor: User, now: datetime
) -> Broadcast:
    """Write a message to each reader by letter, and to those who want texts that there is one.

    Raises: BroadcastRefused when nobody would read it, or it just went out; LeakRefused for words that tell
    a confidential place.
    """
    refuse_leak(words, "broadcasts")
    with transaction.atomic():
        shift = lock_shifts([shift_id])[shift_id]
        if shift.broadcasts.filter(words=words, sent_at__gt=now - REPEATED).exists():
            raise BroadcastRefused(_("This message has just gone out. It was not sent again."))
        readers = readers_of(shift, with_waitlist=with_waitlist)
        if not readers:
            raise BroadcastRefused(_("Nobody is on this shift, so nobody would read it."))
        broadcast = Broadcast.objects.create(
            shift=shift, words=words, sent_by=actor, sent_at=now, reached=len(readers)
        )
        for sign_up in readers:
            sign_up.shift = shift
            _queue(broadcast, sign_up, now)
        record(
            actor=actor,
            verb="shift.broadcast",
            about=("shift", str(shift.pk)),
            now=now,
            after={"reached": len(readers), "with_waitlist": with_waitlist},
        )
    return broadcast


def _queue(broadcast: Broadcast, sign_up: SignUp, now: datetime) -> None:
    reader = sign_up.volunteer
    key = f"broadcast:{broadcast.pk}:{reader.pk}"
    queue_text(kind="message", sign_up=sign_up, reader=reader, key=key, now=now)
    queue_letter(
        kind=BROADCAST.name,
        key=key,
        to_email=reader.email,
        language=reader.language,
        facts={**facts_of(sign_up, reader), "words": broadcast.words},
        about=("sign_up", str(sign_up.pk)),
        now=now,
    )
