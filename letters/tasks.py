"""One letter leaves the house.

**At least once, and almost always once.** A worker takes a letter by a compare-and-swap on its lease, hands
it to the provider outside any transaction, and notes the answer only while the lease is still its own. Two
workers therefore never send one letter at the same time. A worker killed between the provider's yes and our
note leaves a letter that looks unsent; it is sent again when the lease ends. The other choice, marking before
sending, would lose letters silently, and a receipt that never comes is worse than one that comes twice: both
copies carry the same Message-ID. Where the provider's report came back in the meantime, the second copy is
never sent.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from accounts.organisation import the_organisation, the_zone
from core.clock import legal_day
from core.shield import LeakRefused, holds_place
from jobs.actions import enqueue
from jobs.registry import handles
from letters.gateway import Enclosure, Mail, MailRefused, MailUnavailable, send
from letters.kinds import NOTE, Leaving, NoLongerTrue, lookup
from letters.models import Letter, OptOut, Suppression
from letters.registry import USUAL, Manner, manner_of
from letters.rendering import Rendered, render, render_kind, sender_name, unsubscribe_url

LEASE = timedelta(minutes=2)
# a provider may be away for a night; what waits longer is for a person to look at
DELAYS = [timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 60, 240, 720)]
ATTEMPTS = len(DELAYS) + 1


class NotMine(Exception):
    """The letter left already, is not due, or is in another worker's hands."""


@handles("letters.deliver", lease=LEASE, is_patient=True)
def deliver(about: str, now: datetime) -> None:
    """Send the letter with this id, or note why not. Harmless to repeat."""
    try:
        letter = _take(int(about), now)
    except NotMine:
        _come_back_for(int(about), now)
        return
    reason = _reason_not_to_send(letter)
    if reason:
        _settle(letter, Letter.State.SUPPRESSED, now=now, error=reason)
        return
    if letter.attempts > ATTEMPTS or _is_stale(letter, now):
        _settle(letter, Letter.State.FAILED, now=now, error=letter.error or "no longer of use")
        return
    try:
        leaves_at = _leaves_at(letter, now)
    except NoLongerTrue:
        _settle(letter, Letter.State.SUPPRESSED, now=now, error="no longer true")
        return
    if leaves_at > now:
        _wait_until(leaves_at, letter, error="", now=now)
        return
    manner = USUAL if lookup(letter.kind).always_leaves else manner_of(letter.to_email)
    if manner.is_page_only or _is_snoozed(letter, manner, now):
        _keep(letter, now)
        return
    _hand_over(letter, now, is_neutral=manner.is_neutral)


def _is_snoozed(letter: Letter, manner: Manner, now: datetime) -> bool:
    """Whether its reader wants only what we owe them until a later day."""
    if letter.is_transactional or manner.quiet_until is None:
        return False
    return legal_day(now, the_zone()) < manner.quiet_until


def _keep(letter: Letter, now: datetime) -> None:
    """Let a letter stay on its reader's page, where it can be read from now on; none with secrets can."""
    if lookup(letter.kind).purge_facts:
        _settle(letter, Letter.State.SUPPRESSED, now=now, error="page only")
        return
    try:
        rendered = render(letter)
    except LeakRefused as leak:
        _block(letter, str(leak), now)
    else:
        _settle(letter, Letter.State.KEPT, now=now, subject=rendered.subject)


def _hand_over(letter: Letter, now: datetime, *, is_neutral: bool) -> None:
    """Give a letter of ours to the provider, and note the answer."""
    try:
        rendered = render(letter)
        provider_id = send(_note(letter) if is_neutral else _mail(letter, rendered))
    except LeakRefused as leak:
        _block(letter, str(leak), now)
    except MailRefused as error:
        _settle(letter, Letter.State.FAILED, now=now, error=str(error), subject=rendered.subject)
    except MailUnavailable as error:
        _try_later(letter, error=str(error), now=now)
    else:
        _settle(letter, Letter.State.SENT, now=now, subject=rendered.subject, provider_id=provider_id)


def _block(letter: Letter, leak: str, now: datetime) -> None:
    """Keep a letter that tells a confidential place, for the desk to see that it did not leave.

    Facts that tell it themselves are dropped; where the words of a template do, it can go again once mended.
    """
    with transaction.atomic():
        _settle(letter, Letter.State.BLOCKED, now=now, error=leak)
        if holds_place(letter.facts):
            Letter.objects.left().filter(pk=letter.pk).drop_facts(now)


