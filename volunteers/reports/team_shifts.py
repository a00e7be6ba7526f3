"""The shifts to which a team comes, as its leader sees them: no more than a member on the shift does."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from volunteers.models import Shift, SignUp, Team
from volunteers.reports.open_shifts import place_words
from volunteers.reports.when import When, when

State = SignUp.State


@dataclass(frozen=True)
class TeamShift:
    """A shift, who of the team is confirmed or asks for a seat, and how many seats are open to others."""

    shift: Shift
    when: When
    coming: list[str]
    asking: list[str]
    open_seats: int

    @property
    def place(self) -> str:
        """The neutral label and the district."""
        return place_words(self.shift.site)


def shifts_to_come(team: Team, now: datetime) -> "QuerySet[Shift]":
    """Return the shifts that are not over and for which somebody was signed up with the team."""
    ours = SignUp.objects.holding().filter(team=team)
    held = Count("sign_ups", filter=Q(sign_ups__state__in=SignUp.HOLDING))
    rows = Shift.objects.filter(state=Shift.State.OPEN, ends_at__gt=now, pk__in=ours.values("shift"))
    return rows.annotate(held=held).select_related("role__program", "site").order_by("starts_at", "pk")


def rows_of(team: Team, shifts: Sequence[Shift], *, home: str, now: datetime) -> list[TeamShift]:
    """Return shifts with the names of those who were signed up with the team. One query."""
    rows = SignUp.objects.filter(shift__in=shifts, team=team, state__in=[State.CONFIRMED, State.REQUESTED])
    names: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for one in rows.select_related("volunteer").order_by("volunteer__name", "pk"):
        names[one.shift_id, one.state].append(one.volunteer.short_name)
    return [
        TeamShift(
            shift=shift,
            when=when(shift, home=home, now=now),
            coming=names[shift.pk, State.CONFIRMED],
            asking=names[shift.pk, State.REQUESTED],
            open_seats=max(shift.seats - getattr(shift, "held", 0), 0),
        )
        for shift in shifts
    ]
