"""What a change would do to shifts and to those who hold seats on them, before anything is written."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from volunteers.models import Shift, SignUp


class Fate(StrEnum):
    """What becomes of a sign-up."""

    KEPT = "kept"
    MOVED = "moved"
    CONFLICT = "conflict"
    UNCLEARED = "uncleared"
    CROWDED = "crowded"
    REMOVED = "removed"


LOSING = frozenset({Fate.CONFLICT, Fate.UNCLEARED, Fate.CROWDED, Fate.REMOVED})


@dataclass(frozen=True)
class Place:
    """When and where a shift is, and what it is. `original_on`: the day that the series' rule gave it."""

    original_on: date | None
    starts_at: datetime
    ends_at: datetime
    role_id: int
    site_id: int
    zone: str
    seats: int

    @classmethod
    def of(cls, shift: Shift) -> "Place":
        """Return where a shift is now."""
        return cls(
            shift.original_on,
            shift.starts_at,
            shift.ends_at,
            shift.role_id,
            shift.site_id,
            shift.zone,
            shift.seats,
        )

    def moves(self, other: "Place") -> bool:
        """Whether somebody who comes to one would have to look again to come to the other."""
        return replace(self, seats=0, original_on=None) != replace(other, seats=0, original_on=None)


@dataclass(frozen=True)
class Seat:
    """A sign-up, and what would become of it; `why` where it cannot stay."""

    sign_up: SignUp
    fate: Fate
    why: str = ""

    @property
    def is_losing(self) -> bool:
        """Whether the change would take it away."""
        return self.fate in LOSING

    @property
    def mark(self) -> list[str | int]:
        """What must not change between the preview and the deed."""
        return [self.sign_up.pk, self.sign_up.state, self.sign_up.sequence, self.fate]


@dataclass(frozen=True)
class Line:
    """A shift, where it is, where it would be (None: nowhere), and its sign-ups.

    `is_left`: staff leave it as it is.
    """

    shift: Shift
    before: Place
    after: Place | None
    seats: tuple[Seat, ...] = ()
    is_left: bool = False

    @property
    def is_removed(self) -> bool:
        """Whether its day falls away."""
        return self.after is None

    @property
    def is_moved(self) -> bool:
        """Whether it changes its time, place or role."""
        return self.after is not None and self.before.moves(self.after)

    @property
    def is_changed(self) -> bool:
        """Whether anything about it changes."""
        return self.after != self.before

    @property
    def losers(self) -> list[Seat]:
        """Those who cannot be kept, unless the shift is left as it is."""
        return [] if self.is_left else [seat for seat in self.seats if seat.is_losing]

    @property
    def frees_seats(self) -> bool:
        """Whether somebody who waits may have a seat once it is done."""
        has_more = self.after is not None and self.after.seats > self.before.seats
        return has_more or bool(self.losers)


@dataclass(frozen=True)
class Impact:
    """All that a change would do. `mark` tells one change, at one version of its series, from others."""

    mark: str
    lines: tuple[Line, ...]
    new_days: tuple[date, ...] = ()
    by_hand: tuple[Shift, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self._digest())

    def _digest(self) -> str:
        """Tell this impact from any other, as far as somebody's seat is concerned."""
        told = [
            [
                line.shift.pk,
                line.shift.version,
                line.is_left,
                [
                    [seat.sign_up.pk, seat.sign_up.state, seat.sign_up.sequence, seat.fate]
                    for seat in line.seats
                ],
            ]
            for line in self.lines
            if line.seats
        ]
        return hashlib.sha256(json.dumps([self.mark, told]).encode()).hexdigest()[:32]

    @property
    def kept(self) -> list[Line]:
        """Shifts that stay as they are."""
        return [line for line in self.lines if line.is_left or not line.is_changed]

    @property
    def moved(self) -> list[Line]:
        """Shifts that change."""
        return [line for line in self.lines if line.is_changed and not line.is_removed and not line.is_left]

    @property
    def removed(self) -> list[Line]:
        """Shifts whose day falls away."""
        return [line for line in self.lines if line.is_removed and not line.is_left]

    @property
    def troubled(self) -> list[Line]:
        """Shifts about which staff must decide: left ones, and those that somebody would lose."""
        return [line for line in self.lines if line.is_left or line.losers]

    @property
    def losing_ids(self) -> frozenset[int]:
        """Keys of the shifts that somebody would lose."""
        return frozenset(line.shift.pk for line in self.lines if line.losers)

    @property
    def moved_people(self) -> int:
        """How many people are told of a new time."""
        moved = [seat for line in self.moved for seat in line.seats if seat.fate is Fate.MOVED]
        return len({seat.sign_up.volunteer_id for seat in moved})

    @property
    def lost_people(self) -> int:
        """How many people would lose a seat."""
        return len({seat.sign_up.volunteer_id for line in self.lines for seat in line.losers})


class ImpactChanged(Exception):
    """Something changed since the preview, or the decision makes new trouble: here is the new one."""

    def __init__(self, impact: Impact, sentence: str) -> None:
        super().__init__(sentence)
        self.impact = impact
        self.sentence = sentence


@dataclass(frozen=True)
class Decision:
    """What staff saw and chose: the digest, the shifts then left as they are, and those to leave now."""

    digest: str
    seen_left: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()


def settled(plan: Callable[[frozenset[int]], Impact], decision: Decision) -> Impact:
    """Return the impact to carry out, once it is what staff saw and their choices make no new trouble.

    Raises: ImpactChanged.
    """
    seen = plan(decision.seen_left)
    if seen.digest != decision.digest:
        raise ImpactChanged(seen, _("Something changed while you looked. This is how it stands now."))
    if decision.left == decision.seen_left:
        return seen
    impact = plan(decision.left)
    if impact.losing_ids - seen.losing_ids:
        raise ImpactChanged(
            impact, _("What you leave stands in the way of something else. Please look again.")
        )
    return impact
