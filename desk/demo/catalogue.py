"""What there is to do at the demo organisation: programs, roles, coverage, places, courses, the promise."""

from datetime import date, datetime, timedelta

from desk.demo.volunteer_words import (
    CONFIDENTIALITY,
    CONFIDENTIALITY_ES,
    COURSES,
    COVERAGE,
    PROGRAMS,
    QUALIFICATIONS,
    SITES,
    ProgramWords,
)
from volunteers.models import (
    Agreement,
    AgreementVersion,
    Course,
    Coverage,
    Program,
    Qualification,
    Site,
    VolunteerRole,
)

LONG = timedelta(days=420)


def lay_catalogue(today: date, now: datetime) -> None:
    """Write programs, roles, coverage, places, courses and the promise down. Repeating changes nothing."""
    for code, name, name_es, kind, _included in QUALIFICATIONS:
        Qualification.objects.update_or_create(
            code=code, defaults={"name": name, "name_es": name_es, "kind": kind}
        )
    for code, *_words, included in QUALIFICATIONS:
        Qualification.objects.get(code=code).includes.set(Qualification.objects.filter(code__in=included))
    for code, name, name_es, months in COURSES:
        facts = {"name": name, "name_es": name_es, "valid_months": months}
        Course.objects.update_or_create(code=code, defaults=facts)
    for label, kind, district, address in SITES:
        facts = {"kind": kind, "district": district, "address": address}
        Site.objects.update_or_create(label=label, defaults=facts)
    _promise(today, now)
    for position, words in enumerate(PROGRAMS):
        _program(words, position)


def _promise(today: date, now: datetime) -> None:
    facts = {"name": "Confidentiality", "name_es": "Confidencialidad", "is_for_confidential": True}
    agreement, _new = Agreement.objects.update_or_create(code="confidentiality", defaults=facts)
    AgreementVersion.objects.get_or_create(
        agreement=agreement,
        number=1,
        defaults={
            "text": CONFIDENTIALITY,
            "text_es": CONFIDENTIALITY_ES,
            "in_force_on": today - 2 * LONG,
            "published_at": now - 2 * LONG,
        },
    )


def _program(words: ProgramWords, position: int) -> None:
    pairs = {"name": words.name, "purpose": words.purpose, "asks": words.asks}
    columns = {name: english for name, (english, _es) in pairs.items()}
    columns |= {f"{name}_es": spanish for name, (_en, spanish) in pairs.items()}
    program, _new = Program.objects.update_or_create(
        code=words.code, defaults={**columns, **words.rules, "position": position}
    )
    program.courses.set(Course.objects.filter(code__in=words.courses))
    program.agreements.set(Agreement.objects.filter(code__in=words.agreements))
    for place, (name, name_es, summary, summary_es, rules) in enumerate(words.roles):
        role, _new = VolunteerRole.objects.update_or_create(
            program=program,
            name=name,
            defaults={
                "name_es": name_es,
                "summary": summary,
                "summary_es": summary_es,
                "position": place,
                **rules,
            },
        )
        role.needs.set(Qualification.objects.filter(code__in=words.holds.get(name, ())))
        for least, code, needs_stand_in in COVERAGE[name]:
            held = Qualification.objects.get(code=code) if code else None
            facts = {"least": least, "needs_stand_in": needs_stand_in}
            Coverage.objects.update_or_create(role=role, qualification=held, defaults=facts)