def _take(letter_id: int, now: datetime) -> Letter:
    """Return the letter with a lease of ours. Raises: NotMine."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    taken = Letter.objects.waiting().filter(free, pk=letter_id, send_after__lte=now)
    if not taken.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        raise NotMine
    return Letter.objects.get(pk=letter_id)


def _come_back_for(letter_id: int, now: datetime) -> None:
    """Look again when another worker's lease ends: it may have died, and this job ends here."""
    letter = Letter.objects.waiting().filter(pk=letter_id, lease_until__gt=now).first()
    if letter is not None and letter.lease_until is not None:
        key = f"letter:{letter_id}:after:{letter.lease_until.isoformat()}"
        enqueue(kind="letters.deliver", about=str(letter_id), key=key, now=now, run_at=letter.lease_until)


def _reason_not_to_send(letter: Letter) -> str:
    if Suppression.objects.stopping(letter.to_email).exists():
        return "suppressed"
    if not letter.is_transactional and OptOut.objects.declining(letter.to_email, letter.topic).exists():
        return "declined"
    return ""


def _is_stale(letter: Letter, now: datetime) -> bool:
    good_for = lookup(letter.kind).good_for
    return good_for is not None and now > letter.created_at + good_for


def _leaves_at(letter: Letter, now: datetime) -> datetime:
    """From when on it may leave. Raises: NoLongerTrue."""
    ask = lookup(letter.kind).leaves_at
    if ask is None:
        return now
    facts: dict[str, str] = letter.facts
    return ask(Leaving(letter.about_id, letter.language, facts, now))


def _mail(letter: Letter, rendered: Rendered) -> Mail:
    organisation, is_open = the_organisation(), not lookup(letter.kind).names_nobody
    return Mail(
        letter_id=letter.pk,
        to_email=letter.to_email,
        sender_name=sender_name(organisation) if is_open else "",
        reply_to=organisation.email if is_open else "",
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        unsubscribe_url=unsubscribe_url(letter),
        enclosures=[
            Enclosure(file.filename, file.content_type, bytes(file.content))
            for file in letter.attachments.order_by("pk")
        ],
    )


def _note(letter: Letter) -> Mail:
    """In place of a letter: that something is new on its reader's page. No name, no file, no word of ours."""
    note = render_kind(NOTE, facts={}, language=letter.language, unsubscribe_url=unsubscribe_url(letter))
    return Mail(
        letter_id=letter.pk,
        to_email=letter.to_email,
        sender_name="",
        reply_to="",
        subject=note.subject,
        text=note.text,
        html=note.html,
        unsubscribe_url=unsubscribe_url(letter),
    )


def _settle(
    letter: Letter, state: str, *, now: datetime, error: str = "", subject: str = "", provider_id: str = ""
) -> None:
    """Note how it ended, if the lease is still ours and no report of the provider came first."""
    with transaction.atomic():
        mine = Letter.objects.waiting().filter(pk=letter.pk, lease_until=letter.lease_until)
        mine.update(
            state=state,
            error=error[:200],
            subject=subject,
            provider_id=provider_id[:200],
            sent_at=now if state == Letter.State.SENT else None,
            lease_until=None,
        )
        if lookup(letter.kind).purge_facts:
            Letter.objects.left().filter(pk=letter.pk).drop_facts(now)


def _try_later(letter: Letter, *, error: str, now: datetime) -> None:
    """Put the letter back for its next attempt, or give it up after the last."""
    if letter.attempts >= ATTEMPTS:
        _settle(letter, Letter.State.FAILED, now=now, error=error)
        return
    _wait_until(now + DELAYS[letter.attempts - 1], letter, error=error, now=now)


def _wait_until(due: datetime, letter: Letter, *, error: str, now: datetime) -> None:
    """Put the letter back until a moment."""
    with transaction.atomic():
        mine = Letter.objects.waiting().filter(pk=letter.pk, lease_until=letter.lease_until)
        if mine.update(state=Letter.State.QUEUED, error=error[:200], send_after=due, lease_until=None):
            key = f"letter:{letter.pk}:at:{due.isoformat()}"
            enqueue(kind="letters.deliver", about=str(letter.pk), key=key, now=now, run_at=due)
