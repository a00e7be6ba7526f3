"""Objects of the volunteers' side that addresses name. One volunteer signs in; another's must stay closed."""

from datetime import date, time
from typing import Any

from tests.factories import MOMENT, make_user
from tests.volunteers.attending import attended
from tests.volunteers.makers import (
    make_application,
    make_check,
    make_consent,
    make_course,
    make_program,
    make_qualification,
    make_reference,
    make_role,
    make_session,
    make_shift,
    make_sign_up,
    make_site,
    make_version,
    make_volunteer,
)
from tests.volunteers.series_makers import make_series
from volunteers.actions.feeds import make_feed
from volunteers.actions.kiosks import open_kiosk
from volunteers.models import (
    Application,
    ClosedDay,
    Handover,
    Shift,
    SignUp,
    StandingPlace,
    Team,
    Volunteer,
)

OWN_ADDRESS = "volunteer@example.org"


def time_values() -> dict[str, Any]:
    """Arguments of routes. `other_…`: what belongs to somebody else."""
    program = make_program("tutoring")
    role, site = make_role(program), make_site()
    own = make_volunteer(program, user=make_user(email=OWN_ADDRESS), name="Vera Osei")
    other = make_volunteer(program, name="Wim Adler")
    shift = make_shift(role, site=site)
    sign_up, other_sign_up = make_sign_up(shift, own), make_sign_up(shift, other)
    return {
        **_own_time(sign_up),
        **{f"other_{name}": key for name, key in _own_time(other_sign_up).items()},
        "code": program.code,
        "program_id": program.pk,
        "role_id": role.pk,
        "qualification_id": make_qualification("lead").pk,
        "site_id": site.pk,
        "volunteer_id": own.pk,
        "other_volunteer_id": other.pk,
        "shift_id": shift.pk,
        "kiosk_id": open_kiosk(site_id=site.pk, actor=make_user(), now=MOMENT)[0].pk,
        "sign_up_id": sign_up.pk,
        "other_sign_up_id": other_sign_up.pk,
        **_looked_into(make_application(own, program)),
        **_planned(shift, own),
        "volunteers:calendar_file.token": make_feed(volunteer=own, now=MOMENT),
    }


def _planned(shift: Shift, volunteer: Volunteer) -> dict[str, int]:
    """What coordinators plan with: a series on which somebody stands, and a closed day."""
    series = make_series(shift.role, site=shift.site)
    place = StandingPlace.objects.create(
        series=series, volunteer=volunteer, from_on=series.starts_on, created_by=make_user()
    )
    closed = ClosedDay.objects.create(on=date(2027, 7, 5), name="Independence Day")
    return {"series_id": series.pk, "standing_id": place.pk, "closed_day_id": closed.pk}


def _looked_into(application: Application) -> dict[str, Any]:
    """What screening and training know of an applicant, and the links that were mailed about them."""
    volunteer, program = application.volunteer, application.programs.get()
    session = make_session(make_course(program))
    version = make_version(program)
    make_consent(volunteer, token="guardian-token")
    held = volunteer.held.create(qualification=make_qualification("nurse"), from_on=date(2026, 1, 1))
    return {
        "application_id": application.pk,
        "interview_id": application.interviews.create(at=MOMENT).pk,
        "reference_id": make_reference(application, token="reference-token").pk,
        "check_id": make_check(volunteer, "background").pk,
        "held_id": held.pk,
        "clearance_id": volunteer.clearances.get().pk,
        "session_id": session.pk,
        "place_id": session.places.create(volunteer=volunteer, booked_at=MOMENT).pk,
        "course_id": session.course_id,
        "version_id": version.pk,
        "agreement_id": version.agreement_id,
        "volunteers:apply_step.step": "time",
        "volunteers:reference.token": "reference-token",
        "volunteers:guardian.token": "guardian-token",
    }


def _own_time(sign_up: SignUp) -> dict[str, int]:
    """What one volunteer has by a seat of theirs: a stand-in asked for, a team, hours, days away."""
    volunteer, day = sign_up.volunteer, date(2027, 1, 4)
    return {
        "entry_id": attended(sign_up, sign_up.shift.starts_at, sign_up.shift.ends_at).pk,
        "handover_id": Handover.objects.create(sign_up=sign_up, asked_at=MOMENT).pk,
        "team_id": Team.objects.create(name=f"Team of {volunteer}", leader=volunteer).pk,
        "availability_id": volunteer.availability.create(weekday=0, starts=time(16), ends=time(20)).pk,
        "away_id": volunteer.away.create(from_on=day, until_on=day).pk,
    }
