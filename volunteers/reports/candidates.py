"""Who could fill a gap, in words for the desk."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from volunteers.gates import Gate
from volunteers.gates.candidates import Candidate, Way, Wish
from volunteers.gates.timeline import reasons_of
from volunteers.models import SignUp

LOOKED_INTO = frozenset({Gate.CHECK, Gate.REFERENCES, Gate.INTERVIEW})
SCREENED = "screening"


@dataclass(frozen=True)
class AskedOne:
    """A candidate on the page."""

    row: Candidate
    wish: str
    before: str
    reasons: list[str]

    @property
    def may_come(self) -> bool:
        """Whether nothing stands against it."""
        return self.row.way is Way.FREE

    @property
    def may_override(self) -> bool:
        """Whether only limits stand against it."""
        return self.row.way is Way.OVERRIDE

    @property
    def fills(self) -> list[str]:
        """What the shift still needs and they would bring."""
        return [str(rule.qualification) for rule in self.row.fills]

    @property
    def hours(self) -> str:
        """Hours of the four weeks before, rounded."""
        return f"{self.row.hours:.0f}"


@dataclass(frozen=True)
class GateWords:
    """How many one gate keeps out, and what it is called."""

    gate: str
    words: str
    count: int


def asked_of(row: Candidate, *, is_for_screening: bool) -> AskedOne:
    """Return a candidate with words; what screening looks into is one word for others."""
    wishes = {
        Wish.LIKES: _("likes these hours"),
        Wish.CAN: _("can at these hours"),
        Wish.SILENT: "",
        Wish.OTHER_HOURS: _("said other hours"),
    }
    before = {
        SignUp.State.WAITING: _("on the waitlist"),
        SignUp.State.CANCELLED: _("gave the seat back"),
        SignUp.State.DECLINED: _("was declined"),
        SignUp.State.RELEASED: _("was released"),
        SignUp.State.LAPSED: _("let the offer run out"),
    }
    last = before.get(SignUp.State(row.last_state), "") if row.last_state else ""
    reasons = reasons_of(row.refusals, is_for_screening=is_for_screening)
    return AskedOne(row, wishes[row.wish], last, reasons)


def keeps_out(row: Candidate, *, is_for_screening: bool) -> set[str]:
    """Return the gates that keep somebody out, by the names that the reader may know."""
    gates = {refusal.gate for refusal in row.refusals}
    if is_for_screening or not gates & LOOKED_INTO:
        return {gate.value for gate in gates}
    return {gate.value for gate in gates - LOOKED_INTO} | {SCREENED}


def gate_words(rows: Iterable[Candidate], *, is_for_screening: bool) -> list[GateWords]:
    """Return what keeps people out, the commonest first."""
    gates = Counter(gate for row in rows for gate in keeps_out(row, is_for_screening=is_for_screening))
    names: dict[str, str] = {
        SCREENED: _("screening incomplete"),
        Gate.LEFT: _("left"),
        Gate.CLEARANCE: _("not cleared"),
        Gate.CHECK: _("check missing"),
        Gate.REFERENCES: _("references missing"),
        Gate.INTERVIEW: _("interview missing"),
        Gate.COURSE: _("not trained"),
        Gate.AGREEMENT: _("agreement missing"),
        Gate.AGE: _("too young"),
        Gate.QUALIFICATION: _("not qualified"),
        Gate.AWAY: _("away"),
        Gate.OVERLAP: _("on another shift"),
        Gate.REST: _("resting"),
        Gate.HOURS_7: _("week's hours full"),
        Gate.HOURS_28: _("month's hours full"),
        Gate.NIGHTS: _("nights in a row"),
    }
    ordered = sorted(gates.items(), key=lambda pair: (-pair[1], pair[0]))
    return [GateWords(gate, names[gate], count) for gate, count in ordered]
