"""Objects of the volunteers' side that addresses name. One volunteer signs in; another's must stay closed."""

from typing import Any

from tests.factories import make_user
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

OWN_ADDRESS = "volunteer@example.org"


def time_values() -> dict[str, Any]:
    """Arguments of routes. `other_…`: what belongs to somebody else."""
    program = make_program("tutoring")
    role, site = make_role(program), make_site()
    own = make_volunteer(program, user=make_user(email=OWN_ADDRESS), name="Vera Osei")
    other = make_volunteer(program, name="Wim Adler")
    shift = make_shift(role, site=site)
    return {
        "code": program.code,
        "program_id": program.pk,
        "role_id": role.pk,
        "qualification_id": make_qualification("lead").pk,
        "site_id": site.pk,
        "volunteer_id": own.pk,
        "other_volunteer_id": other.pk,
        "shift_id": shift.pk,
        "sign_up_id": make_sign_up(shift, own).pk,
        "other_sign_up_id": make_sign_up(shift, other).pk,
        "application_id": make_application(own, program).pk,
    }
