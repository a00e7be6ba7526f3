"""One text message leaves the house; and what a lockdown leaves for after its commit."""

from datetime import datetime, timedelta

from django.db import transaction

from jobs.actions import enqueue
from jobs.registry import handles
from volunteers.gateway import BadPhone, NumberStopped, Outgoing, TextRefused, e164, send_text
from volunteers.letters.lockdown import tell_signed_out
from volunteers.letters.quiet import TooLate, not_before
from volunteers.letters.texts import SEND, URGENT, is_still_true
from volunteers.models import Lockdown, TextMessage, Volunteer


@handles(SEND, is_patient=True)
def send(about: str, now: datetime) -> None:
    """Send the message with this id, if it is still true and nobody sleeps. Harmless to repeat.

    The job holds the message: no two workers send one at the same time. A worker killed between the
    provider's yes and our note leaves a message that looks unsent and goes again, with the same key.
    """
    rows = TextMessage.objects.select_related("volunteer", "sign_up__shift")
    message = rows.filter(pk=int(about), state=TextMessage.State.QUEUED).first()
    if message is None:
        return
    try:
        due = _due(message, now)
    except TooLate:
        _settle(message, TextMessage.State.DROPPED, now)
        return
    if due > now:
        _come_back(message, due, now)
        return
    try:
        phone = e164(message.volunteer.phone)
        send_text(Outgoing(key=message.key, phone=phone, words=message.words))
    except NumberStopped:
        _stop(message, now)
    except (TextRefused, BadPhone):
        _settle(message, TextMessage.State.FAILED, now)
    else:
        _settle(message, TextMessage.State.SENT, now)


@handles("volunteers.tell_lockdown", lease=timedelta(minutes=10))
def tell_lockdown(about: str, now: datetime) -> None:
    """Tell the volunteers whom a lockdown signed out. Harmless to repeat."""
    tell_signed_out(lockdown=Lockdown.objects.get(pk=about), now=now)


def _due(message: TextMessage, now: datetime) -> datetime:
    """From when on it may leave. Raises: TooLate when it is not true or not wanted any more."""
    volunteer = message.volunteer
    has_gone = volunteer.left_at is not None or volunteer.reminders_by == Volunteer.Reminders.EMAIL
    if has_gone or not is_still_true(message):
        raise TooLate
    is_urgent = message.kind in URGENT
    return not_before(now, volunteer=volunteer, shift=message.sign_up.shift, is_urgent=is_urgent)


def _come_back(message: TextMessage, due: datetime, now: datetime) -> None:
    with transaction.atomic():
        TextMessage.objects.filter(pk=message.pk).update(send_after=due)
        key = f"text:{message.pk}:at:{due.isoformat()}"
        enqueue(kind=SEND, about=str(message.pk), key=key, now=now, run_at=due)


def _stop(message: TextMessage, now: datetime) -> None:
    """Whoever answered STOP is reminded by mail from now on."""
    with transaction.atomic():
        Volunteer.objects.filter(pk=message.volunteer_id).update(reminders_by=Volunteer.Reminders.EMAIL)
        _settle(message, TextMessage.State.FAILED, now)


def _settle(message: TextMessage, state: str, now: datetime) -> None:
    """Note how it ended, once."""
    sent_at = now if state == TextMessage.State.SENT else None
    TextMessage.objects.filter(pk=message.pk, state=TextMessage.State.QUEUED).update(
        state=state, sent_at=sent_at
    )
