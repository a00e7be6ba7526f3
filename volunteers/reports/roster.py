"""The roster of a shift on its day: who is here, who is not, what can be written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from volunteers.letters.spoken import clock_words
from volunteers.models import Attendance, Shift, SignUp
from volunteers.models.attendance import COUNTED_AFTER, OPENS_BEFORE
from volunteers.reports.when import When, clocks, length_words, when


@dataclass(frozen=True)
class Line:
    """Somebody with a confirmed seat, and what stands written down."""

    sign_up: SignUp
    attendance: Attendance | None

    @property
    def words(self) -> str:
        """`here since 3:02 PM`, `3:02 – 6:00 PM, counts 3 hours`, `did not come`; nothing for nothing."""
        noted = self.attendance
        if noted is None:
            return ""
        if noted.arrived_at is None:
            return noted.get_outcome_display()
        zone = ZoneInfo(self.sign_up.shift.zone)
        came = noted.arrived_at.astimezone(zone)
        if noted.left_at is None:
            return _("here since %(time)s") % {"time": clock_words(came)}
        words = _("%(hours)s, counts %(length)s") % {
            "hours": clocks(came, noted.left_at.astimezone(zone)),
            "length": length_words(timedelta(minutes=noted.counted)),
        }
        return _("%(words)s; check-out forgotten") % {"words": words} if noted.is_left_assumed else words

    @property
    def tone(self) -> str:
        """How it looks."""
        if self.attendance is None:
            return "still"
        is_absent = self.attendance.outcome == Attendance.Outcome.NO_SHOW
        return "bad" if is_absent else "good" if self.attendance.is_here else "calm"

    @property
    def is_here(self) -> bool:
        """Whether they can check out."""
        return self.attendance is not None and self.attendance.is_here

    @property
    def is_open(self) -> bool:
        """Whether they can check in."""
        return self.attendance is None or self.attendance.arrived_at is None


@dataclass(frozen=True)
class Roster:
    """A shift's people on its day."""

    when: When
    lines: list[Line]
    is_open: bool
    is_begun: bool
    is_leaving: bool

    @property
    def missing(self) -> int:
        """How many of whom nothing stands written down."""
        return sum(line.attendance is None for line in self.lines)

    @property
    def here(self) -> int:
        """How many are in."""
        return sum(line.is_here for line in self.lines)


def roster_of(shift: Shift, now: datetime) -> Roster:
    """Return the roster of a shift. One query, however many people."""
    confirmed = SignUp.objects.filter(shift=shift, state=SignUp.State.CONFIRMED)
    rows = list(confirmed.select_related("volunteer", "attendance").order_by("volunteer__name", "pk"))
    for row in rows:
        row.shift = shift
    return Roster(
        when=when(shift, home=the_zone(), now=now),
        lines=[Line(row, getattr(row, "attendance", None)) for row in rows],
        is_open=shift.starts_at - OPENS_BEFORE <= now < shift.ends_at,
        is_begun=shift.starts_at <= now,
        is_leaving=shift.starts_at - OPENS_BEFORE <= now <= shift.ends_at + COUNTED_AFTER,
    )
