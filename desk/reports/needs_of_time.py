"""What waits for those who work with volunteers."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import ngettext

from accounts.models import Role, User
from core.clock import legal_day, wall_zone
from desk.reports.need import Need, Rows
from volunteers.models import Application, HoursEntry
from volunteers.reports.failed_checks import cleared_in_spite
from volunteers.reports.running_out import with_something_running_out
from volunteers.reports.seat_requests import requests_to_decide
from volunteers.reports.slots import Wanted, slots_of, the_names


def _gaps(_user: User, now: datetime) -> Rows:
    """As the board shows them: seven days from today on."""
    zone = wall_zone()
    wanted = Wanted(first=legal_day(now, zone), only_gaps=True)
    return len(slots_of(wanted, the_names(), home=zone, now=now))


def _requests(_user: User, now: datetime) -> Rows:
    return requests_to_decide(now)


def _in_spite(user: User, now: datetime) -> Rows:
    """For those alone who may know that a check did not pass."""
    if not user.roles & {Role.SCREENING, Role.ADMINISTRATOR}:
        return 0
    return cleared_in_spite(localdate(now)).values("volunteer").distinct()


def _running_out(_user: User, now: datetime) -> Rows:
    return with_something_running_out(localdate(now))


def _hours(_user: User, _now: datetime) -> Rows:
    return HoursEntry.objects.filter(state=HoursEntry.State.PENDING)


def _applications(_user: User, _now: datetime) -> Rows:
    return Application.objects.filter(state=Application.State.APPLIED)


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
