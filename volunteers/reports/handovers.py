"""Stand-ins and swaps, from the side of whoever looks: no name of the other stands in it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from volunteers.gates.judging import judge_all
from volunteers.gates.loading import load_people, load_rules
from volunteers.models import Handover, Shift, SignUp, Volunteer
from volunteers.reports.open_shifts import Card, cards_of, place_words
from volunteers.reports.when import When, when

CHOICES = 60


@dataclass(frozen=True)
class HandoverPage:
    """A stand-in or a swap. `theirs`: the shift to be had; `mine`: what would be given for it."""

    handover: Handover
    theirs: Card
    mine: When | None
    is_asker: bool

    @property
    def against(self) -> list[str]:
        """What stands against coming; for a swap the other seat is given up, and the action judges it."""
        return [] if self.mine else self.theirs.against

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.handover.state == Handover.State.OPEN


@dataclass(frozen=True)
class Choice:
    """A shift that could be had in return. `sign_up`: whose holder would be asked."""

    shift: Shift
    when: When
    sign_up: SignUp

    @property
    def place(self) -> str:
        """The neutral label and the district."""
        return place_words(self.shift.site)


def handover_page(volunteer: Volunteer, handover_id: int, *, home: str, now: datetime) -> HandoverPage:
    """Return a handover as this volunteer sees it.

    Raises: Handover.DoesNotExist for whoever neither asked nor is asked. A stand-in asks all who are cleared
    for the program.
    """
    cleared = volunteer.clearances.filter(revoked_at=None).values("program")
    asked = (
        Q(sign_up__volunteer=volunteer)
        | Q(in_return__volunteer=volunteer)
        | Q(in_return=None, sign_up__shift__role__program__in=cleared)
    )
    handover = (
        Handover.objects.filter(asked)
        .select_related("sign_up__shift__role__program", "sign_up__shift__site", "in_return__shift")
        .get(pk=handover_id)
    )
    returned = handover.in_return
    return HandoverPage(
        handover=handover,
        theirs=cards_of(volunteer, [handover.sign_up.shift], home=home, now=now)[0],
        mine=when(returned.shift, home=home, now=now) if returned else None,
        is_asker=handover.sign_up.volunteer_id == volunteer.pk,
    )


def swap_choices(sign_up: SignUp, *, home: str, now: datetime) -> list[Choice]:
    """Return the shifts of the same role that the volunteer could have for this one, each with one to ask.

    Whoever has refused already is not asked again. Four queries, however many there are.
    """
    refused = Handover.objects.filter(sign_up=sign_up, state=Handover.State.REFUSED).values("in_return")
    mine = SignUp.objects.active().filter(volunteer=sign_up.volunteer_id).values("shift")
    others = (
        SignUp.objects.filter(
            state=SignUp.State.CONFIRMED,
            shift__role=sign_up.shift.role_id,
            shift__state=Shift.State.OPEN,
            shift__starts_at__gt=now,
        )
        .exclude(pk__in=refused)
        .exclude(shift__in=mine)
        .select_related("shift__role", "shift__site")
        .order_by("shift__starts_at", "shift", "pk")
    )
    asked = {row.shift_id: row for row in reversed(others[:CHOICES])}
    shifts = [row.shift for row in asked.values()]
    rules = load_rules(shifts)
    person = load_people([sign_up.volunteer_id], rules, shifts, now=now)[sign_up.volunteer_id]
    freed = replace(person, busy=tuple(row for row in person.busy if row.sign_up_id != sign_up.pk))
    against = judge_all([freed], shifts, rules)
    return [
        Choice(row.shift, when(row.shift, home=home, now=now), row)
        for row in sorted(asked.values(), key=lambda row: (row.shift.starts_at, row.shift_id))
        if not against[sign_up.volunteer_id, row.shift_id]
    ]
