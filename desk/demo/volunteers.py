"""Those who give time: sixty volunteers with their clearances, ten applications under way."""

import random
from datetime import date, datetime, timedelta
from itertools import product

from accounts.models import Role, User
from desk.demo.catalogue import LONG
from desk.demo.words import FAMILY, GIVEN
from volunteers.models import (
    AgreementAcceptance,
    AgreementVersion,
    Application,
    ApplicationEvent,
    Availability,
    Check,
    Clearance,
    HeldQualification,
    Program,
    Qualification,
    Reference,
    TrainingRecord,
    Volunteer,
)

PEOPLE, APPLICANTS = 60, 10
YEAR = timedelta(days=365)


def gather_people(today: date, now: datetime, seed: int = 11) -> list[Volunteer]:
    """Return sixty volunteers, cleared for what they do; here and there something runs out soon."""
    chance = random.Random(seed)  # noqa: S311 - a demo, the same on every machine
    screener = User.objects.filter(grants__role=Role.SCREENING).first()
    if screener is None or Volunteer.objects.filter(email__endswith="@volunteer.example").exists():
        return list(Volunteer.objects.filter(email__endswith="@volunteer.example"))
    names = [f"{first} {last}" for first, last in product(GIVEN, FAMILY)]
    chance.shuffle(names)
    programs = list(Program.objects.prefetch_related("courses", "agreements__versions"))
    people = [_person(chance, name, programs, screener, today, now) for name in names[:PEOPLE]]
    for number, name in enumerate(names[PEOPLE : PEOPLE + APPLICANTS]):
        _applicant(chance, name, number, programs, screener, now)
    return people


def _volunteer(name: str, chance: random.Random, created_at: datetime) -> Volunteer:
    mailbox = name.lower().replace(" ", ".").replace("á", "a")
    email = f"{mailbox}@volunteer.example"
    return Volunteer.objects.create(
        user=User.objects.create_user(email, name=name),
        name=name,
        email=email,
        language="es" if chance.random() < 0.2 else "en",
        created_at=created_at,
    )


def _person(
    chance: random.Random, name: str, programs: list[Program], screener: User, today: date, now: datetime
) -> Volunteer:
    since = timedelta(days=chance.randrange(380, 700))
    volunteer = _volunteer(name, chance, now - since)
    chosen = chance.sample(programs, k=chance.choice([1, 2, 2, 3]))
    volunteer.interests.set(chosen)
    application = _came(volunteer, chosen, screener, now - since)
    _references(application, name, now - since)
    for kind in sorted({kind for program in chosen for kind in program.all_checks}):
        done = today - timedelta(days=chance.randrange(30, 360))
        Check.objects.create(
            volunteer=volunteer,
            kind=kind,
            result=Check.Result.PASS,
            ordered_on=done - timedelta(days=9),
            done_on=done,
            expires_on=done + YEAR,
            vendor_reference=f"V-{chance.randrange(10**6):06}",
            recorded_by=screener,
        )
    _trained(volunteer, chosen, screener, today)
    for program in chosen:
        Clearance.objects.create(
            volunteer=volunteer,
            program=program,
            is_for_confidential=program.code == "shelter",
            from_on=(now - since).date(),
            decided_at=now - since,
            decided_by=screener,
        )
    _skills(chance, volunteer, screener, today, now)
    return volunteer


def _came(volunteer: Volunteer, programs: list[Program], screener: User, at: datetime) -> Application:
    application = Application.objects.create(
        volunteer=volunteer,
        state=Application.State.CLEARED,
        created_at=at,
        submitted_at=at,
        decided_at=at,
        decided_by=screener,
        hours_a_week=3,
        months=6,
    )
    application.programs.set(programs)
    application.interviews.create(at=at, held_by=screener, result="pass")
    return application


def _references(application: Application, name: str, at: datetime) -> None:
    for number, relation in enumerate(["employer", "teacher", "friend"]):
        Reference.objects.create(
            application=application,
            name=f"Reference {number + 1} of {name}",
            email=f"reference{number}.{application.pk}@reference.example",
            relation=relation,
            token_hash=f"demo-{application.pk}-{number}",
            state=Reference.State.ANSWERED,
            asked_at=at,
            answered_at=at,
            known_years=3,
            recommends="yes",
        )


def _trained(volunteer: Volunteer, programs: list[Program], screener: User, today: date) -> None:
    courses = {course for program in programs for course in program.courses.all()}
    for course in sorted(courses, key=lambda each: each.code):
        ends = today + timedelta(days=40 + 7 * (volunteer.pk % 60)) if course.valid_months else None
        TrainingRecord.objects.create(
            volunteer=volunteer,
            course=course,
            done_on=today - LONG,
            expires_on=ends,
            recorded_by=screener,
        )
    promises = {agreement for program in programs for agreement in program.agreements.all()}
    for version in AgreementVersion.objects.filter(agreement__in=promises):
        AgreementAcceptance.objects.create(
            volunteer=volunteer, version=version, accepted_at=volunteer.created_at
        )


def _skills(chance: random.Random, volunteer: Volunteer, screener: User, today: date, now: datetime) -> None:
    held = [each for each in Qualification.objects.order_by("pk") if chance.random() < 0.45]
    HeldQualification.objects.bulk_create(
        HeldQualification(
            volunteer=volunteer,
            qualification=each,
            from_on=today - LONG,
            confirmed_by=screener,
            confirmed_at=now - YEAR,
        )
        for each in held
    )
    Availability.objects.bulk_create(
        Availability(
            volunteer=volunteer,
            weekday=weekday,
            starts=f"{start:02}:00",
            ends=f"{start + 4:02}:00",
            wish="likes",
        )
        for weekday, start in {(chance.randrange(7), chance.choice([9, 14, 18])) for _one in range(2)}
    )


def _applicant(
    chance: random.Random, name: str, number: int, programs: list[Program], screener: User, now: datetime
) -> None:
    at = now - timedelta(days=3 * number + 1)
    states = [*Application.OPEN, Application.State.DECLINED]
    state = states[number % len(states)]
    volunteer = _volunteer(name, chance, at)
    is_draft, is_declined = state == Application.State.DRAFT, state == Application.State.DECLINED
    application = Application.objects.create(
        volunteer=volunteer,
        state=state,
        created_at=at,
        submitted_at=None if is_draft else at,
        decided_at=now if is_declined else None,
        told_at=now if is_declined else None,
        declined_for=Application.Declined.CHECK if is_declined else "",
    )
    application.programs.set(chance.sample(programs, k=2))
    if not is_draft:
        ApplicationEvent.objects.create(
            application=application, from_state="draft", to_state="applied", at=at
        )
        _looked_into(application, name, screener, at, now)


def _looked_into(application: Application, name: str, screener: User, at: datetime, now: datetime) -> None:
    """References, a conversation and checks, as far as the application has come."""
    state = application.state
    _references(application, name, at)
    if state in {Application.State.APPLIED, Application.State.INTERVIEW}:
        last = application.references.latest("pk")
        last.state, last.answered_at, last.recommends = Reference.State.ASKED, None, ""
        last.known_years = None
        last.save()
    if state == Application.State.INTERVIEW:
        application.interviews.create(at=now + timedelta(days=2), held_by=screener)
    if state == Application.State.CHECKS:
        application.interviews.create(at=at + timedelta(days=1), held_by=screener, result="pass")
        for kind in sorted({kind for program in application.programs.all() for kind in program.all_checks}):
            Check.objects.create(
                volunteer=application.volunteer, kind=kind, ordered_on=at.date(), recorded_by=screener
            )
