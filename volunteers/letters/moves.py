"""One letter for several shifts that moved at once: a term that begins an hour later is one piece of news."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from letters.actions import queue_letter
from volunteers.letters.kinds import MOVES
from volunteers.letters.spoken import shift_words, span_words
from volunteers.letters.texts import queue_text
from volunteers.letters.turns import tell
from volunteers.models import SignUp

BETWEEN = " · "


@dataclass(frozen=True)
class Move:
    """A sign-up at its shift's new time, and the span that it had before."""

    sign_up: SignUp
    before: tuple[datetime, datetime]


def tell_moves(*, moves: Sequence[Move], now: datetime) -> None:
    """Tell one volunteer of all their moved shifts, in the caller's transaction; twice is one letter.

    A single one has the letter of its turn. A text message names the nearest only.
    """
    if len(moves) == 1:
        tell(kind="shift_moved", sign_up=moves[0].sign_up, now=now, before=moves[0].before)
        return
    ordered = sorted(moves, key=lambda move: move.sign_up.shift.starts_at)
    nearest, reader = ordered[0], ordered[0].sign_up.volunteer
    if reader.left_at is not None:
        return
    with translation.override(reader.language):
        facts = {
            "name": reader.name,
            "count": str(len(ordered)),
            "when": shift_words(nearest.sign_up.shift),
            "before": span_words(*nearest.before, nearest.sign_up.shift.zone),
            "others": BETWEEN.join(shift_words(move.sign_up.shift) for move in ordered[1:]),
        }
    key = _key(ordered)
    queue_text(kind="shift_moved", sign_up=nearest.sign_up, reader=reader, key=key, now=now)
    queue_letter(
        kind=MOVES.name,
        key=key,
        to_email=reader.email,
        language=reader.language,
        facts=facts,
        about=("sign_up", str(nearest.sign_up.pk)),
        now=now,
    )


def _key(moves: Sequence[Move]) -> str:
    told = " ".join(
        f"{move.sign_up.pk}:{move.sign_up.sequence}:{move.sign_up.shift.version}" for move in moves
    )
    return f"shift:moves:{hashlib.sha256(told.encode()).hexdigest()[:40]}"
