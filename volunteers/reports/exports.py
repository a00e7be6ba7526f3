"""Applications and agreements as rows of a file: what their lists show, nothing that screening found out."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from volunteers.models import Agreement, AgreementVersion, Application

APPLICATION_HEADER = ("volunteer", "programs", "state", "handed_in", "decided")
AGREEMENT_HEADER = (
    *("agreement", "code", "is_open", "programs", "is_for_confidential"),
    *("version", "in_force_on", "accepted"),
)


def application_rows(applications: Iterable[Application]) -> Iterator[list[object]]:
    """Yield applications; they came with their volunteer and programs."""
    for one in applications:
        programs = "; ".join(str(program) for program in one.programs.all())
        days = [_day(one.submitted_at), _day(one.decided_at)]
        yield [one.volunteer.name, programs, one.state, *days]


def agreement_rows(listed: Iterable[tuple[Agreement, AgreementVersion | None]]) -> Iterator[list[object]]:
    """Yield agreements with the version in force; they came with their programs, versions with `accepted`."""
    for one, version in listed:
        programs = "; ".join(str(program) for program in one.programs.all())
        facts = [one.name, one.code, _yes(one.is_open), programs, _yes(one.is_for_confidential)]
        if version is None:
            yield [*facts, "", "", ""]
        else:
            yield [*facts, version.number, version.in_force_on, getattr(version, "accepted", "")]


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else ""


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
