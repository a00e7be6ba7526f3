"""Whether a shift has whom it needs: a rule about people, not a count."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from volunteers.gates.days import Days, covers, days_from, local_days
from volunteers.gates.loading import including
from volunteers.models import Coverage, HeldQualification, Qualification, Shift, SignUp


@dataclass(frozen=True, slots=True)
class CoverageState:
    """A rule of coverage, and how many confirmed volunteers keep it."""

    rule: Coverage
    have: int

    @property
    def least(self) -> int:
        """How many are needed."""
        return self.rule.least

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(self.rule.least - self.have, 0)

    @property
    def is_met(self) -> bool:
        """Whether enough are there."""
        return self.have >= self.rule.least


class Spanned(Protocol):
    """A shift, or what is known of one."""

    @property
    def pk(self) -> int:
        """Its key."""

    @property
    def role_id(self) -> int:
        """Its role."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""

    @property
    def zone(self) -> str:
        """Where its clock stands."""


Holders = dict[int, dict[int, list[Days]]]


def coverage_of(shifts: Collection[Shift]) -> dict[int, list[CoverageState]]:
    """Return for each shift the rules of its role, and how many of those who are confirmed keep each.

    Who holds a qualification on every local day of the shift counts, or one that includes it. Four queries
    at most, however many shifts there are.
    """
    rules = rules_of({shift.role_id for shift in shifts})
    asked = [shift.pk for shift in shifts if shift.role_id in rules]
    confirmed: defaultdict[int, list[int]] = defaultdict(list)
    found = SignUp.objects.filter(shift__in=asked, state=SignUp.State.CONFIRMED)
    for shift_id, volunteer_id in found.values_list("shift_id", "volunteer_id"):
        confirmed[shift_id].append(volunteer_id)
    return states_of(shifts, rules, confirmed)


def rules_of(role_ids: Collection[int]) -> dict[int, list[Coverage]]:
    """Return the rules of roles that have any. One query."""
    rules: dict[int, list[Coverage]] = {}
    for rule in Coverage.objects.filter(role__in=role_ids).select_related("qualification"):
        rules.setdefault(rule.role_id, []).append(rule)
    return rules


def states_of(
    shifts: Iterable[Spanned], rules: Mapping[int, list[Coverage]], confirmed: Mapping[int, list[int]]
) -> dict[int, list[CoverageState]]:
    """Return the same from rules by role and from who is confirmed, by shift. Two queries."""
    people = {key for several in confirmed.values() for key in several}
    holders = holders_of([rule for several in rules.values() for rule in several], people)
    return {
        shift.pk: [
            CoverageState(rule, len(keepers(shift, rule, confirmed.get(shift.pk, ()), holders)))
            for rule in rules.get(shift.role_id, ())
        ]
        for shift in shifts
    }


def holders_of(rules: Collection[Coverage], volunteer_ids: Collection[int]) -> Holders:
    """Return who of some volunteers keeps the qualification of each rule, and when. Two queries."""
    wanted = {rule.qualification_id for rule in rules if rule.qualification_id}
    if not wanted or not volunteer_ids:
        return {}
    pairs = Qualification.includes.through.objects.values_list("from_qualification_id", "to_qualification_id")
    keeps = including(wanted, pairs)
    held = HeldQualification.objects.filter(volunteer__in=volunteer_ids, confirmed_at__isnull=False)
    spans = list(held.values_list("qualification_id", "volunteer_id", "from_on", "until_on"))
    found: Holders = {}
    for key, enough in keeps.items():
        people = found.setdefault(key, {})
        for qualification_id, volunteer_id, from_on, until_on in spans:
            if qualification_id in enough:
                people.setdefault(volunteer_id, []).extend(days_from(from_on, until_on))
    return found


def keepers(shift: Spanned, rule: Coverage, volunteer_ids: Collection[int], holders: Holders) -> list[int]:
    """Return those of some volunteers who keep a rule on every local day of a shift."""
    if rule.qualification_id is None:
        return list(volunteer_ids)
    people = holders.get(rule.qualification_id, {})
    if not people or not volunteer_ids:
        return []
    days = local_days(shift.starts_at, shift.ends_at, shift.zone)
    return [key for key in volunteer_ids if all(covers(people.get(key, ()), day) for day in days)]
