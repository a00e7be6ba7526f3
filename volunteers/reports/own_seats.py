"""A volunteer's own seats: when, where to go, what can still be done about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from volunteers.models import Handover, SignUp, Site
from volunteers.models.attendance import OPENS_BEFORE
from volunteers.models.sites import SHOWN_BEFORE
from volunteers.proofs import door_number
from volunteers.reports.open_shifts import place_words
from volunteers.reports.when import When, moment_words, when


@dataclass(frozen=True)
class Seat:
    """A sign-up as its volunteer sees it. `line`: the place on the waitlist, from 1."""

    sign_up: SignUp
    when: When
    line: int | None
    handover: Handover | None
    home: str
    now: datetime

    @property
    def state(self) -> str:
        """The state of the sign-up."""
        return self.sign_up.state

    @property
    def place(self) -> str:
        """The neutral label and the district."""
        return place_words(self.sign_up.shift.site)

    @property
    def address(self) -> str:
        """Where an open place is; nothing for a confidential one."""
        return self.sign_up.shift.site.address

    @property
    def is_confidential(self) -> bool:
        """Whether the address is shown on a page of its own, when due."""
        return self.sign_up.shift.site.kind == Site.Kind.CONFIDENTIAL

    @property
    def is_due(self) -> bool:
        """Whether it is time to be told where to go."""
        shift = self.sign_up.shift
        return shift.starts_at - SHOWN_BEFORE <= self.now < shift.ends_at

    @property
    def due_words(self) -> str:
        """From when one is told where to go."""
        return self._moment(self.sign_up.shift.starts_at - SHOWN_BEFORE)

    @property
    def door_number(self) -> str:
        """What to type at the door, from when it opens until the end; nothing at other times."""
        shift = self.sign_up.shift
        is_open = shift.starts_at - OPENS_BEFORE <= self.now < shift.ends_at
        return door_number(self.sign_up) if is_open else ""

    @property
    def is_ahead(self) -> bool:
        """Whether it has not begun."""
        return self.now < self.sign_up.shift.starts_at

    @property
    def may_cancel(self) -> bool:
        """Whether it can be given back: a confirmed seat until the cut-off, all else until the start."""
        shift = self.sign_up.shift
        is_held = self.state == SignUp.State.CONFIRMED
        return self.now < (shift.cancel_closes_at if is_held else shift.starts_at)

    @property
    def cancel_words(self) -> str:
        """The moment of the cut-off."""
        return self._moment(self.sign_up.shift.cancel_closes_at)

    @property
    def offer_words(self) -> str:
        """Until when an offered seat is held."""
        until = self.sign_up.offer_until
        return self._moment(until) if until else ""

    @property
    def line_words(self) -> str:
        """The place on the waitlist."""
        if self.line is None:
            return ""
        return (
            _("You are next in line")
            if self.line == 1
            else _("You are number %(place)d in line") % {"place": self.line}
        )

    def _moment(self, at: datetime) -> str:
        return moment_words(at, zone=self.sign_up.shift.zone, now=self.now)


def seats_of(sign_ups: Iterable[SignUp], *, home: str, now: datetime) -> list[Seat]:
    """Return sign-ups as seats, in the order given. Two queries, however many there are."""
    rows = list(sign_ups)
    lines = _lines(rows)
    handovers = {
        handover.sign_up_id: handover
        for handover in Handover.objects.filter(sign_up__in=rows, state=Handover.State.OPEN)
    }
    return [
        Seat(
            sign_up=row,
            when=when(row.shift, home=home, now=now),
            line=lines.get(row.pk),
            handover=handovers.get(row.pk),
            home=home,
            now=now,
        )
        for row in rows
    ]


def _lines(rows: Sequence[SignUp]) -> dict[int, int]:
    """The place of each waiting sign-up in the line of its shift, whoever else stands in it."""
    waited_for = [row.shift_id for row in rows if row.state == SignUp.State.WAITING]
    lines: dict[int, int] = {}
    seen: dict[int, int] = {}
    for key, shift_id in SignUp.objects.waiting().filter(shift__in=waited_for).values_list("pk", "shift"):
        seen[shift_id] = seen.get(shift_id, 0) + 1
        lines[key] = seen[shift_id]
    return lines
