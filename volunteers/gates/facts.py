"""What must be known to judge, as plain values: no query hides behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from volunteers.gates.days import Days
from volunteers.models import Program


class Named(NamedTuple):
    """What a thing is called in both languages."""

    name: str
    name_es: str


class Decision(NamedTuple):
    """The decision that somebody may serve in a program, and when it holds."""

    program_id: int
    is_for_confidential: bool
    days: tuple[Days, ...]


class Result(NamedTuple):
    """A check that was done: what came of it, its day, the last day it counts."""

    kind: str
    is_pass: bool
    done_on: date
    expires_on: date | None


class Held(NamedTuple):
    """A course that was done or a qualification that was confirmed, and when it counts."""

    thing_id: int
    days: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class Busy:
    """A shift on which a volunteer holds a seat, and the rest that its program asks for around it."""

    sign_up_id: int
    shift_id: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    rest: timedelta


@dataclass(frozen=True, slots=True)
class Person:
    """Everything about a volunteer that a gate may ask. `gone_on`: the first day they serve no longer."""

    volunteer_id: int
    gone_on: date | None
    adult_on: date | None
    has_consent: bool
    references: int
    is_interviewed: bool
    decisions: tuple[Decision, ...]
    results: tuple[Result, ...]
    trained: tuple[Held, ...]
    accepted: frozenset[int]
    held: tuple[Held, ...]
    away: tuple[Days, ...]
    busy: tuple[Busy, ...]


class Version(NamedTuple):
    """A wording of an agreement, and the days on which it is the one in force."""

    version_id: int
    days: Days


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement: who is asked for it, and its versions in order."""

    called: Named
    program_ids: frozenset[int]
    is_for_confidential: bool
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What programs and roles ask for.

    `keeps`: for each qualification that a role needs, those that will do, since they include it.
    """

    programs: Mapping[int, Program]
    courses: Mapping[int, Mapping[int, Named]]
    agreements: tuple[KnownAgreement, ...]
    role_programs: Mapping[int, int]
    needs: Mapping[int, Mapping[int, Named]]
    keeps: Mapping[int, frozenset[int]]
    confidential_sites: frozenset[int]

    def program_of(self, role_id: int) -> Program:
        """The program of a role."""
        return self.programs[self.role_programs[role_id]]


@dataclass(frozen=True, slots=True)
class Place:
    """A shift as it is judged: `days` are the local days that it touches."""

    shift_id: int
    role_id: int
    is_confidential: bool
    starts_at: datetime
    ends_at: datetime
    zone: str
    days: tuple[date, ...]
