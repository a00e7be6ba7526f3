"""What waits for those who work with volunteers."""

from datetime import datetime

from django.utils.translation import ngettext

from accounts.models import Role, User
from accounts.organisation import the_zone
from core.clock import legal_day
from desk.reports.need import Need
from volunteers.models import Application, HoursEntry
from volunteers.reports.failed_checks import cleared_in_spite
from volunteers.reports.running_out import with_something_running_out
from volunteers.reports.seat_requests import requests_to_decide
from volunteers.reports.slots import Wanted, slots_of, the_names


def _gaps(_user: User, now: datetime) -> int:
    """As the board shows them: seven days from today on."""
    zone = the_zone()
    wanted = Wanted(first=legal_day(now, zone), only_gaps=True)
    return len(slots_of(wanted, the_names(), home=zone, now=now))


def _requests(_user: User, now: datetime) -> int:
    return requests_to_decide(now).count()


def _in_spite(user: User, now: datetime) -> int:
    """For those alone who may know that a check did not pass."""
    if not user.roles & {Role.SCREENING, Role.ADMINISTRATOR}:
        return 0
    return cleared_in_spite(legal_day(now, the_zone())).values("volunteer").distinct().count()


def _running_out(_user: User, now: datetime) -> int:
    return with_something_running_out(legal_day(now, the_zone())).count()


def _hours(_user: User, _now: datetime) -> int:
    return HoursEntry.objects.filter(state=HoursEntry.State.PENDING).count()


def _applications(_user: User, _now: datetime) -> int:
    return Application.objects.filter(state=Application.State.APPLIED).count()


NEEDS_OF_TIME = (
    Need(
        "volunteers:board",
        "gaps=yes",
        _gaps,
        lambda n: ngettext("gap in the shifts of seven days", "gaps in the shifts of seven days", n),
    ),
    Need(
        "volunteers:people_list",
        "failed=yes",
        _in_spite,
        lambda n: ngettext(
            "volunteer is cleared, and a check did not pass",
            "volunteers are cleared, and a check did not pass",
            n,
        ),
    ),
    Need(
        "volunteers:request_list",
        "",
        _requests,
        lambda n: ngettext("seat asked for", "seats asked for", n),
    ),
    Need(
        "volunteers:people_list",
        "soon=yes",
        _running_out,
        lambda n: ngettext(
            "volunteer of whom something runs out", "volunteers of whom something runs out", n
        ),
    ),
    Need(
        "volunteers:hours_list",
        "state=pending",
        _hours,
        lambda n: ngettext("entry of hours to approve", "entries of hours to approve", n),
    ),
    Need(
        "volunteers:application_list",
        "state=applied",
        _applications,
        lambda n: ngettext("application to look at", "applications to look at", n),
    ),
)
