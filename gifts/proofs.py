"""What a visitor of the giving page carries to show where they come from: signed marks, a proof of work.

A mark is a value with the moment it was given out, signed for one purpose.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import altcha
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from core.clock import moment

FORM, CONFIRM, BACK, THANKS = "gifts.form", "gifts.confirm", "gifts.back", "gifts.thanks"
RAISE = "gifts.raise"
WORK = 60_000  # hashes at most; half a second on a phone, while a person types
WORK_IS_GOOD_FOR = timedelta(hours=2)
LONGEST = 4000  # characters of a solution


@dataclass(frozen=True)
class Work:
    """A puzzle that was solved: its name, and until when it counts."""

    name: str
    expires_at: datetime


def mark(purpose: str, value: UUID, now: datetime) -> str:
    """Return a value and this moment, signed for a purpose; fit for an address."""
    return Signer(salt=purpose, sep="~").sign(f"{value.hex}-{int(now.timestamp())}")


def read_mark(purpose: str, text: str) -> tuple[UUID, datetime]:
    """Return the value of a mark and when it was given out. Raises: BadSignature."""
    value, _dash, stamp = Signer(salt=purpose, sep="~").unsign(text).partition("-")
    return UUID(value), moment(int(stamp))


def mark_of_raise(recurring_id: UUID, *, email: str, now: datetime) -> str:
    """Return what lets the reader of a mailbox raise a recurring gift; dead once the donor has another."""
    return mark(f"{RAISE}:{email}", recurring_id, now)


def named_by(text: str) -> UUID:
    """Return the value that a mark names, whoever made it: good for looking up what the proof is about.

    Raises: ValueError.
    """
    return UUID(text.partition("-")[0])


def read_mark_of_raise(text: str, *, email: str) -> datetime:
    """Return when a link was mailed to this address. Raises: BadSignature."""
    return read_mark(f"{RAISE}:{email}", text)[1]


def form_of(text: str, now: datetime) -> tuple[UUID, timedelta | None]:
    """Return the form that a page's mark names and its age; a new form and None when it is none of ours."""
    try:
        form, shown_at = read_mark(FORM, text)
    except BadSignature:
        return uuid4(), None
    return form, now - shown_at


def is_confirmed(text: str, *, form: UUID, now: datetime, delay: timedelta, limit: timedelta) -> bool:
    """Whether a form was confirmed by a second press, not too soon and not too late."""
    try:
        confirmed, shown_at = read_mark(CONFIRM, text)
    except BadSignature:
        return False
    return confirmed == form and delay <= now - shown_at <= limit


def new_work(now: datetime) -> Mapping[str, Any]:
    """Return a puzzle that a browser solves by itself, in the shape of altcha's protocol."""
    challenge = altcha.create_challenge(
        "SHA-256",
        1,
        counter=secrets.randbelow(WORK),
        expires_at=now + WORK_IS_GOOD_FOR,
        hmac_secret=_secret(),
    )
    return challenge.to_dict()


def work_done(solution: str) -> Work | None:
    """Return the puzzle that was solved; None when it is not solved, not ours or too old.

    Whether it was used before is for the caller to know.
    """
    if not solution or len(solution) > LONGEST or not altcha.verify_solution(solution, _secret()).verified:
        return None
    challenge = altcha.Payload.from_base64(solution).challenge
    if challenge.signature is None or challenge.parameters.expires_at is None:
        return None
    return Work(challenge.signature, moment(challenge.parameters.expires_at))


def _secret() -> str:
    return salted_hmac("gifts.work", "", algorithm="sha256").hexdigest()
