"""Reminding people of their shifts, once per lead."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from letters.actions import queue_letter
from volunteers.letters.kinds import REMINDER
from volunteers.letters.reminders import KIND, due_lead
from volunteers.letters.texts import queue_text, takes_texts
from volunteers.letters.turns import facts_of
from volunteers.models import Notice, Shift, SignUp, Volunteer

# a night may bring what is due forward by its whole length
SLACK = timedelta(hours=26)
CHUNK = 500


def remind(*, now: datetime) -> int:
    """Remind everybody whose time has come; returns how many. However often it runs, once per lead."""
    leads = [timedelta(minutes=minutes) for minutes in settings.REMINDER_LEADS]
    if not leads:
        return 0
    told = Notice.objects.filter(kind=KIND, sign_up__shift__starts_at__gt=now)
    reminded = set(told.values_list("sign_up_id", "lead"))
    due = []
    for sign_up in _expected(now, max(leads)).iterator(chunk_size=CHUNK):
        lead = due_lead(sign_up, leads, now=now)
        if lead is not None and (sign_up.pk, _minutes(lead)) not in reminded:
            due.append((sign_up.pk, sign_up.volunteer_id))
    return sum(_remind(pk, volunteer_id, leads, now) for pk, volunteer_id in due)


def _expected(now: datetime, longest: timedelta) -> QuerySet[SignUp]:
    """Confirmed sign-ups of open shifts that a lead may have reached."""
    soon = SignUp.objects.filter(
        state=SignUp.State.CONFIRMED,
        shift__state=Shift.State.OPEN,
        shift__starts_at__gt=now,
        shift__starts_at__lte=now + longest + SLACK,
        volunteer__left_at=None,
    )
    return soon.select_related("shift", "volunteer").order_by("pk")


def _remind(sign_up_id: int, volunteer_id: int, leads: Sequence[timedelta], now: datetime) -> bool:
    """Write notice and messages together, if it is still so. The volunteer's row keeps two workers apart."""
    with transaction.atomic():
        volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
        sign_up = SignUp.objects.select_related("shift", "volunteer").get(pk=sign_up_id)
        lead = due_lead(sign_up, leads, now=now)
        if lead is None or sign_up.volunteer_id != volunteer_id:
            return False
        notices = sign_up.notices.filter(kind=KIND, lead=_minutes(lead))
        if notices.exists():
            return False
        Notice.objects.create(sign_up=sign_up, kind=KIND, lead=_minutes(lead), at=now)
        _queue(sign_up, volunteer, _minutes(lead), now)
    return True


def _queue(sign_up: SignUp, volunteer: Volunteer, lead: int, now: datetime) -> None:
    """By text message to those who want one, by mail to those who want that or whom no text reaches."""
    key = f"reminder:{sign_up.pk}:{lead}"
    queue_text(kind=KIND, sign_up=sign_up, reader=volunteer, key=key, now=now)
    if volunteer.reminders_by == Volunteer.Reminders.TEXT and takes_texts(volunteer):
        return
    queue_letter(
        kind=REMINDER.name,
        key=key,
        to_email=volunteer.email,
        language=volunteer.language,
        facts=facts_of(sign_up, volunteer),
        about=("sign_up", str(sign_up.pk)),
        now=now,
    )


def _minutes(lead: timedelta) -> int:
    return int(lead / timedelta(minutes=1))
