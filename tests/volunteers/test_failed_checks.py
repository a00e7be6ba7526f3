"""Somebody cleared of whom a check did not pass: screening sees it and decides; nobody else learns of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import make_check, make_clearance, make_program, make_volunteer
from volunteers.models import Clearance, Program, Volunteer
from volunteers.reports.failed_checks import cleared_in_spite

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
DAY = timedelta(days=1)
SENTENCE = "A check did not pass, and the clearance stands"


@pytest.fixture
def program() -> Program:
    make_organisation()
    return make_program(name="Evenings", required_checks=["background"])


def failed(volunteer: Volunteer, kind: str = "background", **values: Any) -> None:
    make_check(volunteer, kind, **{"result": "not_pass", "done_on": TODAY, "expires_on": None, **values})


def in_spite(day: date = TODAY) -> list[Clearance]:
    return list(cleared_in_spite(day))


def test_a_clearance_is_found_when_a_check_that_its_program_asks_for_did_not_pass(program: Program) -> None:
    rosa = make_volunteer(program, make_program())
    make_check(rosa, "background")
    assert in_spite() == []

    failed(rosa)

    assert in_spite() == [rosa.clearances.get(program=program)]


def test_work_with_young_people_asks_for_its_own_check() -> None:
    rosa = make_volunteer(make_program(is_with_youth=True), make_program())
    failed(rosa, "youth")

    assert in_spite() == [rosa.clearances.get(program__is_with_youth=True)]


@pytest.mark.parametrize("done_on", [TODAY, TODAY + DAY])
def test_a_newer_check_that_passed_settles_it(program: Program, done_on: date) -> None:
    rosa = make_volunteer(program)
    failed(rosa)
    make_check(rosa, "registry", done_on=done_on)
    make_check(rosa, "background", result="pending", done_on=None, expires_on=None)
    assert len(in_spite()) == 1

    make_check(rosa, "background", done_on=done_on)

    assert in_spite() == []


def test_somebody_else_s_check_and_one_that_nobody_asks_for_do_not_count(program: Program) -> None:
    make_volunteer(program)
    failed(make_volunteer(make_program()))

    assert in_spite() == []


def test_a_clearance_that_ended_and_a_volunteer_who_left_are_settled(program: Program) -> None:
    ended, revoked, gone = make_volunteer(), make_volunteer(), make_volunteer(program, left_at=timezone.now())
    make_clearance(ended, program, until_on=TODAY - DAY)
    over = {"revoked_at": timezone.now(), "revoked_on": TODAY, "revoked_for": "check"}
    make_clearance(revoked, program, **over)
    for somebody in (ended, revoked, gone):
        failed(somebody)

    assert in_spite() == []


def test_screening_sees_it_on_the_person_s_page_and_revokes_with_one_press(program: Program) -> None:
    rosa = make_volunteer(program)
    failed(rosa)
    clearance = rosa.clearances.get()
    screener = browser_of(make_staff(Role.SCREENING))
    page = screener.get(f"/desk/volunteers/{rosa.pk}/").content.decode()
    assert SENTENCE in page
    assert "Background check." in page
    clearance.refresh_from_db()
    assert clearance.revoked_at is None  # a person decides

    screener.post(f"/desk/clearances/{clearance.pk}/revoke/", {"revoked_for": "check"})

    clearance.refresh_from_db()
    assert (clearance.revoked_for, in_spite()) == ("check", [])
    assert SENTENCE not in screener.get(f"/desk/volunteers/{rosa.pk}/").content.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.READ_ONLY])
def test_nobody_but_screening_learns_of_it(program: Program, role: Role) -> None:
    rosa, ivo = make_volunteer(program), make_volunteer(program)
    failed(rosa)
    browser = browser_of(make_staff(role))

    assert SENTENCE not in browser.get(f"/desk/volunteers/{rosa.pk}/").content.decode()
    listed = browser.get("/desk/volunteers/?failed=yes")
    assert set(listed.context["page"].object_list) == {rosa, ivo}  # the filter is not theirs
    assert "a check did not pass" not in listed.content.decode()


def test_screening_finds_them_in_the_list(program: Program) -> None:
    rosa, _ivo = make_volunteer(program), make_volunteer(program)
    failed(rosa)

    found = browser_of(make_staff(Role.SCREENING)).get("/desk/volunteers/?failed=yes")

    assert list(found.context["page"].object_list) == [rosa]


@pytest.mark.parametrize(("kind", "leads_there"), [("background", True), ("driving", False)])
def test_noting_a_result_under_a_clearance_leads_to_the_decision(
    program: Program, kind: str, leads_there: bool
) -> None:
    rosa = make_volunteer(program)
    check = make_check(rosa, kind, result="pending", done_on=None, expires_on=None)
    screener: Client = browser_of(make_staff(Role.SCREENING))

    answer = screener.post(
        f"/desk/checks/{check.pk}/", {"result": "not_pass", "done_on": str(TODAY)}, follow=True
    )

    warned = "They are cleared for a program that asks for this check." in answer.content.decode()
    assert warned is leads_there
    assert answer.redirect_chain[-1][0] == f"/desk/volunteers/{rosa.pk}/"
