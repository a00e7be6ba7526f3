"""When a place may have become known: every way to an address closes at once."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from jobs.actions import enqueue
from volunteers.actions.locations import hold_readings
from volunteers.models import CalendarFeed, Lockdown, ShiftKiosk

TELL = "volunteers.tell_lockdown"


class LockdownRefused(Exception):
    """The sentence is for the person."""


def lock_down(*, actor: User | None, now: datetime) -> Lockdown:
    """Show no address to anybody until it is lifted; end calendars, volunteers' sessions and kiosks.

    Readings under way end first; none begins after. `actor` None: from the command line. Volunteers are told
    by a neutral letter each, after the commit.

    Raises: LockdownRefused while one holds.
    """
    try:
        with transaction.atomic():
            hold_readings(alone=True)
            lockdown = Lockdown.objects.create(started_at=now, started_by=actor)
            ended = {
                "feeds": CalendarFeed.objects.filter(revoked_at=None).update(revoked_at=now),
                "sessions": User.objects.filter(volunteer__isnull=False).update(
                    session_round=F("session_round") + 1
                ),
                "kiosks": ShiftKiosk.objects.filter(closed_at=None).update(closed_at=now),
            }
            enqueue(kind=TELL, about=str(lockdown.pk), key=f"lockdown:{lockdown.pk}", now=now)
            about = ("lockdown", str(lockdown.pk))
            record(actor=actor, verb="location.locked", about=about, now=now, after=ended)
    except IntegrityError as error:
        if "one_lockdown_at_a_time" not in str(error):
            raise
        raise LockdownRefused(_("A lockdown holds already.")) from error
    return lockdown


def lift_lockdown(*, actor: User | None, now: datetime) -> Lockdown:
    """Let addresses be shown again to who is due. Calendars stay ended: volunteers make new ones.

    Raises: LockdownRefused when none holds.
    """
    with transaction.atomic():
        lockdown = Lockdown.objects.open().select_for_update().first()
        if lockdown is None:
            raise LockdownRefused(_("No lockdown holds."))
        lockdown.lifted_at, lockdown.lifted_by = now, actor
        lockdown.save(update_fields=["lifted_at", "lifted_by"])
        record(actor=actor, verb="location.unlocked", about=("lockdown", str(lockdown.pk)), now=now)
    return lockdown
