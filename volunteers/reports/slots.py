"""Shifts as the desk lists them: what each is, who has a seat, what it still needs.

Plain values instead of model objects, and one look at each table: a month of shifts stays quick to draw.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import in_language
from volunteers.gates.coverage import CoverageState, rules_of, states_of
from volunteers.models import Shift, SignUp, Site, VolunteerRole
from volunteers.reports.when import clocks

DAY = timedelta(days=1)
COLUMNS = ("pk", "role_id", "site_id", "starts_at", "ends_at", "zone", "seats", "state")


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
    """A shift on the board. `day`: where it stands, by its own wall clock."""

    pk: int
    role_id: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    seats: int
    state: str
    day: date
    hours: str
    role: RoleName
    site: str
    held: int = 0
    asked: int = 0
    waiting: int = 0
    confirmed: int = 0
    needs: list[str] = field(default_factory=list)
    is_ahead: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether somebody is still needed, and can still come."""
        return self.is_ahead and bool(self.needs)

    @property
    def tone(self) -> str:
        """How it looks: gap, free, full, or off for what does not take place or is over."""
        if not self.is_ahead:
            return "off"
        if self.needs:
            return "gap"
        return "free" if self.held < self.seats else "full"

    @property
    def says(self) -> str:
        """What it still needs, or what it is, in a few words."""
        if self.state == Shift.State.CANCELLED:
            return _("cancelled")
        if self.state == Shift.State.DRAFT:
            return _("draft")
        if self.needs:
            return _("needs %(things)s") % {"things": ", ".join(self.needs)}
        return ""


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
    _count(slots)
    return [slot for slot in slots if slot.is_gap or not wanted.only_gaps]


def _slots(wanted: Wanted, names: Names, home: str, now: datetime) -> Iterable[Slot]:
    """Yield the shifts that begin on these days, each by its own wall clock."""
    midnight = datetime.combine(wanted.first, time(), tzinfo=ZoneInfo(home))
    roles = [
        key
        for key, role in names.roles.items()
        if wanted.program in (None, role.program_id) and wanted.role in (None, key)
    ]
    rows = Shift.objects.filter(
        # a day more on either side: a place may lie in another zone
        starts_at__gte=midnight - DAY,
        starts_at__lt=midnight + DAY * (wanted.days + 1),
        state__in=wanted.states,
    )
    if wanted.program is not None or wanted.role is not None:
        rows = rows.filter(role_id__in=roles)
    if wanted.site is not None:
        rows = rows.filter(site_id=wanted.site)
    clock: dict[tuple[time, time], str] = {}
    found = rows.order_by("starts_at", "pk").values_list(*COLUMNS)
    for pk, role_id, site_id, starts_at, ends_at, zone, seats, state in found:
        place = ZoneInfo(zone)
        starts, ends = starts_at.astimezone(place), ends_at.astimezone(place)
        day = starts.date()
        if not wanted.first <= day <= wanted.last:
            continue
        hours = (starts.time(), ends.time())
        if hours not in clock:
            clock[hours] = clocks(starts, ends)
        is_ahead = state == Shift.State.OPEN and starts_at > now
        yield Slot(
            pk=pk,
            role_id=role_id,
            starts_at=starts_at,
            ends_at=ends_at,
            zone=zone,
            seats=seats,
            state=state,
            day=day,
            hours=clock[hours],
            role=names.roles[role_id],
            site=names.sites[site_id],
            is_ahead=is_ahead,
        )


def _count(slots: Sequence[Slot]) -> None:
    """Write down who has a seat and what is still needed."""
    by_key = {slot.pk: slot for slot in slots}
    confirmed: defaultdict[int, list[int]] = defaultdict(list)
    rows = SignUp.objects.active().filter(shift__in=list(by_key)).order_by()
    for shift_id, volunteer_id, state in rows.values_list("shift_id", "volunteer_id", "state"):
        slot = by_key[shift_id]
        if state == SignUp.State.WAITING:
            slot.waiting += 1
            continue
        slot.held += 1
        if state == SignUp.State.CONFIRMED:
            confirmed[shift_id].append(volunteer_id)
        elif state == SignUp.State.REQUESTED:
            slot.asked += 1
    states = states_of(slots, rules_of({slot.role_id for slot in slots}), confirmed)
    for slot in slots:
        slot.confirmed = len(confirmed[slot.pk])
        slot.needs = needs_of(states[slot.pk], slot.confirmed)


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
