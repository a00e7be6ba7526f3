"""Who could fill a gap: everybody, the best fit first, and for whoever could not, why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from volunteers.gates.coverage import CoverageState, coverage_of, holders_of, keepers
from volunteers.gates.days import local_days
from volunteers.gates.facts import Person
from volunteers.gates.judging import judge_all
from volunteers.gates.loading import load_people, load_rules
from volunteers.gates.words import Refusal
from volunteers.models import Availability, Coverage, Shift, SignUp, Volunteer

LATELY = timedelta(days=28)
DAY = timedelta(days=1)


class Wish(IntEnum):
    """What somebody says of those hours, the gladdest first."""

    LIKES = 0
    CAN = 1
    SILENT = 2
    OTHER_HOURS = 3


class Way(IntEnum):
    """Whether somebody may come: at once, with a limit set aside, or not."""

    FREE = 0
    OVERRIDE = 1
    SHUT = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer who is not on the shift yet. `last_state`: of an earlier sign-up for it, or nothing.

    `hours`: on shifts of the four weeks before it. `fills`: rules of coverage that want one more like them.
    """

    volunteer_id: int
    name: str
    refusals: Sequence[Refusal]
    wish: Wish
    hours: float
    fills: Sequence[Coverage]
    last_state: str

    @property
    def way(self) -> Way:
        """Whether they may come."""
        if not self.refusals:
            return Way.FREE
        may_lift = all(refusal.can_override for refusal in self.refusals)
        return Way.OVERRIDE if may_lift else Way.SHUT

    @property
    def order(self) -> tuple[int, int, int, int, float, str]:
        """Who is asked first: who may, fills most rules, likes the hours, and had least to do lately."""
        shut = len({refusal.gate for refusal in self.refusals})
        return (self.way, shut, -len(self.fills), self.wish, self.hours, self.name.casefold())


@dataclass(frozen=True)
class Candidates:
    """Everybody who is not on a shift, the best fit first; and how the shift is covered."""

    rows: list[Candidate]
    states: Sequence[CoverageState]

    @property
    def free(self) -> int:
        """How many may come at once."""
        return sum(row.way is Way.FREE for row in self.rows)


def candidates_for(shift: Shift, *, now: datetime) -> Candidates:
    """Return every active volunteer without a seat on a shift. The queries are few for any number."""
    mine = dict(shift.sign_ups.order_by("pk").values_list("volunteer_id", "state"))
    seated = [key for key, state in mine.items() if state in SignUp.HOLDING]
    names = dict(Volunteer.objects.active().exclude(pk__in=seated).values_list("pk", "name"))
    rules = load_rules([shift])
    people = load_people(list(names), rules, [shift], now=now)
    judged = judge_all(people.values(), [shift], rules)
    states = coverage_of([shift])[shift.pk]
    fills = _fills(shift, states, list(names))
    wishes = _wishes(shift)
    rows = [
        Candidate(
            volunteer_id=key,
            name=names[key],
            refusals=judged[key, shift.pk],
            wish=wishes.get(key, Wish.SILENT),
            hours=_hours_before(person, shift),
            fills=fills[key],
            last_state=mine.get(key, ""),
        )
        for key, person in people.items()
    ]
    return Candidates(sorted(rows, key=lambda row: row.order), states)


def _fills(
    shift: Shift, states: Sequence[CoverageState], volunteer_ids: Sequence[int]
) -> defaultdict[int, list[Coverage]]:
    """Return the rules that are not kept yet and that each would help to keep."""
    missing = [state.rule for state in states if not state.is_met and state.rule.qualification_id]
    holders = holders_of(missing, volunteer_ids)
    found: defaultdict[int, list[Coverage]] = defaultdict(list)
    days = local_days(shift.starts_at, shift.ends_at, shift.zone)
    for rule in missing:
        for key in keepers(days, rule, volunteer_ids, holders):
            found[key].append(rule)
    return found


def _hours_before(person: Person, shift: Shift) -> float:
    since = shift.starts_at - LATELY
    near = [other for other in person.busy if other.ends_at > since and other.starts_at < shift.starts_at]
    return sum(((other.ends_at - other.starts_at) / timedelta(hours=1) for other in near), 0.0)


def _wishes(shift: Shift) -> dict[int, Wish]:
    """Return what each who said something of their week says of the hours of a shift."""
    zone = ZoneInfo(shift.zone)
    starts, ends = (at.astimezone(zone).replace(tzinfo=UTC) for at in (shift.starts_at, shift.ends_at))
    said: defaultdict[int, list[Availability]] = defaultdict(list)
    for row in Availability.objects.filter(volunteer__left_at=None):
        said[row.volunteer_id].append(row)
    return {key: wish_for(rows, starts, ends) for key, rows in said.items()}


def wish_for(rows: Iterable[Availability], starts: datetime, ends: datetime) -> Wish:
    """Return what a week says of a span on the wall clock: liked or possible from its start to its end."""
    spans: list[tuple[datetime, datetime, str]] = []
    for row in rows:
        for back in range((ends.date() - starts.date()).days + 2):
            day = ends.date() - DAY * back
            if day.weekday() == row.weekday:
                first = datetime.combine(day, row.starts, tzinfo=UTC)
                # hours that end at or before their start end the next day
                last = datetime.combine(day + DAY * (row.ends <= row.starts), row.ends, tzinfo=UTC)
                spans.append((first, last, row.wish))
    liked = [span[:2] for span in spans if span[2] == Availability.Wish.LIKES]
    if _is_filled(liked, starts, ends):
        return Wish.LIKES
    return Wish.CAN if _is_filled([span[:2] for span in spans], starts, ends) else Wish.OTHER_HOURS


def _is_filled(spans: Iterable[tuple[datetime, datetime]], starts: datetime, ends: datetime) -> bool:
    reached = starts
    for first, last in sorted(spans):
        if first <= reached:
            reached = max(reached, last)
    return reached >= ends
