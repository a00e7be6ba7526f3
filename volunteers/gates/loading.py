"""Two questions to the database, however many volunteers and shifts there are.

Plain SQL: a sign-up asks both while it holds its lock, and the same asked row by row through models would
cost more than all the rest of it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from core.rows import planned_cursor
from volunteers.gates.days import DAY, Days, before, days_from
from volunteers.gates.facts import Busy, Decision, Held, KnownAgreement, Named, Person, Result, Rules, Version
from volunteers.models import Program, Shift, SignUp

RULES = """
WITH programs AS (
    SELECT * FROM volunteers_program WHERE id = ANY(%(programs)s)
        OR id IN (SELECT program_id FROM volunteers_volunteerrole WHERE id = ANY(%(roles)s)))
SELECT json_build_object(
    'programs', (SELECT json_agg(p) FROM programs p),
    'courses', (SELECT json_agg(json_build_array(l.program_id, c.id, c.name, c.name_es)
            ORDER BY c.position, c.id)
        FROM volunteers_course_programs l JOIN volunteers_course c ON c.id = l.course_id
        WHERE c.is_open AND l.program_id IN (SELECT id FROM programs)),
    'agreements', (SELECT json_agg(json_build_array(a.name, a.name_es, a.is_for_confidential,
            (SELECT json_agg(l.program_id) FROM volunteers_agreement_programs l WHERE l.agreement_id = a.id),
            (SELECT json_agg(json_build_array(v.id, v.in_force_on) ORDER BY v.in_force_on)
                FROM volunteers_agreementversion v WHERE v.agreement_id = a.id))
            ORDER BY a.position, a.id)
        FROM volunteers_agreement a WHERE a.is_open),
    'roles', (SELECT json_agg(json_build_array(id, program_id))
        FROM volunteers_volunteerrole WHERE id = ANY(%(roles)s)),
    'needs', (SELECT json_agg(json_build_array(n.volunteerrole_id, q.id, q.name, q.name_es)
            ORDER BY q.position, q.id)
        FROM volunteers_volunteerrole_needs n JOIN volunteers_qualification q ON q.id = n.qualification_id
        WHERE n.volunteerrole_id = ANY(%(roles)s)),
    'includes', (SELECT json_agg(json_build_array(from_qualification_id, to_qualification_id))
        FROM volunteers_qualification_includes),
    'confidential', (SELECT json_agg(id) FROM volunteers_site
        WHERE id = ANY(%(sites)s) AND kind = 'confidential')
)::text
"""

PEOPLE = """
SELECT v.id, v.left_at, v.adult_on,
    EXISTS (SELECT FROM volunteers_guardianconsent g
        WHERE g.volunteer_id = v.id AND g.given_at IS NOT NULL AND g.withdrawn_at IS NULL),
    (SELECT count(*) FROM volunteers_reference r JOIN volunteers_application a ON a.id = r.application_id
        WHERE a.volunteer_id = v.id AND r.state = 'answered' AND r.recommends <> 'no'),
    coalesce((SELECT i.result = 'pass' FROM volunteers_interview i
        JOIN volunteers_application a ON a.id = i.application_id
        WHERE a.volunteer_id = v.id AND i.result IN ('pass', 'not_pass')
        ORDER BY i.at DESC, i.id DESC LIMIT 1), false),
    json_build_array(
        (SELECT json_agg(json_build_array(program_id, is_for_confidential, from_on, until_on, revoked_on))
            FROM volunteers_clearance WHERE volunteer_id = v.id),
        (SELECT json_agg(json_build_array(kind, result = 'pass', done_on, expires_on) ORDER BY done_on, id)
            FROM volunteers_check WHERE volunteer_id = v.id AND result <> 'pending'),
        (SELECT json_agg(json_build_array(course_id, done_on, expires_on))
            FROM volunteers_trainingrecord WHERE volunteer_id = v.id),
        (SELECT json_agg(version_id) FROM volunteers_agreementacceptance WHERE volunteer_id = v.id),
        (SELECT json_agg(json_build_array(qualification_id, from_on, until_on))
            FROM volunteers_heldqualification WHERE volunteer_id = v.id AND confirmed_at IS NOT NULL),
        (SELECT json_agg(json_build_array(from_on, until_on)) FROM volunteers_away WHERE volunteer_id = v.id),
        (SELECT json_agg(json_build_array(s.id, h.id, h.starts_at, h.ends_at, h.zone, p.rest_hours))
            FROM volunteers_signup s JOIN volunteers_shift h ON h.id = s.shift_id
            JOIN volunteers_volunteerrole r ON r.id = h.role_id
            JOIN volunteers_program p ON p.id = r.program_id
            WHERE s.volunteer_id = v.id AND s.state = ANY(%(holding)s)
                AND s.during && tstzrange(%(since)s, %(until)s))
    )::text
