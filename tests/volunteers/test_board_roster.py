"""What the board prints and hands out is what it shows."""

import pytest
from django.test import Client

from accounts.models import AuditEntry
from tests.exporting import exported
from tests.volunteers.boarding import TOMORROW, coordinator, now, role
from tests.volunteers.makers import (
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.models import SignUp, VolunteerRole

__all__ = ["coordinator", "now", "role"]  # fixtures

pytestmark = pytest.mark.django_db


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
