"""What tests of clearance share: a decision as screening makes it, and its end."""

from datetime import date

from accounts.models import Role
from tests.factories import MOMENT, make_user
from volunteers.actions.clearance import grant_clearance, revoke_clearance
from volunteers.models import Clearance, Program, SignUp, Volunteer

TODAY = date(2026, 11, 25)


def grant(volunteer: Volunteer, program: Program, **values: object) -> Clearance:
    facts: dict[str, object] = {"is_for_confidential": False, "from_on": TODAY, "until_on": None}
    return grant_clearance(
        volunteer=volunteer,
        program=program,
        actor=make_user(Role.SCREENING),
        now=MOMENT,
        **{**facts, **values},  # type: ignore[arg-type] # the facts of the test
    )


def holds_on(clearance: Clearance, day: date) -> bool:
    """Whether a decision stands on a day."""
    is_over = clearance.until_on is not None and day > clearance.until_on
    is_revoked = clearance.revoked_on is not None and day >= clearance.revoked_on
    return clearance.from_on <= day and not is_over and not is_revoked


def revoke(volunteer: Volunteer, program: Program) -> list[SignUp]:
    return revoke_clearance(
        clearance=volunteer.clearances.filter(program=program).latest("pk"),
        reason=Clearance.Revoked.CONDUCT,
        actor=make_user(Role.SCREENING),
        now=MOMENT,
    )
