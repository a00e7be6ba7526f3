"""Made-up volunteers, shifts and sign-ups by set-based SQL, valid by every constraint.

    python -m benchmarks.time_data [1|10]

Size 1: 2,000 volunteers, 10,000 shifts of eight roles over two years, 20,000 sign-ups; size 10: ten times as
many, in databases of their own (`<name>_time_1`, `<name>_time_10`). The program asks for everything that a
gate can ask, and every volunteer has it. Triggers sleep while it is filled.
"""

import sys
from datetime import date

from django.db import connection, transaction

from benchmarks import ground
from benchmarks.data import FIRST, LAST, call_truncate, insert, pick
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import make_program, make_qualification, make_role, make_site
from volunteers.models import (
    Agreement,
    AgreementAcceptance,
    AgreementVersion,
    Application,
    Check,
    Clearance,
    Course,
    HeldQualification,
    Interview,
    Program,
    Qualification,
    Reference,
    Shift,
    SignUp,
    SignUpEvent,
    TrainingRecord,
    Volunteer,
    VolunteerRole,
)

VOLUNTEERS, SHIFTS, EACH, ROLES = 2_000, 10_000, 10, 8
SINCE = "DATE '2020-01-01'"


def fill_time(size: int) -> None:
    """Make the data of a size unless they are there."""
    ground.use(f"time_{size}")
    if SignUp.objects.count() >= VOLUNTEERS * size * EACH:
        return
    call_truncate()
    make_organisation()
    program = make_demanding_program()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        make_volunteers(VOLUNTEERS * size, program)
        make_shifts(SHIFTS * size, program)
        make_sign_ups(VOLUNTEERS * size, shifts=SHIFTS * size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def make_demanding_program() -> Program:
    """Two checks, references, interview, training, a promise, rest and limits of hours and nights."""
    program = make_program(
        "shelter",
        name="Shelter",
        needs_interview=True,
        min_references=2,
        required_checks=["background", "registry"],
        rest_hours=8,
        max_hours_7=60,
        max_hours_28=200,
        max_nights=5,
    )
    course = Course.objects.create(code="basics", name="Basics")
    agreement = Agreement.objects.create(code="confidence", name="Confidentiality")
    for asked in (course, agreement):
        asked.programs.add(program)
    AgreementVersion.objects.create(
        agreement=agreement,
        number=1,
        text="…",
        in_force_on=date(2020, 1, 1),
        published_at="2020-01-01T00:00Z",
    )
    helper = make_qualification("helper")
    for _ in range(ROLES):
        make_role(program, seats=4, cancel_closes=60).needs.add(helper)
    make_site()
    return program


def make_volunteers(count: int, program: Program) -> None:
    """Volunteers numbered from 1, with a user and all that the program asks for."""
    each, staff = f"generate_series(1, {count}::bigint) AS n", str(make_user().pk)
    helper = str(Qualification.objects.get(code="helper").pk)
    insert(
        Volunteer,
        each,
        id="n",
        name=f"{pick(FIRST, '(n * 7)')} || ' ' || {pick(LAST, 'n / 16')}",
        email="'time' || n || '@example.org'",
        language="'en'",
        reminders_by="'email'",
        quiet_from="TIME '21:00'",
        quiet_until="TIME '08:00'",
    )
    insert(
        Clearance,
        each,
        volunteer_id="n",
        program_id=str(program.pk),
        is_for_confidential="true",
        from_on=SINCE,
        decided_by_id=staff,
    )
    for kind in ("background", "registry"):
        insert(
            Check,
            each,
            volunteer_id="n",
            kind=f"'{kind}'",
            result="'pass'",
            ordered_on=SINCE,
            done_on=SINCE,
            recorded_by_id=staff,
        )
    course, version = Course.objects.get().pk, AgreementVersion.objects.get().pk
    insert(TrainingRecord, each, volunteer_id="n", course_id=str(course), done_on=SINCE, recorded_by_id=staff)
    insert(AgreementAcceptance, each, volunteer_id="n", version_id=str(version))
    insert(
        HeldQualification,
        each,
        volunteer_id="n",
        qualification_id=helper,
        from_on=SINCE,
        confirmed_at="now()",
    )
    insert(Application, each, id="n", volunteer_id="n", state="'cleared'", submitted_at="now()")
    insert(Interview, each, application_id="n", result="'pass'", held_by_id=staff)
    for number in (1, 2):
        insert(
            Reference,
            each,
            application_id="n",
            name="'Ivo Brandt'",
            email=f"'r{number}x' || n || '@example.org'",
            token_hash=f"'r{number}x' || n",
            relation="'employer'",
            state="'answered'",
            recommends="'yes'",
            answered_at="now()",
        )


def make_shifts(count: int, program: Program) -> None:
    """Shifts numbered from 1, evenly from a year ago until in a year; three hours each."""
    roles = list(VolunteerRole.objects.filter(program=program).order_by("pk").values_list("pk", flat=True))
    starts = f"date_trunc('hour', now()) + (n::float8 / {count} - 0.5) * interval '730 days'"
    starts = f"date_trunc('hour', {starts})"
    insert(
        Shift,
        f"generate_series(1, {count}::bigint) AS n, (SELECT min(id) AS site FROM volunteers_site) AS s",
        id="n",
        role_id=f"{roles[0]} + n % {ROLES}",
        site_id="site",
        zone="'America/New_York'",
        starts_at=starts,
        ends_at=f"{starts} + interval '3 hours'",
        seats="4",
        state="'open'",
        code="lpad(to_hex(n), 8, '0')",
    )


def make_sign_ups(volunteers: int, *, shifts: int) -> None:
    """Ten each, evenly over the two years; two seats of every shift are taken."""
    number = f"1 + k * {shifts // EACH} + (v - 1) % {shifts // EACH}"
    rows = (
        f"generate_series(1, {volunteers}::bigint) AS v CROSS JOIN generate_series(0, {EACH - 1}) AS k"
        f" JOIN volunteers_shift AS shift ON shift.id = {number}"
    )
    insert(
        SignUp,
        rows,
        id=f"(v - 1) * {EACH} + k + 1",
        shift_id="shift.id",
        volunteer_id="v",
        state="'confirmed'",
        during="tstzrange(shift.starts_at, shift.ends_at)",
        uid="gen_random_uuid()",
    )
    insert(
        SignUpEvent,
        "volunteers_signup AS s",
        sign_up_id="s.id",
        to_state="'confirmed'",
        reason="'self'",
        at="now()",
    )
    with connection.cursor() as cursor:
        for table in ("volunteer", "shift", "signup", "application"):
            name = f"volunteers_{table}"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or ["1", "10"]:
        fill_time(int(wanted))
        print(
            f"size {wanted}: {Volunteer.objects.count():,} volunteers, {Shift.objects.count():,} shifts,"
            f" {SignUp.objects.count():,} sign-ups"
        )
