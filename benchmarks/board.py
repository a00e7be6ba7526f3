"""The coordinator's board at two sizes: week, month, coverage map, roster, and who could fill a gap.

    python -m benchmarks.board

Each page goes through all of Django in this process. The floor is a page of the desk that shows no shift (an
empty week): what is dearer than that, divided by the shifts that are shown, is the cost of one shift. Beside
it the bare query that reads the week. Size 10 has ten times the shifts of size 1 in the same two years, so
ten times as many stand on each page. A week of one role shows few of many: the others must cost nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import ground
from benchmarks.ground import Times, times_of
from benchmarks.time_data import fill_time
from tests.accounts.makers import browser_of, make_staff
from volunteers.models import VOLUNTEER_SIDE, Coverage, Qualification, Shift, VolunteerRole

ROUNDS = 30
WEEK = (
    "SELECT id, role_id, starts_at, ends_at, zone, seats, state FROM volunteers_shift"
    " WHERE starts_at >= %s AND starts_at < %s ORDER BY starts_at, id"
)


def main() -> None:
    """Print a line for each page and size."""
    small: dict[str, Times] = {}
    for size in (ground.SMALL, ground.LARGE):
        fill_time(size)
        want_helpers()
        browser = browser_of(make_staff(*VOLUNTEER_SIDE, email=f"bench-{uuid4()}@example.org"))
        now = timezone.now()
        print(f"\nsize {size}: {Shift.objects.count():,} shifts")
        empty = times_of(opener(browser, "/desk/shifts/?week=2001-01-01"), ROUNDS)
        print(f"{'floor: no shift to show':>28}  {empty}")
        for name, (path, shown) in pages(now).items():
            found = times_of(opener(browser, path), ROUNDS)
            with CaptureQueriesContext(connection) as queries:
                get(browser, path)
            each = f"{(found.cpu - empty.cpu) * 1000 / shown:6.1f} µs each of {shown:,}" if shown else ""
            growth = f"  CPU x {found.cpu / small[name].cpu:.2f}" if name in small else ""
            print(f"{name:>28}  {found}  {len(queries):>2} queries  {each}{growth}")
            small.setdefault(name, found)
        print(f"{'floor: read the week':>28}  {times_of(reader(now), ROUNDS)}")


def want_helpers() -> None:
    """Give each role a rule about a qualification: the dearer kind to count."""
    helper = Qualification.objects.get(code="helper")
    for role in VolunteerRole.objects.filter(coverage=None):
        Coverage.objects.create(role=role, qualification=helper, least=2)


def pages(now: datetime) -> dict[str, tuple[str, int]]:
    """Return what is measured by name: its address, and how many shifts it shows."""
    role = VolunteerRole.objects.order_by("pk").values_list("pk", flat=True)[0]
    soon = Shift.objects.filter(starts_at__gt=now + timedelta(days=1)).order_by("starts_at")[0]
    week, month, quarter = (shifts_in(now, days) for days in (7, 35, 84))
    return {
        "week": ("/desk/shifts/", week),
        "week of one role": (f"/desk/shifts/?role={role}", 0),
        "month": ("/desk/shifts/month/", month),
        "coverage, 12 weeks": ("/desk/shifts/coverage/", quarter),
        "roster": ("/desk/shifts/roster/", week),
        "who could come": (f"/desk/shifts/{soon.pk}/who/", 0),
    }


def shifts_in(now: datetime, days: int) -> int:
    """Count the shifts of some days from now on."""
    return Shift.objects.filter(starts_at__gte=now, starts_at__lt=now + timedelta(days=days)).count()


def opener(browser: Client, path: str) -> Callable[[int], object]:
    """Return what opens a page, whatever the round."""
    return lambda _round: get(browser, path)


def get(browser: Client, path: str) -> object:
    """Open a page."""
    answer = browser.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return answer


def reader(now: datetime) -> Callable[[int], None]:
    """Return the bare query of a week."""

    def read(_number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(WEEK, [now, now + timedelta(days=7)])
            cursor.fetchall()

    return read


if __name__ == "__main__":
    main()
