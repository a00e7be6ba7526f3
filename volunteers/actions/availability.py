"""When a volunteer can, when not, and how they want to be reached. Their own to say, at any time."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from accounts.models import User
from volunteers.actions.locks import lock_volunteers
from volunteers.actions.standing import Left, record_away
from volunteers.models import Availability, Volunteer

MOST_AWAY = 50
DAY = 24 * 60


class AvailabilityRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class Reach:
    """How somebody is reached: by what, when not, on which phone, in which language."""

    reminders_by: str
    quiet_from: time
    quiet_until: time
    phone: str
    language: str


def add_hours(
    *, volunteer_id: int, weekdays: Collection[int], starts: time, ends: time, wish: str
) -> list[Availability]:
    """Write down hours that suit, the same on each of these weekdays (Monday 0).

    Hours that end at or before their start end the next morning. The same hours again only change the wish.

    Raises: AvailabilityRefused when others of the day overlap; then nothing is written.
    """
    with transaction.atomic():
        volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
        known = list(volunteer.availability.filter(weekday__in=weekdays))
        other = next((row for row in known if overlap(row, starts, ends)), None)
        if other is not None:
            facts = {"from": time_format(other.starts), "until": time_format(other.ends)}
            raise AvailabilityRefused(
                _("%(from)s to %(until)s stands there already on one of these days. Take it out first.")
                % facts
            )
        return [
            Availability.objects.update_or_create(
                volunteer=volunteer, weekday=weekday, starts=starts, ends=ends, defaults={"wish": wish}
            )[0]
            for weekday in sorted(set(weekdays))
        ]


def drop_hours(*, availability_id: int) -> None:
    """Take hours out of the week. Running it again changes nothing."""
    Availability.objects.filter(pk=availability_id).delete()


def go_away(*, volunteer_id: int, from_on: date, until_on: date, actor: User, now: datetime) -> Left:
    """Write down days on which a volunteer does not serve; their seats on these go to others where they may.

    The same days again change nothing.

    Raises: AvailabilityRefused when too many spans stand there.
    """
    with transaction.atomic():
        volunteer = lock_volunteers([volunteer_id])[volunteer_id]
        if volunteer.away.filter(until_on__gte=from_on).count() >= MOST_AWAY:
            raise AvailabilityRefused(_("These are too many. Please join some days into one."))
        return record_away(
            volunteer_id=volunteer_id, from_on=from_on, until_on=until_on, actor=actor, now=now
        )


def change_reach(*, volunteer_id: int, reach: Reach) -> None:
    """Write down how a volunteer is reached."""
    Volunteer.objects.filter(pk=volunteer_id).update(**asdict(reach))


def _minutes(starts: time, ends: time) -> tuple[int, int]:
    first, last = starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute
    return first, last if last > first else last + DAY


def overlap(row: Availability, starts: time, ends: time) -> bool:
    """Whether other hours of the day overlap; touching ones do not, and the same ones are no others."""
    if (row.starts, row.ends) == (starts, ends):
        return False
    (first, last), (others_first, others_last) = _minutes(starts, ends), _minutes(row.starts, row.ends)
    return first < others_last and others_first < last
