"""Shifts as the desk lists them: what each is, who has a seat, what it still needs.

Plain values instead of model objects, and one look at each table: a month of shifts stays quick to draw.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import in_language
from volunteers.gates.coverage import Asking, CoverageState, rules_of, states_of
from volunteers.models import Shift, Site, VolunteerRole
from volunteers.reports.when import clocks

DAY = timedelta(days=1)
MIDNIGHT = time()
ROWS = """
SELECT h.id, h.role_id, h.site_id, h.starts_at, h.ends_at, h.zone, h.seats, h.state,
    coalesce(array_agg(s.volunteer_id) FILTER (WHERE s.state = 'confirmed'), '{}'),
    count(*) FILTER (WHERE s.state = 'requested'),
    count(*) FILTER (WHERE s.state = 'offered'),
    count(*) FILTER (WHERE s.state = 'waiting')
FROM volunteers_shift h LEFT JOIN volunteers_signup s ON s.shift_id = h.id
WHERE h.starts_at >= %(since)s AND h.starts_at < %(until)s AND h.state = ANY(%(states)s)
    AND h.role_id = ANY(%(roles)s) AND (%(site)s::bigint IS NULL OR h.site_id = %(site)s)
GROUP BY h.id ORDER BY h.starts_at, h.id
"""


@dataclass(frozen=True, slots=True)
class RoleName:
    """A role and its program, as the page calls them. `place`: among all roles, in the order of programs."""

    place: int
    role_id: int
    name: str
    program_id: int
    program: str


@dataclass(frozen=True)
class Names:
    """Every role in the order of programs, and every place. Two queries."""

    roles: dict[int, RoleName]
    sites: dict[int, str]

    @cached_property
    def programs(self) -> dict[int, str]:
        """Programs that have roles, in order."""
        return {role.program_id: role.program for role in self.roles.values()}


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: days from a first one on, and what narrows them."""

    first: date
    days: int = 7
    program: int | None = None
    role: int | None = None
    site: int | None = None
    states: Sequence[str] = (Shift.State.OPEN, Shift.State.DRAFT)
    only_gaps: bool = False

    @property
    def last(self) -> date:
        """The last day that is shown."""
        return self.first + DAY * (self.days - 1)


@dataclass(slots=True)
class Slot:
    """A shift on the board.

    `day`: where it stands, by its own wall clock. `needs`: who is still wanted. `tone`: gap, free, full, or
    off for what does not take place or has begun. `says`: what it needs, or is, in a few words. `mark`: how
    `volunteers.plots` draws it.
    """

    pk: int
    role_id: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    seats: int
    state: str
    day: date
    last_day: date
    hours: str
    role: RoleName
    site: str
    confirmed: list[int]
    asked: int
    waiting: int
    held: int
    is_ahead: bool
    needs: list[str] = field(default_factory=list)
    tone: str = "off"
    says: str = ""
    mark: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether somebody is still needed, and can still come."""
        return self.tone == "gap"

    @property
    def asking(self) -> Asking:
        """What coverage must know."""
        days = (self.day,) if self.last_day == self.day else (self.day, self.last_day)
        return Asking(self.pk, self.role_id, days, self.confirmed)


def the_names() -> Names:
    """Return how roles, programs and places are called on this page."""
    rows = VolunteerRole.objects.order_by("program__position", "program_id", "position", "pk").values_list(
        "pk", "name", "name_es", "program_id", "program__name", "program__name_es"
    )
    roles = {}
    for place, (key, name, name_es, program_id, program, program_es) in enumerate(rows):
        words = in_language(name, name_es), in_language(program, program_es)
        roles[key] = RoleName(place, key, words[0], program_id, words[1])
    return Names(roles, dict(Site.objects.order_by("label").values_list("pk", "label")))


def slots_of(wanted: Wanted, names: Names, *, home: str, now: datetime) -> list[Slot]:
    """Return the shifts of some days in their order, with their seats and what they need.

    The number of queries does not depend on how many there are, nor on how many there are elsewhere.
    """
    slots = list(_slots(wanted, names, home, now))
    states = states_of([slot.asking for slot in slots], rules_of({slot.role_id for slot in slots}))
    for slot in slots:
        slot.needs = needs_of(states[slot.pk], len(slot.confirmed))
        slot.tone, slot.says = _look(slot)
    return [slot for slot in slots if slot.is_gap or not wanted.only_gaps]


def _slots(wanted: Wanted, names: Names, home: str, now: datetime) -> Iterable[Slot]:
    """Yield the shifts that begin on these days, each by its own wall clock."""
    clock: dict[tuple[time, time], str] = {}
    for row in _rows(wanted, names, home):
        pk, role_id, site_id, starts_at, ends_at, zone, seats, state, confirmed, asked, offered, waiting = row
        place = ZoneInfo(zone)
        starts = starts_at.astimezone(place)
        day = starts.date()
        if not wanted.first <= day <= wanted.last:
            continue
        ends = ends_at.astimezone(place)
        hours = (starts.time(), ends.time())
        if hours not in clock:
            clock[hours] = clocks(starts, ends)
        yield Slot(
            pk=pk,
            role_id=role_id,
            starts_at=starts_at,
            ends_at=ends_at,
            zone=zone,
            seats=seats,
            state=state,
            day=day,
            last_day=day if hours[1] == MIDNIGHT else ends.date(),
            hours=clock[hours],
            role=names.roles[role_id],
            site=names.sites[site_id],
            confirmed=confirmed,
            asked=asked,
            waiting=waiting,
            held=len(confirmed) + asked + offered,
            is_ahead=state == Shift.State.OPEN and starts_at > now,
        )


def _rows(wanted: Wanted, names: Names, home: str) -> list[tuple[Any, ...]]:
    """Return the shifts of these days, and a day more on either side: a place may lie in another zone."""
    midnight = datetime.combine(wanted.first, MIDNIGHT, tzinfo=ZoneInfo(home))
    roles = [
        key
        for key, role in names.roles.items()
        if wanted.program in (None, role.program_id) and wanted.role in (None, key)
    ]
    asked: dict[str, datetime | list[str] | list[int] | int | None] = {
        "since": midnight - DAY,
        "until": midnight + DAY * (wanted.days + 1),
        "states": [str(state) for state in wanted.states],
        "roles": roles,
        "site": wanted.site,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROWS, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _look(slot: Slot) -> tuple[str, str]:
    """Return how a shift looks, and what it says."""
    if slot.state == Shift.State.CANCELLED:
        return "off", _("cancelled")
    if slot.state == Shift.State.DRAFT:
        return "off", _("draft")
    says = _("needs %(things)s") % {"things": ", ".join(slot.needs)} if slot.needs else ""
    if not slot.is_ahead:
        return "off", says
    if slot.asked:
        asks = ngettext("%(number)d asks for a seat", "%(number)d ask for a seat", slot.asked)
        says = " · ".join(filter(None, [says, asks % {"number": slot.asked}]))
    if slot.needs:
        return "gap", says
    return "free" if slot.held < slot.seats else "full", says


def needs_of(states: Sequence[CoverageState], confirmed: int) -> list[str]:
    """Return who is still needed, in words: by the rules of coverage, or anybody where there are none."""
    if not states:
        return [] if confirmed else [_("somebody")]
    return [_need(state) for state in states if state.missing]


def _need(state: CoverageState) -> str:
    what, number = state.rule.qualification, state.missing
    if what is None:
        return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}
    return _("%(number)d × %(what)s") % {"number": number, "what": what}
