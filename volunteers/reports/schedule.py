"""My shifts: what comes next, what waits for an answer, what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from volunteers.models import Application, Handover, SignUp, StandingPlace, Volunteer
from volunteers.reports.open_shifts import Card, cards_of
from volunteers.reports.own_seats import Seat, seats_of
from volunteers.reports.when import When, when

PAST_SHOWN = 10
ASKED_SHOWN = 40


@dataclass(frozen=True)
class Wanted:
    """Somebody asks for a stand-in whom this volunteer could be."""

    handover: Handover
    card: Card


@dataclass(frozen=True)
class Swap:
    """Somebody would give theirs for one of mine."""

    handover: Handover
    mine: Seat
    theirs: Card


@dataclass(frozen=True)
class Given:
    """A shift that is over, and whether one came, as far as it was written down."""

    sign_up: SignUp
    when: When
    outcome: str


@dataclass(frozen=True)
class Schedule:
    """A volunteer's shifts."""

    ahead: Sequence[Seat]
    past: Sequence[Given]
    swaps: Sequence[Swap]
    wanted: Sequence[Wanted]
    standing: Sequence[StandingPlace]

    @property
    def next(self) -> Seat | None:
        """The confirmed shift that comes first, or is going on."""
        return next((seat for seat in self.ahead if seat.state == SignUp.State.CONFIRMED), None)

    @property
    def confirmed(self) -> list[Seat]:
        """The other confirmed ones."""
        return [seat for seat in self._of(SignUp.State.CONFIRMED) if seat is not self.next]

    @property
    def offered(self) -> list[Seat]:
        """Seats that are held for an answer."""
        return self._of(SignUp.State.OFFERED)

    @property
    def requested(self) -> list[Seat]:
        """Seats on which a coordinator has to decide."""
        return self._of(SignUp.State.REQUESTED)

    @property
    def waiting(self) -> list[Seat]:
        """Shifts on whose waitlist one stands."""
        return self._of(SignUp.State.WAITING)

    def _of(self, state: str) -> list[Seat]:
        return [seat for seat in self.ahead if seat.state == state]


def schedule_of(volunteer: Volunteer, *, home: str, now: datetime) -> Schedule:
    """Return a volunteer's shifts. The number of queries is the same, however many there are."""
    own = SignUp.objects.filter(volunteer=volunteer).select_related("shift__role__program", "shift__site")
    ahead = own.active().filter(shift__ends_at__gt=now).order_by("shift__starts_at", "pk")
    past = own.filter(shift__ends_at__lte=now, state=SignUp.State.CONFIRMED)
    seats = seats_of(ahead, home=home, now=now)
    asked = list(_asked(volunteer, now))
    shifts = list({row.sign_up.shift_id: row.sign_up.shift for row in asked}.values())
    cards = {card.shift.pk: card for card in cards_of(volunteer, shifts, home=home, now=now)}
    mine = {seat.sign_up.pk: seat for seat in seats}
    return Schedule(
        ahead=seats,
        past=_given(past, home, now),
        swaps=[
            Swap(row, mine[row.in_return_id], cards[row.sign_up.shift_id])
            for row in asked
            if row.in_return_id in mine
        ],
        wanted=[
            Wanted(row, cards[row.sign_up.shift_id])
            for row in asked
            if row.in_return_id is None and _could_take(cards[row.sign_up.shift_id])
        ],
        standing=list(
            StandingPlace.objects.filter(volunteer=volunteer, ended_at=None).select_related(
                "series__role__program", "series__site"
            )
        ),
    )


@dataclass(frozen=True)
class Glance:
    """What somebody's own page says of their volunteering."""

    volunteer: Volunteer
    next: Seat | None
    ahead: int
    offered: int
    application: Application | None


def glance_of(user: User, *, home: str, now: datetime) -> Glance | None:
    """Return a volunteer's next shift and what waits for them; None for whoever does not volunteer."""
    volunteer = Volunteer.objects.active().filter(user=user).first()
    if volunteer is None:
        return None
    rows = SignUp.objects.active().filter(volunteer=volunteer, shift__ends_at__gt=now)
    ahead = list(
        rows.select_related("shift__role__program", "shift__site").order_by("shift__starts_at", "pk")
    )
    confirmed = [row for row in ahead if row.state == SignUp.State.CONFIRMED]
    return Glance(
        volunteer=volunteer,
        next=next(iter(seats_of(confirmed[:1], home=home, now=now)), None),
        ahead=len(confirmed),
        offered=sum(row.state == SignUp.State.OFFERED for row in ahead),
        application=volunteer.applications.open().first(),
    )


def _given(past: QuerySet[SignUp], home: str, now: datetime) -> list[Given]:
    rows = past.select_related("attendance").order_by("-shift__starts_at", "-pk")[:PAST_SHOWN]
    return [
        Given(
            row,
            when(row.shift, home=home, now=now),
            str(row.attendance.get_outcome_display()) if hasattr(row, "attendance") else "",
        )
        for row in rows
    ]


def _asked(volunteer: Volunteer, now: datetime) -> list[Handover]:
    """Open requests of others: swaps for one of one's own shifts, and stand-ins for anybody who may."""
    cleared = volunteer.clearances.filter(revoked_at=None).values("program")
    stand_ins = Q(in_return=None, sign_up__shift__role__program__in=cleared)
    rows = Handover.objects.filter(
        Q(in_return__volunteer=volunteer) | stand_ins,
        state=Handover.State.OPEN,
        sign_up__shift__starts_at__gt=now,
    )
    return list(
        rows.exclude(sign_up__volunteer=volunteer)
        .select_related("sign_up__shift__role__program", "sign_up__shift__site")
        .order_by("sign_up__shift__starts_at", "pk")[:ASKED_SHOWN]
    )


def _could_take(card: Card) -> bool:
    """Whether nothing but the seats stands against it."""
    has_seat = card.own is not None and card.own.state in (SignUp.State.CONFIRMED, SignUp.State.REQUESTED)
    return not has_seat and not card.refusals