FROM volunteers_volunteer v WHERE v.id = ANY(%(people)s)
"""


def load_rules(shifts: Collection[Shift], *program_ids: int) -> Rules:
    """Return what the roles of shifts and these programs ask for. One query."""
    asked = {
        "roles": list({shift.role_id for shift in shifts}),
        "sites": list({shift.site_id for shift in shifts}),
        "programs": list(program_ids),
    }
    with planned_cursor() as cursor:
        cursor.execute(RULES, asked)
        found: dict[str, list[Any] | None] = json.loads(cursor.fetchone()[0])
    needs = _called(found["needs"])
    return Rules(
        programs={row["id"]: Program(**row) for row in found["programs"] or []},
        courses=_called(found["courses"]),
        agreements=tuple(_agreement(*row) for row in found["agreements"] or []),
        role_programs=dict(found["roles"] or []),
        needs=needs,
        keeps=including({key for named in needs.values() for key in named}, found["includes"] or []),
        confidential_sites=frozenset(found["confidential"] or []),
    )


def including(wanted: Iterable[int], pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Return for each qualification those that include it, over any number of steps, and itself.

    `pairs`: (which includes, which is included). Going in a circle is harmless.
    """
    above: defaultdict[int, set[int]] = defaultdict(set)
    for holder, included in pairs:
        above[included].add(holder)
    found = {}
    for start in wanted:
        seen, ahead = {start}, [start]
        while ahead:
            new = above[ahead.pop()] - seen
            seen |= new
            ahead.extend(new)
        found[start] = frozenset(seen)
    return found


def load_people(
    volunteer_ids: Collection[int], rules: Rules, shifts: Collection[Shift], *, now: datetime | None = None
) -> dict[int, Person]:
    """Return what is known of volunteers, with their other shifts around these. One query.

    A shift among these is taken as it stands here, so that a change can be judged before it is made.
    """
    longest = max([28, *(program.max_nights or 0 for program in rules.programs.values())])
    margin = timedelta(days=longest + 2)
    asked: dict[str, list[int] | list[str] | datetime | None] = {
        "people": list(volunteer_ids),
        "holding": [str(state) for state in SignUp.HOLDING] if shifts else [],
        "since": min((shift.starts_at - margin for shift in shifts), default=None),
        "until": max((shift.ends_at + margin for shift in shifts), default=None),
    }
    with planned_cursor() as cursor:
        cursor.execute(PEOPLE, asked)
        rows = cursor.fetchall()
    changed = {shift.pk: shift for shift in shifts}
    return {row[0]: _person(row, changed, now) for row in rows}


def _person(row: tuple[Any, ...], changed: Mapping[int, Shift], now: datetime | None) -> Person:
    key, left_at, adult_on, has_consent, references, is_interviewed, text = row
    decisions, results, trained, accepted, held, away, busy = (part or [] for part in json.loads(text))
    return Person(
        volunteer_id=key,
        gone_on=_gone_on(left_at, now),
        adult_on=adult_on,
        has_consent=has_consent,
        references=references,
        is_interviewed=is_interviewed,
        decisions=tuple(_decision(decision) for decision in decisions),
        results=tuple(Result(kind, is_pass, _day(done), _end(last)) for kind, is_pass, done, last in results),
        trained=tuple(Held(course, days_from(_day(done), _end(last))) for course, done, last in trained),
        accepted=frozenset(accepted),
        held=tuple(Held(thing, days_from(_day(first), _end(last))) for thing, first, last in held),
        away=tuple(Days(_day(first), _day(last)) for first, last in away),
        busy=tuple(_busy(shift, changed) for shift in busy),
    )


def _gone_on(left_at: datetime | None, now: datetime | None) -> date | None:
    """Whoever has left by now is gone for every day; else from the day on which they leave."""
    if left_at is None:
        return None
    return date.min if now is not None and left_at <= now else left_at.date()


def _decision(row: list[Any]) -> Decision:
    program, is_for_confidential, first, last, ended = row
    return Decision(program, is_for_confidential, days_from(_day(first), _end(last), before(_end(ended))))


def _busy(row: list[Any], changed: Mapping[int, Shift]) -> Busy:
    sign_up, shift, starts, ends, zone, rest = row
    here = changed.get(shift)
    return Busy(
        sign_up_id=sign_up,
        shift_id=shift,
        starts_at=here.starts_at if here else datetime.fromisoformat(starts),
        ends_at=here.ends_at if here else datetime.fromisoformat(ends),
        zone=here.zone if here else zone,
        rest=timedelta(hours=rest),
    )


def _agreement(
    name: str, name_es: str, is_for_confidential: bool, programs: list[int] | None, found: list[Any] | None
) -> KnownAgreement:
    """Each version is in force until the day before the next one comes into force."""
    starts = [(key, _day(first)) for key, first in found or []]
    lasts = [first - DAY for _key, first in starts[1:]]
    return KnownAgreement(
        called=Named(name, name_es),
        program_ids=frozenset(programs or []),
        is_for_confidential=is_for_confidential,
        versions=tuple(
            Version(key, Days(first, last))
            for (key, first), last in zip(starts, [*lasts, date.max], strict=False)
        ),
    )


def _called(rows: list[Any] | None) -> dict[int, dict[int, Named]]:
    named: dict[int, dict[int, Named]] = {}
    for owner, key, name, name_es in rows or []:
        named.setdefault(owner, {})[key] = Named(name, name_es)
    return named


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _end(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
