"""Letters before something runs out: 60, 30 and 7 days, one per thing and lead."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.letters.screening import warn, warn_of_version
from volunteers.reports.running_out import running_out, versions_to_come

LEADS = (7, 30, 60)


def send_warnings(*, now: datetime) -> int:
    """Queue the letters that are due; return how many things were looked at. Harmless to repeat.

    A key names thing, last day and lead, so a letter is written once, and again when a thing was renewed.
    After days without a clock the nearest lead is written, the missed ones are not.
    """
    today = legal_day(now, the_zone())
    looked_at = 0
    for one in running_out(today, timedelta(days=LEADS[-1])):
        key = f"{one.what}:{one.thing_id}:{one.last_on}:{lead_of(one.last_on, today)}"
        with transaction.atomic():
            warn(volunteer=one.volunteer, what=one.what, thing=one.name, day=one.last_on, key=key, now=now)
        looked_at += 1
    for volunteer, version in versions_to_come(today, timedelta(days=LEADS[-1])):
        key = f"{version.pk}:{volunteer.pk}:{lead_of(version.in_force_on, today)}"
        with transaction.atomic():
            warn_of_version(volunteer=volunteer, version=version, key=key, now=now)
        looked_at += 1
    return looked_at


def lead_of(last_on: date, today: date) -> int:
    """Return the smallest lead that covers the days that are left."""
    left = (last_on - today).days
    return next(lead for lead in LEADS if left <= lead)
