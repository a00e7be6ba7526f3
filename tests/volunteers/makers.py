"""Plain makers of the rows of those who give time. Each returns what it made; every value may be said."""

import itertools
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from accounts.models import User
from tests.factories import ZONE, make_user
from volunteers.models import (
    Agreement,
    AgreementVersion,
    Application,
    Check,
    Clearance,
    Course,
    Coverage,
    GuardianConsent,
    HeldQualification,
    Program,
    Qualification,
    Reference,
    Shift,
    SignUp,
    Site,
    TrainingSession,
    Volunteer,
    VolunteerRole,
)

LONG_AGO = date(2026, 1, 1)
# a Tuesday afternoon in New York, two weeks after tests.factories.MOMENT
SHIFT_START = datetime(2026, 12, 8, 20, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def make_program(code: str | None = None, **values: Any) -> Program:
    """A program that asks for a clearance and nothing else, and that sets no limits."""
    facts: dict[str, Any] = {
        "name": "Tutoring",
        "needs_interview": False,
        "min_references": 0,
        "rest_hours": 0,
    }
    return Program.objects.create(code=code or f"program-{next(_numbers)}", **{**facts, **values})


def make_role(program: Program | None = None, **values: Any) -> VolunteerRole:
    """An instant role that can be left until its start."""
    facts: dict[str, Any] = {
        "name": f"Helper {next(_numbers)}",
        "seats": 2,
        "sign_up_closes": 0,
        "cancel_closes": 0,
    }
    return VolunteerRole.objects.create(program=program or make_program(), **{**facts, **values})


def make_site(kind: str = Site.Kind.OFFICE, **values: Any) -> Site:
    """A place; one that is no secret unless said otherwise."""
    facts: dict[str, Any] = {"label": f"Place {next(_numbers)}", "zone": ZONE}
    return Site.objects.create(kind=kind, **{**facts, **values})


def make_qualification(code: str | None = None, **values: Any) -> Qualification:
    """Something that a volunteer can hold."""
    code = code or f"skill-{next(_numbers)}"
    return Qualification.objects.create(code=code, **{"name": code, **values})


def make_coverage(role: VolunteerRole, **values: Any) -> Coverage:
    """A rule of coverage: one of anybody, unless said otherwise."""
    return Coverage.objects.create(role=role, **values)


def make_volunteer(
    *programs: Program, user: User | None = None, name: str = "Rosa Lind", **values: Any
) -> Volunteer:
    """A volunteer who can sign in, cleared for these programs since long ago."""
    number = next(_numbers)
    email = user.email if user else f"volunteer{number}@example.org"
    volunteer = Volunteer.objects.create(
        **{
            "user": user or make_user(email=email, name=name),
            "name": name,
            "email": email,
            "created_at": datetime(2026, 1, 1, tzinfo=UTC),
            **values,
        }
    )
    for program in programs:
        make_clearance(volunteer, program)
    return volunteer


def make_clearance(volunteer: Volunteer, program: Program, **values: Any) -> Clearance:
    """The decision that they may serve in a program, confidential places included."""
    facts: dict[str, Any] = {
        "from_on": LONG_AGO,
        "is_for_confidential": True,
        "decided_at": datetime(2026, 1, 1, tzinfo=UTC),
        "decided_by": values.pop("decided_by", None) or make_user(),
    }
    return Clearance.objects.create(volunteer=volunteer, program=program, **{**facts, **values})


def make_check(volunteer: Volunteer, kind: str, **values: Any) -> Check:
    """A check that passed long ago and runs out in a year."""
    facts: dict[str, Any] = {
        "result": Check.Result.PASS,
        "ordered_on": LONG_AGO,
        "done_on": LONG_AGO,
        "expires_on": date(2027, 1, 1),
        "recorded_by": values.pop("recorded_by", None) or make_user(),
    }
    return Check.objects.create(volunteer=volunteer, kind=kind, **{**facts, **values})


def hold(volunteer: Volunteer, qualification: Qualification, **values: Any) -> HeldQualification:
    """A confirmed qualification."""
    facts: dict[str, Any] = {"from_on": LONG_AGO, "confirmed_at": datetime(2026, 1, 1, tzinfo=UTC)}
    return HeldQualification.objects.create(
        volunteer=volunteer, qualification=qualification, **{**facts, **values}
    )


def make_application(volunteer: Volunteer, *programs: Program, **values: Any) -> Application:
    """An application that was just handed in."""
    facts: dict[str, Any] = {
        "state": Application.State.APPLIED,
        "created_at": datetime(2026, 11, 1, tzinfo=UTC),
        "submitted_at": datetime(2026, 11, 1, tzinfo=UTC),
    }
    application = Application.objects.create(volunteer=volunteer, **{**facts, **values})
    application.programs.set(programs)
    return application


def make_reference(application: Application, token: str | None = None, **values: Any) -> Reference:
    """A reference that was asked; the token is what the mail carries."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "name": "Ivo Brandt",
        "email": f"reference{number}@example.org",
        "relation": Reference.Relation.EMPLOYER,
        "token_hash": sha256((token or f"token-{number}").encode()).hexdigest(),
        "asked_at": datetime(2026, 11, 2, tzinfo=UTC),
    }
    return Reference.objects.create(application=application, **{**facts, **values})


def make_consent(volunteer: Volunteer, token: str | None = None, **values: Any) -> GuardianConsent:
    """A guardian who was asked; the token is what the mail carries."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "guardian_name": "Karin Lind",
        "guardian_email": f"guardian{number}@example.org",
        "token_hash": sha256((token or f"token-{number}").encode()).hexdigest(),
        "asked_at": datetime(2026, 11, 2, tzinfo=UTC),
    }
    return GuardianConsent.objects.create(volunteer=volunteer, **{**facts, **values})


