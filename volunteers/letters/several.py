"""One letter for several shifts that moved or fell away at once: a term that ends is one piece of news."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from letters.actions import queue_letter
from volunteers.letters.kinds import CANCELLATIONS, MOVES
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
    nearest = min(moves, key=lambda move: move.sign_up.shift.starts_at)
    with translation.override(nearest.sign_up.volunteer.language):
        facts = {"before": span_words(*nearest.before, nearest.sign_up.shift.zone)}
    _tell_all("shift_moved", MOVES.name, [move.sign_up for move in moves], facts, now)


def tell_cancelled(*, sign_ups: Iterable[SignUp], now: datetime) -> None:
    """Tell everybody who lost shifts which ones do not take place; as `tell_moves` does."""
    lost: defaultdict[int, list[SignUp]] = defaultdict(list)
    for sign_up in sign_ups:
        lost[sign_up.volunteer_id].append(sign_up)
    for mine in lost.values():
        if len(mine) == 1:
            tell(kind="shift_cancelled", sign_up=mine[0], now=now)
            continue
        with translation.override(mine[0].volunteer.language):
            facts = {"reason": str(mine[0].shift.get_cancelled_for_display())}
        _tell_all("shift_cancelled", CANCELLATIONS.name, mine, facts, now)


def _tell_all(
    turn: str, letter: str, sign_ups: Sequence[SignUp], facts: dict[str, str], now: datetime
) -> None:
    ordered = sorted(sign_ups, key=lambda sign_up: sign_up.shift.starts_at)
    nearest, reader = ordered[0], ordered[0].volunteer
    if reader.left_at is not None:
        return
    with translation.override(reader.language):
        facts = facts | {
            "name": reader.name,
            "count": str(len(ordered)),
            "when": shift_words(nearest.shift),
            "others": BETWEEN.join(shift_words(sign_up.shift) for sign_up in ordered[1:]),
        }
    key = _key(letter, ordered)
    queue_text(kind=turn, sign_up=nearest, reader=reader, key=key, now=now)
    queue_letter(
        kind=letter,
        key=key,
        to_email=reader.email,
        language=reader.language,
        facts=facts,
        about=("sign_up", str(nearest.pk)),
        now=now,
    )


def _key(letter: str, sign_ups: Sequence[SignUp]) -> str:
    told = " ".join(f"{one.pk}:{one.sequence}:{one.shift.version}" for one in sign_ups)
    return f"shift:{letter}:{hashlib.sha256(told.encode()).hexdigest()[:40]}"
