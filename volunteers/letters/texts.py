"""Text messages: fixed sentences that fit into one, tell when and nothing else, and wait for the morning."""

import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from jobs.actions import enqueue
from letters.models import OptOut
from volunteers.gateway import BadPhone, e164, texts_leave
from volunteers.letters.kinds import CALLS
from volunteers.letters.quiet import TooLate, not_before
from volunteers.letters.spoken import moment_words
from volunteers.models import Shift, SignUp, TextMessage, Volunteer

SEND = "volunteers.text"
# the signs of the GSM alphabet, of which 160 make one message; one sign outside of it leaves room for 70
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
PLAIN = {"–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "\u202f": " ", "\u00a0": " "}

SENTENCES: dict[str, Promise] = {
    "reminder": _l("Your shift is on %(when)s. If you cannot come, please sign in and say so."),
    "confirmed": _l("Your shift on %(when)s is confirmed."),
    "seat_offered": _l("A seat on %(when)s is held for you until %(until)s. Please sign in to answer."),
    "seat_open": _l("A seat is open on %(when)s. Whoever signs in first has it."),
    "released": _l("Your shift on %(when)s is no longer yours. You need not come."),
    "shift_cancelled": _l("Your shift on %(when)s does not take place. Please do not come."),
    "shift_moved": _l("Your shift moved. It is now on %(when)s."),
    "stand_in_wanted": _l("A stand-in is wanted on %(when)s. Please sign in if you can come."),
    "swap_offered": _l("A swap is offered for your shift on %(when)s. Please sign in to answer."),
    "handover_done": _l("Your shift on %(when)s was taken over. You need not come."),
    "message": _l("There is a message about your shift on %(when)s. Please read your mail."),
}
# said at night too, when morning is too late: somebody would set out in vain, or not at all
URGENT = frozenset({"released", "shift_cancelled", "shift_moved", "handover_done"})
# calls that whoever declined such letters gets by no way
CALLING = frozenset({"seat_open", "stand_in_wanted"})
# sentences that are true only while the sign-up is in this state, and the shift at that time
TRUE_WHILE = {
    "reminder": SignUp.State.CONFIRMED,
    "confirmed": SignUp.State.CONFIRMED,
    "shift_moved": SignUp.State.CONFIRMED,
    "seat_offered": SignUp.State.OFFERED,
}


def takes_texts(volunteer: Volunteer) -> bool:
    """Whether a text message reaches somebody who wants one."""
    if volunteer.reminders_by == Volunteer.Reminders.EMAIL or not texts_leave():
        return False
    try:
        e164(volunteer.phone)
    except BadPhone:
        return False
    return True


def queue_text(*, kind: str, sign_up: SignUp, reader: Volunteer, key: str, now: datetime) -> bool:
    """Write a text message and its job in the caller's transaction, for whoever wants one.

    The same key twice is one message. False: there is no such sentence, they want none, or it is too late.
    """
    if kind not in SENTENCES or not takes_texts(reader):
        return False
    if kind in CALLING and OptOut.objects.declining(reader.email, CALLS).exists():
        return False
    try:
        due = not_before(now, volunteer=reader, shift=sign_up.shift, is_urgent=kind in URGENT)
    except TooLate:
        return False
    message = TextMessage(
        volunteer=reader,
        sign_up=sign_up,
        kind=kind,
        key=key,
        words=text_words(kind, sign_up=sign_up, language=reader.language),
        created_at=now,
        send_after=due,
    )
    with transaction.atomic():
        TextMessage.objects.bulk_create([message], ignore_conflicts=True)
        pk = TextMessage.objects.values_list("pk", flat=True).get(key=key)
        enqueue(kind=SEND, about=str(pk), key=f"text:{pk}", now=now, run_at=due)
    return True


def text_words(kind: str, *, sign_up: SignUp, language: str) -> str:
    """Return a sentence with its moments: at most 160 signs of the GSM alphabet."""
    shift, until = sign_up.shift, sign_up.offer_until
    with translation.override(language):
        facts = {"when": moment_words(shift.starts_at, shift.zone)}
        facts["until"] = moment_words(until, shift.zone) if until else facts["when"]
        words = _("%(sentence)s Answer STOP for no more texts.") % {"sentence": SENTENCES[kind] % facts}
    return gsm_words(words)


def gsm_words(words: str) -> str:
    """Return words in the GSM alphabet: accents that it lacks are left out."""
    return "".join(sign if sign in GSM else _plain(sign) for sign in words)


def _plain(sign: str) -> str:
    base = PLAIN.get(sign) or unicodedata.normalize("NFKD", sign)[0]
    return base if base in GSM else "?"


def is_still_true(message: TextMessage) -> bool:
    """Whether a message still says what is so. Its volunteer, sign-up and shift as read just now."""
    sign_up = message.sign_up
    wanted = TRUE_WHILE.get(message.kind)
    if wanted is None:
        return True
    is_on = sign_up.state == wanted and sign_up.shift.state == Shift.State.OPEN
    words = text_words(message.kind, sign_up=sign_up, language=message.volunteer.language)
    return is_on and message.words == words
