"""What a program and a role ask of somebody, each with the days on which it is so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from volunteers.gates.days import EVER, Days, before, covers, days_from
from volunteers.gates.facts import Held, KnownAgreement, Person, Result, Rules
from volunteers.gates.words import Asked, Gate, Lack, Refusal
from volunteers.models import CheckKind, Program

ALWAYS = (EVER,)
NEVER: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something asked for, the days on which it stands, and those on which it was answered with no."""

    asked: Asked
    days: tuple[Days, ...]
    failed: tuple[Days, ...] = NEVER

    def lack_on(self, day: date) -> Refusal | None:
        """Return what is missing on a day, or None where it stands."""
        if covers(self.days, day):
            return None
        if covers(self.failed, day):
            return Refusal(self.asked, Lack.FAILED)
        ended = [span.last for span in self.days if span.last < day and not self._was_not_asked(span)]
        if ended:
            return Refusal(self.asked, Lack.ENDS, max(ended))
        begins = [span.first for span in self.days if span.first > day]
        return Refusal(self.asked, Lack.BEGINS, min(begins)) if begins else Refusal(self.asked)

    def _was_not_asked(self, span: Days) -> bool:
        """Whether these are the days before an agreement had a wording: nobody accepted it then."""
        return self.asked.gate is Gate.AGREEMENT and span.first == date.min


def for_clearance(
    person: Person, program: Program, rules: Rules, *, is_confidential: bool
) -> Iterator[Requirement]:
    """Yield what makes somebody cleared for a program, or for its confidential places."""
    yield Requirement(Asked(Gate.LEFT), _staying(person.gone_on))
    yield Requirement(
        Asked(Gate.CLEARANCE, is_confidential=is_confidential),
        tuple(
            span
            for decision in person.decisions
            if decision.program_id == program.pk and (decision.is_for_confidential or not is_confidential)
            for span in decision.days
        ),
    )
    for kind in sorted(program.all_checks):
        yield _check(CheckKind(kind), [result for result in person.results if result.kind == kind])
    yield from _introduced(person, program)
    for key, named in rules.courses.get(program.pk, {}).items():
        yield Requirement(Asked(Gate.COURSE, named), _together(person.trained, {key}))
    for agreement in rules.agreements:
        if program.pk in agreement.program_ids or (is_confidential and agreement.is_for_confidential):
            yield Requirement(Asked(Gate.AGREEMENT, agreement.called), _accepted(person, agreement))
    yield _of_age(person, program)


def for_role(person: Person, role_id: int, rules: Rules) -> Iterator[Requirement]:
    """Yield the qualifications of a role. Whoever holds one that includes it will do."""
    for key, named in rules.needs.get(role_id, {}).items():
        yield Requirement(Asked(Gate.QUALIFICATION, named), _together(person.held, rules.keeps[key]))


def _staying(gone_on: date | None) -> tuple[Days, ...]:
    return NEVER if gone_on == date.min else days_from(date.min, before(gone_on))


def _check(kind: CheckKind, results: list[Result]) -> Requirement:
    """A pass counts until it expires or a newer check of the kind did not pass. Results stand in order."""
    passed: list[Days] = []
    failed: list[Days] = []
    for number, result in enumerate(results):
        newer = results[number + 1 :]
        if result.is_pass:
            beaten = min((other.done_on for other in newer if not other.is_pass), default=None)
            passed += days_from(result.done_on, result.expires_on, before(beaten))
        else:
            mended = min((other.done_on for other in newer if other.is_pass), default=None)
            failed += days_from(result.done_on, before(mended))
    return Requirement(Asked(Gate.CHECK, kind), tuple(passed), tuple(failed))


def _introduced(person: Person, program: Program) -> Iterator[Requirement]:
    """References and the interview: once they speak for somebody, they do so for every day."""
    if program.min_references:
        asked = Asked(Gate.REFERENCES, have=person.references, least=program.min_references)
        yield Requirement(asked, ALWAYS if person.references >= program.min_references else NEVER)
    if program.needs_interview:
        yield Requirement(Asked(Gate.INTERVIEW), ALWAYS if person.is_interviewed else NEVER)


def _accepted(person: Person, agreement: KnownAgreement) -> tuple[Days, ...]:
    """Before its first version nothing is asked; then each version on its days, if it was accepted."""
    if not agreement.versions:
        return ALWAYS
    first = agreement.versions[0].days.first
    return (
        *days_from(date.min, before(first)),
        *(version.days for version in agreement.versions if version.version_id in person.accepted),
    )


def _of_age(person: Person, program: Program) -> Requirement:
    asked = Asked(Gate.AGE, takes_under_18=program.takes_under_18)
    if person.adult_on is None or (program.takes_under_18 and person.has_consent):
        return Requirement(asked, ALWAYS)
    return Requirement(asked, days_from(person.adult_on))


def _together(held: Iterable[Held], things: Iterable[int]) -> tuple[Days, ...]:
    wanted = frozenset(things)
    return tuple(span for thing in held if thing.thing_id in wanted for span in thing.days)
