"""Objects of the volunteers' side that addresses name. One volunteer signs in; another's must stay closed."""

from datetime import date, time
from typing import Any

from tests.factories import MOMENT, make_user
from tests.volunteers.makers import (
    make_application,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.actions.feeds import make_feed
from volunteers.models import Handover, SignUp, Team

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
        "sign_up_id": sign_up.pk,
        "other_sign_up_id": other_sign_up.pk,
        "application_id": make_application(own, program).pk,
        "volunteers:calendar_file.token": make_feed(volunteer=own, now=MOMENT),
    }


def _own_time(sign_up: SignUp) -> dict[str, int]:
    """What one volunteer has by a seat of theirs: a stand-in asked for, a team, hours, days away."""
    volunteer, day = sign_up.volunteer, date(2027, 1, 4)
    return {
        "handover_id": Handover.objects.create(sign_up=sign_up, asked_at=MOMENT).pk,
        "team_id": Team.objects.create(name=f"Team of {volunteer}", leader=volunteer).pk,
        "availability_id": volunteer.availability.create(weekday=0, starts=time(16), ends=time(20)).pk,
        "away_id": volunteer.away.create(from_on=day, until_on=day).pk,
    }
