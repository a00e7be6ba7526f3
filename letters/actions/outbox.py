"""Writing letters down. They leave later, by `letters.tasks`."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.core.validators import validate_email
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.rows import insert_unless_taken
from core.shield import RULE, holds_place
from jobs.actions import enqueue
from letters.kinds import LetterKind, lookup
from letters.models import Attachment, Letter, OptOut, Suppression

log = structlog.get_logger(__name__)

DELIVER = "letters.deliver"
ENCLOSED_TYPES = frozenset({"application/pdf", "text/csv", "text/calendar"})
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")


class ResendRefused(Exception):
    """A sentence for the person who asked."""


def queue_letter(
    *,
    kind: str,
    key: str,
    to_email: str,
    language: str,
    facts: Mapping[str, str | Promise],
    about: tuple[str, str],
    now: datetime,
    hold_until: datetime | None = None,
) -> None:
    """Write a letter and its job in the caller's transaction. The same key twice is one letter.

    A held letter leaves at `hold_until`, or as soon as `join_attachment` brings what it waits for. Facts are
    values of the kind's fixed keys, already worded in the letter's language. Facts that tell a confidential
    place are not written down: the letter stands there as blocked, and nothing leaves.

    Raises: KeyError for an unknown kind; ValueError for missing or foreign facts; ValidationError for
    something that is no mail address.
    """
    found = lookup(kind)
    letter = Letter(
        kind=kind,
        key=key,
        language=language if language in {"en", "es"} else "en",
        to_email=_address(to_email),
        about_kind=about[0],
        about_id=about[1],
        is_transactional=found.is_transactional,
        topic=found.topic,
        send_after=hold_until or now,
        created_at=now,
        **_words(found, facts, now, is_held=bool(hold_until)),
    )
    with transaction.atomic(savepoint=False):
        if insert_unless_taken(letter) and letter.state != Letter.State.BLOCKED:
            enqueue(kind=DELIVER, about=str(letter.pk), key=f"letter:{letter.pk}", now=now, run_at=hold_until)


def _address(typed: str) -> str:
    """Return a mail address in lower case. Raises: ValidationError for anything else."""
    address = typed.strip().lower()
    validate_email(address)
    return address


def _words(
    kind: LetterKind, facts: Mapping[str, str | Promise], now: datetime, *, is_held: bool
) -> dict[str, Any]:
    """The columns that say what a new letter tells; a blocked one tells nothing any more."""
    lines = _one_line_facts(kind, facts)
    told = next((name for name, value in lines.items() if holds_place(value)), "")
    if told:
        log.warning("letter_blocked", rule=RULE, kind=kind.name, field=told)
        return {"facts": {}, "state": Letter.State.BLOCKED, "error": f"{RULE}: {told}", "purged_at": now}
    return {"facts": lines, "state": Letter.State.HELD if is_held else Letter.State.QUEUED}


def join_attachment(*, key: str, filename: str, content_type: str, content: bytes, now: datetime) -> bool:
    """Put a file into a letter that has not left, and let the letter go. False: it left without the file.

    Twice the same file is one file, and the answer stays true after the letter left with it.

    Raises: ValueError for a type of file that no letter carries.
    """
    if content_type not in ENCLOSED_TYPES:
        raise ValueError(f"no letter carries {content_type}")
    name = _file_name(filename)
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(key=key).first()
        if letter is None:
            return False
        if Attachment.objects.filter(letter=letter, filename=name).exists():
            return True
        if not letter.can_still_change():
            return False
        Attachment.objects.create(letter=letter, filename=name, content_type=content_type, content=content)
        if letter.state == Letter.State.HELD:
            letter.state, letter.send_after = Letter.State.QUEUED, now
            letter.save(update_fields=["state", "send_after"])
            enqueue(kind=DELIVER, about=str(letter.pk), key=f"letter:{letter.pk}:joined", now=now)
    return True


def resend_letter(*, letter: Letter, actor: User, now: datetime) -> None:
    """Send a letter that did not arrive once more. Raises: ResendRefused."""
    with transaction.atomic():
        locked = Letter.objects.select_for_update().get(pk=letter.pk)
        if not locked.can_be_sent_again():
            raise ResendRefused(_("Only a letter that did not arrive and whose words we have can go again."))
        if Suppression.objects.filter(email=locked.to_email, lifted_at=None).exists():
            raise ResendRefused(_("Mail to this address is stopped. Lift that first."))
        if not locked.is_transactional and OptOut.objects.declining(locked.to_email, locked.topic).exists():
            raise ResendRefused(_("This person declined such letters. Only they can change that."))
        before = locked.state
        Letter.objects.filter(pk=locked.pk).update(
            state=Letter.State.QUEUED, attempts=0, error="", provider_id="", send_after=now, lease_until=None
        )
        enqueue(
            kind=DELIVER, about=str(locked.pk), key=f"letter:{locked.pk}:again:{now.isoformat()}", now=now
        )
        record(
            actor=actor,
            verb="letter.resent",
            about=("letter", str(locked.pk)),
            now=now,
            before={"state": before},
            after={"state": Letter.State.QUEUED},
        )


def _one_line_facts(kind: LetterKind, facts: Mapping[str, str | Promise]) -> dict[str, str]:
    """Facts without line breaks and invisible controls: no fact may add a header or a paragraph."""
    if facts.keys() != kind.facts.keys():
        wrong = ", ".join(sorted(facts.keys() ^ kind.facts.keys()))
        raise ValueError(f"{kind.name}: missing or foreign facts: {wrong}")
    return {name: _one_line(str(value)) for name, value in facts.items()}


def _one_line(value: str) -> str:
    """One line without controls. Overrides of direction go too: they can turn a sentence around."""
    spaced = " ".join(value.split())
    return "".join(
        sign for sign in spaced if unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in OVERRIDES
    )


def _file_name(name: str) -> str:
    """A name that fits a header and every file system."""
    cleaned = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name).lstrip(".-")
    return cleaned[-120:] or "file"
