"""What stands against a shift, and how it is said: plainly to the volunteer, exactly to the staff.

How somebody's screening went is between them and the screening team: a volunteer only reads that their
clearance does not cover the day. Sentences are made in the language of whoever reads them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import in_language
from volunteers.gates.facts import Named
from volunteers.models import CheckKind


class Gate(StrEnum):
    """What is asked of a volunteer on the days of a shift."""

    LEFT = "left"
    CLEARANCE = "clearance"
    CHECK = "check"
    REFERENCES = "references"
    INTERVIEW = "interview"
    COURSE = "course"
    AGREEMENT = "agreement"
    AGE = "age"
    QUALIFICATION = "qualification"
    AWAY = "away"
    OVERLAP = "overlap"
    REST = "rest"
    HOURS_7 = "hours_7"
    HOURS_28 = "hours_28"
    NIGHTS = "nights"


SCREENING = frozenset({Gate.CLEARANCE, Gate.CHECK, Gate.REFERENCES, Gate.INTERVIEW})
LIMITS = frozenset({Gate.REST, Gate.HOURS_7, Gate.HOURS_28, Gate.NIGHTS})


class Lack(StrEnum):
    """Why something that is asked for does not stand on a day."""

    MISSING = "missing"
    ENDS = "ends"
    BEGINS = "begins"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that is asked for. `named`: a course, an agreement, a qualification, a kind of check."""

    gate: Gate
    named: Named | CheckKind | None = None
    is_confidential: bool = False
    have: int = 0
    least: int = 0
    takes_under_18: bool = False

    @property
    def name(self) -> str:
        """What it is called, where it has a name of its own."""
        if self.named is None:
            return ""
        return str(self.named.label) if isinstance(self.named, CheckKind) else in_language(*self.named)

    @property
    def label(self) -> str:
        """What the staff call it."""
        facts = {"have": self.have, "least": self.least, "name": self.name}
        confidential = _("Clearance for confidential places")
        labels = {
            Gate.LEFT: _("Active volunteer"),
            Gate.CLEARANCE: confidential if self.is_confidential else _("Clearance for the program"),
            Gate.REFERENCES: _("References, %(have)s of %(least)s") % facts,
            Gate.INTERVIEW: _("Interview"),
            Gate.AGREEMENT: _("Agreement “%(name)s”") % facts,
            Gate.AGE: _("18 or a guardian's consent") if self.takes_under_18 else _("18 or older"),
            Gate.AWAY: _("Away"),
        }
        return labels.get(self.gate, self.name)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that stands against a shift. Only limits of rest and hours can be set aside."""

    asked: Asked
    lack: Lack = Lack.MISSING
    on: date | None = None
    limit: int = 0

    @property
    def gate(self) -> Gate:
        """Which gate is shut."""
        return self.asked.gate

    @property
    def can_override(self) -> bool:
        """Whether a coordinator may set it aside with a reason."""
        return self.gate in LIMITS

    @property
    def sentence(self) -> str:
        """Words for the volunteer."""
        if self.gate in SCREENING:
            return _("Your clearance for this program does not cover that day.")
        return _for_the_person(self.asked, self.limit)

    @property
    def reason_for_staff(self) -> str:
        """What exactly is missing."""
        if self.gate in LIMITS or self.gate is Gate.OVERLAP:
            return _for_the_staff(self.gate, self.limit)
        facts = {
            "what": self.asked.label,
            "day": date_format(self.on, "SHORT_DATE_FORMAT") if self.on else "",
        }
        if self.gate is Gate.AWAY:
            return _("Away until %(day)s") % facts
        reasons = {
            Lack.MISSING: _("%(what)s: missing"),
            Lack.ENDS: _("%(what)s: until %(day)s only"),
            Lack.BEGINS: _("%(what)s: not before %(day)s"),
            Lack.FAILED: _("%(what)s: not passed"),
        }
        return reasons[self.lack] % facts


def told(refusals: Iterable[Refusal]) -> list[str]:
    """Return the sentences for the volunteer, each once."""
    return list(dict.fromkeys(refusal.sentence for refusal in refusals))


def _for_the_person(asked: Asked, limit: int) -> str:
    adults = _("This program is for people from eighteen years on.")
    consent = _("Until you are eighteen, this program needs the consent of a parent or guardian.")
    sentences = {
        Gate.LEFT: _("You no longer volunteer with us. Write to us if you would like to come back."),
        Gate.COURSE: _("This needs the training “%(name)s”, done and valid on that day."),
        Gate.AGREEMENT: _("Please read and accept “%(name)s” first, in its wording of that day."),
        Gate.AGE: consent if asked.takes_under_18 else adults,
        Gate.QUALIFICATION: _("This role needs “%(name)s”, confirmed for that day."),
        Gate.AWAY: _("You told us that you are away that day."),
        Gate.OVERLAP: _("You already have a shift at that time."),
        Gate.REST: _("That leaves you less than %(limit)s hours of rest between two shifts."),
        Gate.HOURS_7: _("That would be more than %(limit)s hours in seven days."),
        Gate.HOURS_28: _("That would be more than %(limit)s hours in four weeks."),
        Gate.NIGHTS: _("That would be more than %(limit)s nights in a row."),
    }
    return sentences[asked.gate] % {"name": asked.name, "limit": limit}


def _for_the_staff(gate: Gate, limit: int) -> str:
    reasons = {
        Gate.OVERLAP: _("Has another shift at that time"),
        Gate.REST: _("Less than %(limit)s hours of rest"),
        Gate.HOURS_7: _("More than %(limit)s hours in 7 days"),
        Gate.HOURS_28: _("More than %(limit)s hours in 28 days"),
        Gate.NIGHTS: _("More than %(limit)s nights in a row"),
    }
    return reasons[gate] % {"limit": limit}
