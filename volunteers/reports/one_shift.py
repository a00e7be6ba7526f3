"""One shift, as one volunteer sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from volunteers.models import Qualification, Shift, SignUp, Volunteer
from volunteers.reports.open_shifts import Card, cards_of, programs_cleared_for, shifts_shown_to
from volunteers.reports.own_seats import Seat, seats_of
from volunteers.reports.when import moment_words


@dataclass(frozen=True)
class LedTeam:
    """A team as its leader sees it, the leader included."""

    pk: int
    name: str
    all_members: list[Volunteer]


@dataclass(frozen=True)
class ShiftPage:
    """A shift, one's own seat on it, and who else comes: short names, for those who come themselves."""

    card: Card
    seat: Seat | None
    others: list[str]
    teams: list[LedTeam]
    skills: list[Qualification]

    @property
    def sign_up_closes(self) -> str:
        """Until when one can sign up, in words."""
        shift = self.card.shift
        return moment_words(shift.sign_up_closes_at, zone=shift.zone, now=self.card.now)

    @property
    def giving_back(self) -> str:
        """The rule for giving a seat back, in words."""
        shift = self.card.shift
        if self.card.now >= shift.cancel_closes_at:
            return _("with a stand-in or a swap only")
        moment = moment_words(shift.cancel_closes_at, zone=shift.zone, now=self.card.now)
        return _("by yourself until %(moment)s; later with a stand-in or a swap") % {"moment": moment}

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.card.now >= self.card.shift.ends_at


def shift_page(volunteer: Volunteer, shift_id: int, *, home: str, now: datetime) -> ShiftPage:
    """Return the page of a shift. Raises: Shift.DoesNotExist for one that this volunteer is not shown."""
    shown = shifts_shown_to(programs_cleared_for(volunteer, now=now))
    own = Q(pk__in=SignUp.objects.active().filter(volunteer=volunteer).values("shift"))
    shifts = Shift.objects.filter(Q(pk__in=shown.values("pk")) | own)
    shift = shifts.select_related("role__program", "site").get(pk=shift_id)
    card = cards_of(volunteer, [shift], home=home, now=now)[0]
    if card.own:
        card.own.shift = shift
    return ShiftPage(
        card=card,
        seat=seats_of([card.own], home=home, now=now)[0] if card.own else None,
        others=_others(card, volunteer),
        teams=_teams(volunteer),
        skills=list(shift.role.needs.all()),
    )


def _teams(leader: Volunteer) -> list[LedTeam]:
    led = leader.leads.filter(is_open=True).prefetch_related("members")
    return [
        LedTeam(team.pk, team.name, [leader, *(one for one in team.members.all() if one.pk != leader.pk)])
        for team in led
    ]


def _others(card: Card, volunteer: Volunteer) -> list[str]:
    if card.own is None or card.own.state != SignUp.State.CONFIRMED:
        return []
    coming = Volunteer.objects.filter(
        sign_ups__shift=card.shift, sign_ups__state=SignUp.State.CONFIRMED
    ).exclude(pk=volunteer.pk)
    return [other.short_name for other in coming]
