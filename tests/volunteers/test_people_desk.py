"""Volunteers and teams on the desk: found, edited, revoked, gone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role, User
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.deciding import grant, revoke
from tests.volunteers.makers import (
    hold,
    make_application,
    make_check,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.models import SignUp, Team, Volunteer

pytestmark = pytest.mark.django_db
BACKEND = "accounts.adapter.Backend"
TODAY = timezone.now().date()


@pytest.fixture
def screener() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.SCREENING))


def test_volunteers_are_found_but_for_typing_errors_and_by_what_they_hold(screener: Client) -> None:
    program, nurse = make_program(), make_qualification("nurse")
    rosa, ben = make_volunteer(program, name="Rosa Lindqvist"), make_volunteer(name="Ben Okafor")
    hold(rosa, nurse)
    hold(ben, nurse, confirmed_at=None)
    make_check(rosa, "background", expires_on=TODAY + timedelta(days=20))
    gone = make_volunteer(name="Gone Away", left_at=timezone.now())
    team = Team.objects.create(name="Bank", leader=ben)
    team.members.add(ben)

    def found(query: str) -> list[Volunteer]:
        return list(screener.get(f"/desk/volunteers/?{query}").context["page"].object_list)

    assert found("") == [ben, rosa]
    assert found("q=Rosa+Lindqvst") == [rosa]
    assert found(f"program={program.pk}") == [rosa]
    assert found(f"qualification={nurse.pk}") == [rosa]
    assert found("soon=yes") == [rosa]
    assert found(f"team={team.pk}") == [ben]
    assert found("left=yes") == [gone]


def test_somebody_whose_renewal_begins_later_is_found_by_the_decision_that_holds(screener: Client) -> None:
    program = make_program()
    rosa = make_volunteer(program)
    grant(rosa, program, from_on=TODAY + timedelta(days=40), is_for_confidential=True)

    def found(query: str) -> list[Volunteer]:
        return list(screener.get(f"/desk/volunteers/?{query}").context["page"].object_list)

    assert found(f"program={program.pk}") == [rosa]
    assert found(f"program={make_program('tutoring').pk}") == []


def test_an_address_that_nobody_proved_is_no_volunteer(screener: Client) -> None:
    Volunteer.objects.create(name="Typed", email="typed@example.org", created_at=timezone.now())
    assert "typed@example.org" not in screener.get("/desk/volunteers/").content.decode()


def seat(volunteer: Volunteer, program: Any) -> SignUp:
    shift = make_shift(make_role(program), starts_at=timezone.now() + timedelta(days=3))
    return make_sign_up(shift, volunteer)


def test_revoking_wants_a_fresh_factor_and_frees_the_seats() -> None:
    make_organisation()
    program = make_program()
    volunteer = make_volunteer(program)
    sign_up, clearance = seat(volunteer, program), volunteer.clearances.get()
    link = f"/desk/clearances/{clearance.pk}/revoke/"
    staff = make_staff(Role.COORDINATOR)
    stale = browser_of(staff, factor_at=timezone.now().timestamp() - 3600)
    assert stale.post(link, {"revoked_for": "conduct"}).status_code == 302
    clearance.refresh_from_db()
    assert clearance.revoked_at is None

    fresh = browser_of(staff)
    assert fresh.post(link, {"revoked_for": "replaced"}).status_code == 200, "not a reason to choose"
    fresh.post(link, {"revoked_for": "conduct"})

    clearance.refresh_from_db()
    sign_up.refresh_from_db()
    assert (clearance.revoked_for, sign_up.state) == ("conduct", "released")


def test_whoever_leaves_keeps_no_clearance_and_no_seat(screener: Client) -> None:
    program = make_program()
    volunteer = make_volunteer(program)
    sign_up = seat(volunteer, program)
    screener.post(f"/desk/volunteers/{volunteer.pk}/leave/")
    volunteer.refresh_from_db()
    sign_up.refresh_from_db()
    assert volunteer.left_at is not None
    assert sign_up.state == "released"
    assert volunteer.clearances.get().revoked_for == "left"
    screener.post(f"/desk/volunteers/{volunteer.pk}/back/")
    volunteer.refresh_from_db()
    assert volunteer.left_at is None


def test_a_claimed_qualification_is_confirmed_with_its_days(screener: Client) -> None:
    volunteer, nurse = make_volunteer(), make_qualification("nurse")
    hold(volunteer, nurse, confirmed_at=None)
    link = f"/desk/volunteers/{volunteer.pk}/confirm/"
    wrong = screener.post(
        link, {"qualification": nurse.pk, "from_on": "2026-05-01", "until_on": "2026-04-01"}
    )
    assert "cannot end before it begins" in wrong.content.decode()
    screener.post(link, {"qualification": nurse.pk, "from_on": "2026-05-01", "until_on": "2027-05-01"})
    held = volunteer.held.get()
    assert held.confirmed_at is not None
    assert held.until_on == date(2027, 5, 1)


def test_details_are_edited_and_the_trail_names_what_not_to_what(screener: Client) -> None:
    volunteer = make_volunteer(name="Rosa Lind")
    facts = {"name": "Rosa Lindgren", "phone": "518-555-0199", "language": "es"}
    screener.post(f"/desk/volunteers/{volunteer.pk}/edit/", facts)
    volunteer.refresh_from_db()
    assert (volunteer.name, volunteer.phone, volunteer.language) == tuple(facts.values())
    entry = AuditEntry.objects.get(verb="volunteer.edited")
    assert (entry.before, entry.after) == ({}, {"changed": "language name phone"})


def test_a_team_s_leader_is_a_member() -> None:
    make_organisation()
    leader, member = make_volunteer(), make_volunteer()
    desk = browser_of(make_staff(Role.COORDINATOR))
    desk.post(
        "/desk/teams/new/", {"name": "Bank", "leader": leader.pk, "members": [member.pk], "is_open": "on"}
    )
    team = Team.objects.get()
    assert set(team.members.all()) == {leader, member}


def test_what_waits_for_screening_stands_on_the_first_page_and_leads_to_its_rows(screener: Client) -> None:
    make_application(make_volunteer(), make_program())
    make_check(make_volunteer(make_program()), "background", expires_on=TODAY + timedelta(days=20))
    waiting = {one.href: one.count for one in screener.get("/desk/").context["waiting"]}
    assert waiting == {"/desk/applications/?state=applied": 1, "/desk/volunteers/?soon=yes": 1}


def test_screening_renews_on_the_page_and_a_refusal_stands_in_the_form_of_its_program(
    screener: Client,
) -> None:
    volunteer = make_volunteer(make_program())
    stands = volunteer.clearances.get()
    link = f"/desk/clearances/{stands.pk}/renew/"

    refused = screener.post(link, {"is_for_confidential": "on", "until_on": "2027-01-31"}).content.decode()
    screener.post(link, {"is_for_confidential": "on", "until_on": ""})
    denied = browser_of(make_staff(Role.COORDINATOR)).post(link, {})

    assert "A clearance that gives more stands already." in refused
    assert f'id="renew_{stands.pk}_until_on"' in refused
    stands.refresh_from_db()
    assert (stands.revoked_for, volunteer.clearances.count(), denied.status_code) == ("replaced", 2, 404)


def test_whoever_is_cleared_no_more_is_not_welcomed_on_their_own_page() -> None:
    make_organisation()
    program = make_program()
    volunteer = make_volunteer(program)
    make_application(volunteer, program, state="cleared")
    mine = Client()
    mine.force_login(User.objects.get(email=volunteer.email), backend="accounts.adapter.Backend")
    assert "Welcome. You are one of us." in mine.get("/volunteer/application/").content.decode()

    revoke(volunteer, program)

    page = mine.get("/volunteer/application/").content.decode()
    assert "At the moment you are not cleared for shifts." in page
    assert "Welcome. You are one of us." not in page
