"""What the board prints and hands out is what it shows."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import AuditEntry, Role
from tests.accounts.makers import browser_of, make_staff
from tests.exporting import exported
from tests.factories import MOMENT, make_organisation
from tests.volunteers.makers import (
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.models import SignUp, VolunteerRole

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
# ten in the morning in New York, tomorrow
TOMORROW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
ZONE = "America/New_York"


@pytest.fixture(autouse=True)
def now() -> Iterable[None]:
    make_organisation()
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def coordinator() -> Client:
    return browser_of(make_staff(Role.COORDINATOR))


@pytest.fixture
def role() -> VolunteerRole:
    """Two of anybody, one lead."""
    role = make_role(make_program("shelter", name="Shelter"), name="Evening", seats=3)
    make_coverage(role, least=2)
    make_coverage(role, qualification=make_qualification("lead", name="Lead"))
    return role


def test_the_roster_names_who_is_confirmed_by_first_name_and_initial(coordinator: Client) -> None:
    shift = make_shift(starts_at=TOMORROW, seats=3, site=make_site("office", address="12 Quay Street"))
    make_sign_up(shift, make_volunteer(name="Rosa Lind"))
    make_sign_up(shift, make_volunteer(name="Ivo Brandt"), state=SignUp.State.REQUESTED)

    page = coordinator.get("/desk/shifts/roster/")

    (day,) = page.context["days"]
    assert [(line.people, len(line.free)) for line in day.lines] == [(["Rosa L."], 1)]
    assert "Lind" not in page.content.decode()
    assert "Quay" not in page.content.decode()


def test_an_export_is_what_the_filter_shows_and_is_written_down(
    coordinator: Client, role: VolunteerRole
) -> None:
    gap = make_shift(role, starts_at=TOMORROW)
    make_sign_up(gap, make_volunteer(name="Rosa Lind"))
    make_sign_up(make_shift(starts_at=TOMORROW), make_volunteer(name="Ivo Brandt"))

    rows = exported(coordinator, "/desk/shifts/export/", "gaps=yes")
    people = exported(coordinator, "/desk/shifts/roster/export/", f"role={role.pk}&site=")

    assert [(row["role"], row["day"], row["taken"], row["still_needed"]) for row in rows] == [
        ("Evening", "2026-11-26", "1", "1 person; 1 × Lead")
    ]
    assert [row["volunteer"] for row in people] == ["Rosa L."]
    entries = AuditEntry.objects.filter(verb__endswith=".exported").order_by("pk")
    assert [(entry.verb, entry.reason, entry.after) for entry in entries] == [
        ("shift.exported", "for the board", {"rows": 1, "filters": "gaps"}),
        ("roster.exported", "for the board", {"rows": 1, "filters": "role"}),
    ]


@pytest.mark.parametrize("path", ["/desk/shifts/", "/desk/shifts/roster/"])
def test_an_export_without_a_reason_goes_back_to_the_same_view(coordinator: Client, path: str) -> None:
    response = coordinator.post(f"{path}export/?gaps=yes", {"reason": " "})

    assert response["Location"] == f"{path}?gaps=yes"
    assert not AuditEntry.objects.filter(verb__endswith=".exported").exists()
