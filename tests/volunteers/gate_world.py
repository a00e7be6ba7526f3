"""A world in which a volunteer has all that a night asks for, and ways to take one thing away."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.factories import MOMENT, make_user
from tests.volunteers.makers import (
    LONG_AGO,
    hold,
    make_application,
    make_check,
    make_program,
    make_qualification,
    make_reference,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.gates import refusals
from volunteers.models import (
    Agreement,
    AgreementAcceptance,
    AgreementVersion,
    Check,
    CheckKind,
    Course,
    GuardianConsent,
    Interview,
    Program,
    Qualification,
    Shift,
    Site,
    TrainingRecord,
    Volunteer,
)

# from Tuesday evening to Wednesday morning in New York
EVENING = datetime(2026, 12, 9, 2, 0, tzinfo=UTC)
TUESDAY, WEDNESDAY = date(2026, 12, 8), date(2026, 12, 9)


@dataclass
class World:
    """A night at a confidential place of a program that asks for everything, and somebody who has it all."""

    program: Program
    site: Site
    needed: Qualification
    volunteer: Volunteer
    shift: Shift
    general: AgreementVersion
    sealed: AgreementVersion

    def gates(self) -> list[str]:
        """The gates that are shut."""
        found = refusals(volunteer=self.volunteer, shift=Shift.objects.get(pk=self.shift.pk), now=MOMENT)
        return [refusal.gate for refusal in found]


def make_version(agreement: Agreement, number: int, in_force_on: date) -> AgreementVersion:
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        text="We keep it to ourselves.",
        in_force_on=in_force_on,
        published_at=MOMENT,
    )


def accept(volunteer: Volunteer, version: AgreementVersion) -> None:
    AgreementAcceptance.objects.create(volunteer=volunteer, version=version, accepted_at=MOMENT)


def consent(volunteer: Volunteer, **values: datetime) -> GuardianConsent:
    return GuardianConsent.objects.create(
        volunteer=volunteer,
        guardian_name="Ada Lind",
        guardian_email="ada@example.org",
        token_hash=f"hash-{volunteer.pk}",
        asked_at=MOMENT,
        **values,
    )


def make_world() -> World:
    program = make_program(
        required_checks=[CheckKind.BACKGROUND],
        is_with_youth=True,
        min_references=2,
        needs_interview=True,
        takes_under_18=True,
        rest_hours=8,
        max_hours_7=20,
        max_hours_28=60,
        max_nights=2,
    )
    needed, lead = make_qualification("helper"), make_qualification("lead")
    lead.includes.add(needed)
    role, site = make_role(program), make_site(Site.Kind.CONFIDENTIAL)
    role.needs.add(needed)
    volunteer = make_volunteer(program, adult_on=date(2030, 1, 1))
    consent(volunteer, given_at=MOMENT)
    make_check(volunteer, CheckKind.BACKGROUND)
    make_check(volunteer, CheckKind.YOUTH)
    application = make_application(volunteer, program)
    Interview.objects.create(application=application, at=MOMENT, result=Interview.Result.PASS)
    for _number in range(2):
        make_reference(application, state="answered", answered_at=MOMENT, recommends="yes")
    course = Course.objects.create(code="first-day", name="First day")
    course.programs.add(program)
    TrainingRecord.objects.create(
        volunteer=volunteer, course=course, done_on=LONG_AGO, expires_on=WEDNESDAY, recorded_by=make_user()
    )
    general = Agreement.objects.create(code="general", name="House rules")
    general.programs.add(program)
    sealed = Agreement.objects.create(code="sealed", name="Confidentiality", is_for_confidential=True)
    versions = [make_version(general, 1, LONG_AGO), make_version(sealed, 1, LONG_AGO)]
    for version in versions:
        accept(volunteer, version)
    hold(volunteer, lead)
    shift = make_shift(role, site=site, starts_at=EVENING, hours=8)
    return World(program, site, needed, volunteer, shift, *versions)


def change_program(world: World, **values: object) -> int:
    return Program.objects.filter(pk=world.program.pk).update(**values)


def change_check(world: World, kind: str, **values: object) -> None:
    world.volunteer.checks.filter(kind=kind).update(**values)


def newer_not_pass(world: World) -> None:
    make_check(world.volunteer, CheckKind.BACKGROUND, result=Check.Result.NOT_PASS, done_on=date(2026, 6, 1))


def other_shift(world: World, starts_at: datetime, hours: float = 3, **values: object) -> Shift:
    shift = make_shift(make_role(world.program), starts_at=starts_at, hours=hours)
    make_sign_up(shift, world.volunteer, **values)
    return shift


def nights_before(world: World) -> None:
    change_program(world, max_hours_7=None)
    for back in (1, 2):
        other_shift(world, EVENING - timedelta(days=back), hours=8)
