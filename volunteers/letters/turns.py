"""What a volunteer is told of a turn of a sign-up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from letters.actions import queue_letter
from volunteers.letters.kinds import CALLS, TURNS
from volunteers.letters.spoken import moment_words, shift_words, span_words
from volunteers.letters.texts import queue_text
from volunteers.models import Handover, SignUp, Volunteer

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Turn:
    """What there is to tell, and to whom."""

    kind: str
    sign_up: SignUp
    reader: Volunteer
    handover: Handover | None
    before: Span | None


def tell(
    *,
    kind: str,
    sign_up: SignUp,
    now: datetime,
    to: Volunteer | None = None,
    handover: Handover | None = None,
    before: Span | None = None,
) -> None:
    """Queue the letter of a turn, in the caller's transaction; a call that runs twice is one letter.

    Whoever wants text messages gets the short sentence as well; the letter is the record.

    `to`: who reads it, if not the sign-up's volunteer (a stand-in wanted, the other side of a swap).
    `handover`: for `stand_in_wanted`, `swap_offered` and `handover_done`. `before`: the span that a moved
    shift had. Whoever left is not written to. `handover_done` is for whoever gave a shift away, both of them
    for a swap; a stand-in who took one reads `confirmed`.

    Raises: KeyError for a turn that has no letter; ValueError for one that wants a handover.
    """
    turn = Turn(kind, sign_up, to or sign_up.volunteer, handover, before)
    letter = TURNS[kind]
    if turn.reader.left_at is not None:
        return
    facts = facts_of(sign_up, turn.reader)
    if kind in MORE_FACTS:
        with translation.override(turn.reader.language):
            facts |= MORE_FACTS[kind](turn)
    key = _key(turn, now)
    queue_text(kind=kind, sign_up=sign_up, reader=turn.reader, key=key, now=now)
    queue_letter(
        kind=letter.name,
        key=key,
        to_email=turn.reader.email,
        language=turn.reader.language,
        facts=facts,
        about=("sign_up", str(sign_up.pk)),
        now=now,
    )


def facts_of(sign_up: SignUp, reader: Volunteer) -> dict[str, str]:
    """Return the facts that every letter about a shift has, in the reader's language."""
    with translation.override(reader.language):
        return {"name": reader.name, "when": shift_words(sign_up.shift)}


def _offer(turn: Turn) -> dict[str, str]:
    until = turn.sign_up.offer_until
    words = moment_words(until, turn.sign_up.shift.zone) if until else ""
    return {"until": words, "sign_up": str(turn.sign_up.pk)}


def _move(turn: Turn) -> dict[str, str]:
    return {"before": span_words(*turn.before, turn.sign_up.shift.zone) if turn.before else ""}


def _other_words(turn: Turn) -> str:
    """When the other shift of a swap is; nothing for a stand-in."""
    handover = turn.handover
    if handover is None or handover.in_return is None:
        return ""
    is_return = handover.in_return.shift_id == turn.sign_up.shift_id
    return shift_words((handover.sign_up if is_return else handover.in_return).shift)


def _handover(turn: Turn) -> dict[str, str]:
    if turn.handover is None:
        raise ValueError("this letter leads to a handover")
    return {"handover": str(turn.handover.pk)}


# the facts that only some turns have, in the active language
MORE_FACTS: dict[str, Callable[[Turn], dict[str, str]]] = {
    "seat_offered": _offer,
    "seat_open": lambda turn: {"shift": str(turn.sign_up.shift_id)},
    "shift_cancelled": lambda turn: {"reason": str(turn.sign_up.shift.get_cancelled_for_display())},
    "shift_moved": _move,
    "stand_in_wanted": _handover,
    "swap_offered": lambda turn: {**_handover(turn), "in_return": _other_words(turn)},
    "handover_done": lambda turn: {"instead": _other_words(turn)},
}


def _key(turn: Turn, now: datetime) -> str:
    """One letter per turn and reader. Calls for help go once an hour at most, whatever becomes of seats."""
    sign_up = turn.sign_up
    parts = [turn.kind, sign_up.pk, sign_up.sequence, sign_up.shift.version, turn.reader.pk]
    if turn.handover is not None:
        parts.append(f"h{turn.handover.pk}")
    if TURNS[turn.kind].topic == CALLS:
        parts.append(f"{now:%Y%m%d%H}")
    return "shift:" + ":".join(str(part) for part in parts)
