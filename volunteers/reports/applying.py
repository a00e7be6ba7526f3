"""An application as its writer looks it over: each step with what was written, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from volunteers.models import Application, Program, Qualification

TITLES: dict[str, Promise] = {
    "start": _l("You"),
    "time": _l("Time"),
    "skills": _l("What you can do"),
    "references": _l("References"),
    "guardian": _l("Guardian"),
    "review": _l("Hand in"),
}


@dataclass(frozen=True)
class Step:
    """A step in the line of progress. `is_open`: it can be gone to."""

    code: str
    number: int
    is_here: bool
    is_done: bool
    is_open: bool

    @property
    def title(self) -> str:
        """What it is called."""
        return str(TITLES[self.code])


@dataclass(frozen=True)
class Section:
    """What was written in a step, and whether something is missing there."""

    code: str
    lines: list[str]
    is_missing: bool

    @property
    def title(self) -> str:
        """What the step is called."""
        return str(TITLES[self.code])


def references_needed(programs: Iterable[Program]) -> int:
    """Return how many references programs need: as many as the strictest of them."""
    return max((program.min_references for program in programs), default=0)


def progress(steps: list[str], here: str, furthest: str) -> list[Step]:
    """Return the line of progress: what is saved can be gone back to, and the step after it."""
    saved = steps.index(furthest) if furthest in steps else 0
    return [
        Step(code, number + 1, code == here, number <= saved and code != here, number <= saved + 1)
        for number, code in enumerate(steps)
    ]


def overview(application: Application, steps: list[str], missing: list[str], today: date) -> list[Section]:
    """Return the sections of the last step."""
    claimed = Qualification.objects.filter(held_by__volunteer=application.volunteer)
    lines = {
        "start": _start(application, today),
        "time": _time(application),
        "skills": [str(one) for one in claimed],
        "references": [
            f"{reference.name} · {reference.email} · {reference.get_relation_display()}"
            for reference in application.references.all()
        ],
        "guardian": [
            f"{consent.guardian_name} · {consent.guardian_email}"
            for consent in application.volunteer.consents.filter(refused_at=None, withdrawn_at=None)
        ],
    }
    return [Section(code, lines[code], code in missing) for code in steps if code in lines]


def _start(application: Application, today: date) -> list[str]:
    volunteer = application.volunteer
    age = _("18 or older") if volunteer.is_adult(today) else _("Not yet 18")
    programs = ", ".join(str(program) for program in application.programs.all())
    return [volunteer.name, volunteer.email, age, programs]


def _time(application: Application) -> list[str]:
    found = []
    if application.hours_a_week is not None:
        found.append(_("%(hours)d hours a week or a little more") % {"hours": application.hours_a_week})
    if application.months is not None:
        found.append(_("%(months)d months or longer") % {"months": application.months})
    if application.volunteer.phone:
        found.append(application.volunteer.phone)
    return found
