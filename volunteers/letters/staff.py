"""What the staff who work with volunteers are told by mail. Details stand behind the sign-in."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.models import Role, User
from accounts.organisation import the_zone
from core.clock import legal_day
from letters.actions import queue_letter
from letters.models import Letter
from volunteers.letters.kinds import STAFF
from volunteers.letters.spoken import shift_words
from volunteers.models import Shift

READERS = {"application_waiting": Role.SCREENING}


def tell_staff(*, kind: str, about: tuple[str, int], facts: Mapping[str, str], now: datetime) -> int:
    """Queue a notice to each coordinator (for applications: each screener), in the caller's transaction.

    `about` is what it is about, like ("shift", 12); one notice of a kind about a thing goes out a day. A
    notice about a shift finds `when` and `shift` by itself. Where nobody holds the role, administrators read
    it. Returns how many it reaches.

    Raises: KeyError for an unknown notice; ValueError for missing or foreign facts.
    """
    letter = STAFF[kind]
    shift = Shift.objects.get(pk=about[1]) if "shift" in letter.facts else None
    readers, day = _readers(READERS.get(kind, Role.COORDINATOR)), legal_day(now, the_zone())
    for reader in readers:
        with translation.override(reader.language):
            known = {"when": shift_words(shift), "shift": str(shift.pk)} if shift else {}
        queue_letter(
            kind=letter.name,
            key=f"{letter.name}:{about[0]}:{about[1]}:{day}:{reader.pk}",
            to_email=reader.email,
            language=reader.language,
            facts={**known, **facts},
            about=(about[0], str(about[1])),
            now=now,
        )
    return len(readers)


def told_today(*, kind: str, about: tuple[str, Collection[int]], now: datetime) -> set[int]:
    """Return those of some things, all of one sort, about which this notice was written today."""
    zone = the_zone()
    midnight = datetime.combine(legal_day(now, zone), time(), tzinfo=ZoneInfo(zone))
    written = Letter.objects.filter(
        kind=STAFF[kind].name,
        about_kind=about[0],
        about_id__in=[str(key) for key in about[1]],
        created_at__gte=midnight,
    )
    return {int(key) for key in written.values_list("about_id", flat=True)}


def _readers(role: Role) -> list[User]:
    """Those who hold the role, else the administrators."""
    active = User.objects.filter(is_active=True).order_by("pk")
    return list(active.filter(grants__role=role)) or list(active.filter(grants__role=Role.ADMINISTRATOR))
