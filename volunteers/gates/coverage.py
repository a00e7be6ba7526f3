"""Whether a shift has whom it needs: a rule about people, not a count."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from volunteers.gates.days import Days, covers, days_from, local_days
from volunteers.models import Coverage, Shift, SignUp


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


class Asking(NamedTuple):
    """What must be known of a shift to say how it is covered: its local days, and who is confirmed."""

    shift_id: int
    role_id: int
    days: Collection[date]
    confirmed: Collection[int]


Holders = dict[int, dict[int, list[Days]]]
# up from what is wanted to whatever includes it; UNION ends where it goes in a circle
HOLDERS = """
WITH RECURSIVE enough (wanted, key) AS (
    SELECT id, id FROM volunteers_qualification WHERE id = ANY(%(wanted)s)
    UNION
    SELECT enough.wanted, i.from_qualification_id FROM enough
        JOIN volunteers_qualification_includes i ON i.to_qualification_id = enough.key)
SELECT enough.wanted, h.volunteer_id, h.from_on, h.until_on
FROM enough JOIN volunteers_heldqualification h ON h.qualification_id = enough.key
WHERE h.confirmed_at IS NOT NULL AND h.volunteer_id = ANY(%(people)s)
"""


def coverage_of(shifts: Collection[Shift]) -> dict[int, list[CoverageState]]:
    """Return for each shift the rules of its role, and how many of those who are confirmed keep each.

    Who holds a qualification on every local day of the shift counts, or one that includes it. Three queries
    at most, however many shifts there are.
    """
    rules = rules_of({shift.role_id for shift in shifts})
    confirmed: defaultdict[int, list[int]] = defaultdict(list)
    ruled = [shift.pk for shift in shifts if shift.role_id in rules]
    found = SignUp.objects.filter(shift__in=ruled, state=SignUp.State.CONFIRMED)
    for shift_id, volunteer_id in found.values_list("shift_id", "volunteer_id"):
        confirmed[shift_id].append(volunteer_id)
    asked = [
        Asking(
            shift.pk,
            shift.role_id,
            local_days(shift.starts_at, shift.ends_at, shift.zone),
            confirmed[shift.pk],
        )
        for shift in shifts
    ]
    return states_of(asked, rules)


def rules_of(role_ids: Collection[int]) -> dict[int, list[Coverage]]:
    """Return the rules of roles that have any. One query."""
    rules: dict[int, list[Coverage]] = {}
    for rule in Coverage.objects.filter(role__in=role_ids).select_related("qualification"):
        rules.setdefault(rule.role_id, []).append(rule)
    return rules


def states_of(
    asked: Collection[Asking], rules: Mapping[int, list[Coverage]]
) -> dict[int, list[CoverageState]]:
    """Return the same from what is known of shifts, and from the rules by role. One query."""
    people = {key for one in asked for key in one.confirmed}
    holders = holders_of([rule for several in rules.values() for rule in several], people)
    return {
        one.shift_id: [
            CoverageState(rule, len(keepers(one.days, rule, one.confirmed, holders)))
            for rule in rules.get(one.role_id, ())
        ]
        for one in asked
    }


def holders_of(rules: Collection[Coverage], volunteer_ids: Collection[int]) -> Holders:
    """Return who of some volunteers keeps the qualification of each rule, and when. One query."""
    wanted = {rule.qualification_id for rule in rules if rule.qualification_id}
    if not wanted or not volunteer_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, {"wanted": list(wanted), "people": list(volunteer_ids)})
        rows = cursor.fetchall()
    found: Holders = {}
    for key, volunteer_id, from_on, until_on in rows:
        found.setdefault(key, {}).setdefault(volunteer_id, []).extend(days_from(from_on, until_on))
    return found


def keepers(
    days: Collection[date], rule: Coverage, volunteer_ids: Collection[int], holders: Holders
) -> Collection[int]:
    """Return those of some volunteers who keep a rule on every one of some days."""
    if rule.qualification_id is None:
        return volunteer_ids
    people = holders.get(rule.qualification_id)
    if not people:
        return ()
    return [key for key in volunteer_ids if key in people and all(covers(people[key], day) for day in days)]
