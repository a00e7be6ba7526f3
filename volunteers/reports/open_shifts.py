"""Shifts that somebody could take: what each asks, how many seats are left, and why not where it is so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.gates import Refusal, judge_many, told
from volunteers.models import Clearance, Shift, SignUp, Site, Volunteer
from volunteers.models.shifts import ShiftQuerySet
from volunteers.reports.when import When, day_words, when

SHOWN = 30
# so many are judged for one page of those that somebody may take; the next page begins where this one ended
LOOKED_AT = 120


@dataclass(frozen=True)
class Seats:
    """The seats of a shift."""

    total: int
    held: int
    waiting: int

    @property
    def free(self) -> int:
        """Those that nobody holds."""
        return max(self.total - self.held, 0)

    @property
    def words(self) -> str:
        """`2 of 4 seats left`, `The last seat`, `Full, 1 is waiting`."""
        if self.free == 1:
            return _("The last seat") if self.total > 1 else _("One seat, free")
        if self.free:
            return _("%(free)d of %(total)d seats free") % {"free": self.free, "total": self.total}
        if self.waiting:
            return ngettext("Full, %(number)d is waiting", "Full, %(number)d are waiting", self.waiting) % {
                "number": self.waiting
            }
        return _("Full")


@dataclass(frozen=True)
class Card:
    """A shift as one volunteer sees it."""

    shift: Shift
    when: When
    seats: Seats
    own: SignUp | None
    refusals: Sequence[Refusal]
    now: datetime

    @property
    def step(self) -> str:
        """What can be done: own, refused, late, wait, ask or sign_up."""
        if self.own:
            return "own"
        if self.refusals:
            return "refused"
        if self.now >= self.shift.sign_up_closes_at:
            return "late"
        if not self.seats.free:
            return "wait"
        return "sign_up" if self.shift.role.is_instant else "ask"

    @property
    def may_take_now(self) -> bool:
        """Whether somebody who waits finds a seat free: in the last hours whoever comes first has it."""
        return self.seats.free > 0 and not self.refusals and self.now < self.shift.sign_up_closes_at

    @property
    def is_confidential(self) -> bool:
        """Whether the place is one that is not told to all."""
        return self.shift.site.kind == Site.Kind.CONFIDENTIAL

    @property
    def against(self) -> list[str]:
        """What stands against it, each sentence once."""
        return told(self.refusals)

    @property
    def tone(self) -> str:
        """How one's own state looks."""
        return "good" if self.own and self.own.state == SignUp.State.CONFIRMED else "calm"

    @property
    def place(self) -> str:
        """`Partner's place · North side`: the kind and the district, never an address."""
        return place_words(self.shift.site)


@dataclass(frozen=True)
class Day:
    """The shifts that begin on one local day."""

    on: date
    cards: list[Card]

    @property
    def words(self) -> str:
        """`Tuesday, December 8`."""
        return day_words(self.on)

    @property
    def near(self) -> str:
        """`today`, `tomorrow`, `in 3 days`."""
        return self.cards[0].when.near


@dataclass(frozen=True)
class Shelf:
    """A page of shifts by day, and the mark after which the next begins; nothing where this is the last."""

    days: list[Day]
    after: int | None


def place_words(site: Site) -> str:
    """Return a place's neutral label and its district."""
    return " · ".join(part for part in (site.label, site.district) if part)


def programs_cleared_for(volunteer: Volunteer, *, now: datetime) -> list[int]:
    """Return the programs for which a decision stands or will stand; what else it takes is not asked."""
    standing = Clearance.objects.filter(volunteer=volunteer, revoked_at=None)
    # a day more than any zone needs: on which day it ends is for the gates to say
    not_over = Q(until_on=None) | Q(until_on__gte=(now - timedelta(days=1)).date())
    return list(standing.filter(not_over).values_list("program", flat=True))


def shifts_shown_to(programs: Sequence[int]) -> ShiftQuerySet:
    """Return the shifts that are no drafts; to whoever is cleared for nothing none at confidential places."""
    shifts = Shift.objects.exclude(state=Shift.State.DRAFT)
    return shifts if programs else shifts.exclude(site__kind=Site.Kind.CONFIDENTIAL)


def shifts_ahead(programs: Sequence[int], *, now: datetime) -> ShiftQuerySet:
    """Return those of them that can still be taken."""
    ahead = shifts_shown_to(programs).filter(state=Shift.State.OPEN, starts_at__gt=now)
    return ahead.filter(role__is_open=True, role__program__is_open=True)


def shelf(
    volunteer: Volunteer,
    shifts: ShiftQuerySet,
    *,
    only_may: bool,
    after: str,
    home: str,
    now: datetime,
) -> Shelf:
    """Return the next shifts after a mark, by day; `only_may`: those that one could take or wait for.

    The number of queries is the same for any number of shifts. A mark that names no shift is the start.
    """
    size = LOOKED_AT if only_may else SHOWN
    found = list(_after(shifts, after).select_related("role__program", "site")[: size + 1])
    cards = cards_of(volunteer, found[:size], home=home, now=now)
    chosen = [card for card in cards if not only_may or card.step not in ("refused", "late")]
    shown = chosen[:SHOWN]
    ended = found[size - 1].pk if len(found) > size else None
    return Shelf(_by_day(shown), shown[-1].shift.pk if len(chosen) > SHOWN else ended)


def cards_of(volunteer: Volunteer, shifts: Sequence[Shift], *, home: str, now: datetime) -> list[Card]:
    """Return shifts as a volunteer sees them, in the order given."""
    keys = [shift.pk for shift in shifts]
    counts = Counter(
        {
            (shift_id, state): number
            for shift_id, state, number in SignUp.objects.active()
            .filter(shift__in=keys)
            .order_by()
            .values_list("shift", "state")
            .annotate(number=Count("pk"))
        }
    )
    own = {row.shift_id: row for row in SignUp.objects.active().filter(shift__in=keys, volunteer=volunteer)}
    judged = judge_many(volunteer_ids=[volunteer.pk], shifts=shifts, now=now)
    return [
        Card(
            shift=shift,
            when=when(shift, home=home, now=now),
            seats=Seats(
                total=shift.seats,
                held=sum(counts[shift.pk, state] for state in SignUp.HOLDING),
                waiting=counts[shift.pk, SignUp.State.WAITING],
            ),
            own=own.get(shift.pk),
            refusals=judged.get((volunteer.pk, shift.pk), []),
            now=now,
        )
        for shift in shifts
    ]


def _after(shifts: ShiftQuerySet, mark: str) -> ShiftQuerySet:
    ordered = shifts.order_by("starts_at", "pk")
    last = Shift.objects.filter(pk=int(mark)).first() if mark.isdecimal() and len(mark) < 19 else None
    if last is None:
        return ordered
    beyond = Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk)
    return ordered.filter(beyond, starts_at__gte=last.starts_at)


def _by_day(cards: Iterable[Card]) -> list[Day]:
    ordered = sorted(cards, key=lambda card: (card.when.day, card.shift.starts_at, card.shift.pk))
    return [Day(on, list(rows)) for on, rows in groupby(ordered, key=lambda card: card.when.day)]