def make_course(*programs: Program, **values: Any) -> Course:
    """A training that these programs ask for."""
    code = f"course-{next(_numbers)}"
    course = Course.objects.create(**{"code": code, "name": "First steps", **values})
    course.programs.set(programs)
    return course


def make_session(course: Course, *, starts_at: datetime = SHIFT_START, **values: Any) -> TrainingSession:
    """A course held online for three hours, in two weeks."""
    facts: dict[str, Any] = {"ends_at": starts_at + timedelta(hours=3), "seats": 12}
    return TrainingSession.objects.create(course=course, starts_at=starts_at, **{**facts, **values})


def make_version(
    *programs: Program, agreement: Agreement | None = None, in_force_on: date = LONG_AGO, **values: Any
) -> AgreementVersion:
    """A wording of an agreement that these programs ask for, in force since long ago."""
    if agreement is None:
        agreement = Agreement.objects.create(code=f"agreement-{next(_numbers)}", name="Confidentiality")
        agreement.programs.set(programs)
    facts: dict[str, Any] = {
        "number": agreement.versions.count() + 1,
        "text": "What I learn here stays here.",
        "published_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return AgreementVersion.objects.create(
        agreement=agreement, in_force_on=in_force_on, **{**facts, **values}
    )


def make_shift(
    role: VolunteerRole | None = None,
    *,
    starts_at: datetime = SHIFT_START,
    hours: float = 3,
    site: Site | None = None,
    **values: Any,
) -> Shift:
    """An open shift of three hours, in two weeks."""
    role = role or make_role()
    facts: dict[str, Any] = {
        "zone": ZONE,
        "seats": role.seats,
        "created_at": datetime(2026, 11, 1, tzinfo=UTC),
    }
    return Shift.objects.create(
        role=role,
        site=site or make_site(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        **{**facts, **values},
    )


def make_sign_up(shift: Shift, volunteer: Volunteer, **values: Any) -> SignUp:
    """A confirmed sign-up, past every gate."""
    at = datetime(2026, 11, 2, tzinfo=UTC)
    facts: dict[str, Any] = {"state": SignUp.State.CONFIRMED, "created_at": at, "changed_at": at}
    return SignUp.objects.create(shift=shift, volunteer=volunteer, **{**facts, **values})
