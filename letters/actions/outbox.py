"""Writing letters down. They leave later, by `letters.tasks`."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from jobs.actions import enqueue, enqueue_all
from letters.kinds import LetterKind, lookup
from letters.models import Attachment, Letter, OptOut, Suppression

log = structlog.get_logger(__name__)

DELIVER = "letters.deliver"
FILES_AT_ONCE = 5  # in one INSERT, which is in memory thrice while it is sent
ENCLOSED_TYPES = frozenset({"application/pdf", "text/csv", "text/calendar"})
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")


class ResendRefused(Exception):
    """A sentence for the person who asked."""


@dataclass(frozen=True)
class Enclosed:
    """A file that goes with a letter. What it `says` in plain words stands in the mail itself."""

    filename: str
    content_type: str
    content: bytes
    says: str = ""


@dataclass(frozen=True)
class Wanted:
    """One of many letters of a kind, as `queue_letter` takes it."""

    key: str
    to_email: str
    language: str
    facts: Mapping[str, str | Promise]
    about: tuple[str, str]
    enclosed: Enclosed | None = None


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
    wanted = Wanted(key, to_email, language, facts, about)
    letter = _letter(lookup(kind), wanted, now=now, hold_until=hold_until)
    with transaction.atomic(savepoint=False):
        if insert_unless_taken(letter) and letter.state != Letter.State.BLOCKED:
            enqueue(kind=DELIVER, about=str(letter.pk), key=f"letter:{letter.pk}", now=now, run_at=hold_until)


def queue_letters(
    *, kind: str, wanted: Sequence[Wanted], now: datetime, hold_until: datetime | None = None
) -> None:
    """Write many letters of a kind with their files and jobs, many in one statement.

    As for `queue_letter`: the same key twice is one letter, a blocked one stands there and stays, and held
    ones wait.

    Raises: as `queue_letter`; ValueError for a type of file that no letter carries.
    """
    found = lookup(kind)
    letters = [_letter(found, one, now=now, hold_until=hold_until) for one in wanted]
    with transaction.atomic():
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        leaving = [letter.key for letter in letters if letter.state != Letter.State.BLOCKED]
        written = {letter.key: letter for letter in Letter.objects.filter(key__in=leaving).only("key")}
        files = [
            _attachment(one.enclosed, written[one.key])
            for one in wanted
            if one.enclosed and one.key in written
        ]
        Attachment.objects.bulk_create(files, batch_size=FILES_AT_ONCE, ignore_conflicts=True)
        ids = [str(letter.pk) for letter in written.values()]
        about_by_key = {f"letter:{pk}": pk for pk in ids}
        enqueue_all(kind=DELIVER, about_by_key=about_by_key, now=now, run_at=hold_until)


def _letter(kind: LetterKind, wanted: Wanted, *, now: datetime, hold_until: datetime | None = None) -> Letter:
    """Return a letter that is not written down yet."""
    return Letter(
        kind=kind.name,
        key=wanted.key,
        language=wanted.language if wanted.language in {"en", "es"} else "en",
        to_email=_address(wanted.to_email),
        about_kind=wanted.about[0],
        about_id=wanted.about[1],
        is_transactional=kind.is_transactional,
        topic=kind.topic,
        send_after=hold_until or now,
        created_at=now,
        **_words(kind, wanted.facts, now, is_held=bool(hold_until)),
    )


def _attachment(enclosed: Enclosed, letter: Letter | None = None) -> Attachment:
    """Return a file that is not written down yet. Raises: ValueError for a type that no letter carries."""
    if enclosed.content_type not in ENCLOSED_TYPES:
        raise ValueError(f"no letter carries {enclosed.content_type}")
    return Attachment(
        letter=letter,
        filename=_file_name(enclosed.filename),
        content_type=enclosed.content_type,
        content=enclosed.content,
        says=enclosed.says,
    )


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


def join_attachment(
    *, key: str, filename: str, content_type: str, content: bytes, now: datetime, says: str = ""
) -> bool:
    """Put a file into a letter that has not left, and let the letter go. False: it left without the file.

    Twice the same file is one file, and the answer stays true after the letter left with it.

    Raises: ValueError for a type of file that no letter carries.
    """
    file = _attachment(Enclosed(filename, content_type, content, says))
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(key=key).first()
        if letter is None:
            return False
        if Attachment.objects.filter(letter=letter, filename=file.filename).exists():
            return True
        if not letter.can_still_change():
            return False
        file.letter = letter
        file.save()
        if letter.state == Letter.State.HELD:
            letter.state, letter.send_after = Letter.State.QUEUED, now
            letter.save(update_fields=["state", "send_after"])
            enqueue(kind=DELIVER, about=str(letter.pk), key=f"letter:{letter.pk}:joined", now=now)
    return True


def resend_letter(*, letter: Letter, actor: User, now: datetime) -> None:
    """Send a letter that did not arrive once more, to the address that is its reader's now.

    Raises: ResendRefused.
    """
    with transaction.atomic():
        locked = Letter.objects.select_for_update(of=("self",)).select_related("reader").get(pk=letter.pk)
        to_email = locked.reader.email if locked.reader else locked.to_email
        if not locked.can_be_sent_again():
            raise ResendRefused(_("Only a letter that did not arrive and whose words we have can go again."))
        if Suppression.objects.stopping(to_email).exists():
            raise ResendRefused(_("Mail to this address is stopped. Lift that first."))
        if not locked.is_transactional and OptOut.objects.declining(to_email, locked.topic).exists():
            raise ResendRefused(_("This person declined such letters. Only they can change that."))
        before = locked.state
        Letter.objects.filter(pk=locked.pk).update(
            state=Letter.State.QUEUED,
            to_email=to_email,
            attempts=0,
            error="",
            provider_id="",
            send_after=now,
            lease_until=None,
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
