"""Since when and until when somebody is cleared, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from volunteers.gates.days import DAY, covers
from volunteers.gates.loading import load_people, load_rules
from volunteers.gates.requirements import Requirement, for_clearance
from volunteers.gates.words import SCREENING, Gate, Refusal
from volunteers.models import Program, Volunteer


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row (None: from then on) on which somebody is cleared or not, and why. For the staff."""

    from_on: date
    until_on: date | None
    is_cleared: bool
    reasons: list[str]


def clearance_spans(
    *,
    volunteer: Volunteer,
    program: Program,
    today: date,
    is_for_confidential: bool = False,
    is_for_screening: bool = True,
) -> list[Span]:
    """Return the whole timeline of a program, from the first decision (or today) without an end.

    Without `is_for_screening` the reasons do not tell how checks, references and interviews went.
    """
    rules = load_rules([], program.pk)
    person = load_people([volunteer.pk], rules, [])[volunteer.pk]
    asked = list(for_clearance(person, program, rules, is_confidential=is_for_confidential))
    decided = [
        span.first
        for decision in person.decisions
        if decision.program_id == program.pk
        for span in decision.days
    ]
    return list(_merged(asked, min([today, *decided]), is_for_screening=is_for_screening))


def lacks_on(
    *, volunteer: Volunteer, program: Program, day: date, is_for_confidential: bool = False
) -> list[Refusal]:
    """Return what is missing for a clearance on a day, apart from the decision itself."""
    rules = load_rules([], program.pk)
    person = load_people([volunteer.pk], rules, [])[volunteer.pk]
    asked = for_clearance(person, program, rules, is_confidential=is_for_confidential)
    lacks = [requirement.lack_on(day) for requirement in asked]
    return [lack for lack in lacks if lack is not None and lack.gate is not Gate.CLEARANCE]


def _merged(asked: Sequence[Requirement], start: date, *, is_for_screening: bool) -> Iterator[Span]:
    """Yield the spans between the days on which any requirement begins or ends to stand."""
    turns = _turns(asked, start)
    open_span: Span | None = None
    for first, following in zip(turns, [*turns[1:], None], strict=True):
        lacks = [lack for requirement in asked if (lack := requirement.lack_on(first))]
        reasons = reasons_of(lacks, is_for_screening=is_for_screening)
        reasons = reasons or list(_because(asked, first, is_for_screening))
        until = None if following is None else following - DAY
        if open_span and (open_span.is_cleared, open_span.reasons) == (not lacks, reasons):
            open_span = Span(open_span.from_on, until, open_span.is_cleared, reasons)
            continue
        if open_span:
            yield open_span
        open_span = Span(first, until, not lacks, reasons)
    if open_span:
        yield open_span


def _turns(asked: Sequence[Requirement], start: date) -> list[date]:
    turns = {start}
    for requirement in asked:
        for span in (*requirement.days, *requirement.failed):
            turns.add(span.first)
            if span.last < date.max:
                turns.add(span.last + DAY)
    return sorted(day for day in turns if day >= start)


def reasons_of(lacks: Sequence[Refusal], *, is_for_screening: bool) -> list[str]:
    """Return what is missing in words; to others than screening all that they look into is one word."""
    reasons = [
        lack.reason_for_staff
        if is_for_screening or not _is_looked_into(lack.gate)
        else _("Screening: incomplete")
        for lack in lacks
    ]
    return list(dict.fromkeys(reasons))


def _is_looked_into(gate: Gate) -> bool:
    return gate in SCREENING and gate is not Gate.CLEARANCE


def _because(asked: Sequence[Requirement], day: date, is_for_screening: bool) -> Iterator[str]:
    """Yield what stands, and until when where it ends."""
    for requirement in asked:
        if not is_for_screening and _is_looked_into(requirement.asked.gate):
            continue
        last = max(span.last for span in requirement.days if covers([span], day))
        facts = {
            "what": requirement.asked.label,
            "day": "" if last == date.max else date_format(last, "SHORT_DATE_FORMAT"),
        }
        yield (_("%(what)s: until %(day)s") if last < date.max else _("%(what)s: stands")) % facts
