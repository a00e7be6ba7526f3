"""Who could come: the page, its reasons for each reader, and the button that gives the seat."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_organisation
from tests.volunteers.makers import (
    hold,
    make_check,
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.models import Away, Check, Override, Program, Shift, SignUp, Volunteer

pytestmark = pytest.mark.django_db

TOMORROW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    make_organisation()
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def coordinator() -> Client:
    return browser_of(make_staff(Role.COORDINATOR))


@pytest.fixture
def program() -> Program:
    return make_program(rest_hours=8, required_checks=["background"])


@pytest.fixture
def shift(program: Program) -> Shift:
    return make_shift(make_role(program), starts_at=TOMORROW)


def checked(program: Program, name: str) -> Volunteer:
    volunteer = make_volunteer(program, name=name)
    make_check(volunteer, "background")
    return volunteer


def address(shift: Shift, volunteer: Volunteer | None = None) -> str:
    return f"/desk/shifts/{shift.pk}/who/" + (f"{volunteer.pk}/" if volunteer else "")


def listed(browser: Client, shift: Shift, query: str = "") -> list[tuple[str, list[str]]]:
    asked = browser.get(f"{address(shift)}?{query}").context["asked"]
    return [(one.row.name, one.reasons) for one in asked]


def test_it_lists_everybody_with_reasons_and_can_be_narrowed(
    coordinator: Client, program: Program, shift: Shift
) -> None:
    checked(program, "Free Person")
    away = checked(program, "Away Person")
    Away.objects.create(volunteer=away, from_on=TOMORROW.date(), until_on=TOMORROW.date())
    checked(make_program(), "Other Program")

    both = [
        ("Away Person", ["Away until Nov 26, 2026"]),
        ("Other Program", ["Clearance for the program: missing"]),
    ]
    assert listed(coordinator, shift) == [("Free Person", []), *both]
    assert listed(coordinator, shift, "gate=away") == both[:1]
    assert listed(coordinator, shift, "q=person+FREE") == [("Free Person", [])]
    assert listed(coordinator, shift, "q=nobody") == []


def test_only_screening_reads_what_screening_found(program: Program, shift: Shift) -> None:
    failed = make_volunteer(program, name="Rosa Lind")
    make_check(failed, "background", result=Check.Result.NOT_PASS)

    def read(role: Role) -> tuple[list[tuple[str, list[str]]], list[str]]:
        browser = browser_of(make_staff(role))
        gates = browser.get(address(shift)).context["gates"]
        return listed(browser, shift), [one.words for one in gates]

    plain = [("Rosa Lind", ["Screening: incomplete"])], ["screening incomplete"]
    assert read(Role.COORDINATOR) == plain
    assert read(Role.READ_ONLY) == plain
    assert read(Role.SCREENING) == ([("Rosa Lind", ["Background check: not passed"])], ["check missing"])
    coordinator = browser_of(make_staff(Role.COORDINATOR))
    assert listed(coordinator, shift, "gate=screening") == plain[0]
    assert listed(coordinator, shift, "gate=check") == []
    answer = coordinator.post(address(shift, failed), follow=True).content.decode()
    assert "Rosa Lind: Screening: incomplete" in answer
    assert "Background" not in answer


def test_the_button_gives_the_seat(coordinator: Client, program: Program, shift: Shift) -> None:
    volunteer = checked(program, "Rosa Lind")

    response = coordinator.post(address(shift, volunteer))

    assert response["Location"] == f"/desk/shifts/{shift.pk}/"
    assert SignUp.objects.get().state == SignUp.State.CONFIRMED
    assert listed(coordinator, shift) == []


def test_a_limit_is_set_aside_for_a_reason_only(coordinator: Client, program: Program, shift: Shift) -> None:
    volunteer = checked(program, "Rosa Lind")
    make_sign_up(make_shift(starts_at=TOMORROW - timedelta(hours=5)), volunteer)

    refused = coordinator.post(address(shift, volunteer), {"reason": "  "}, follow=True)
    assert "Rosa Lind: Less than 8 hours of rest" in refused.content.decode()
    assert not shift.sign_ups.exists()

    coordinator.post(address(shift, volunteer), {"reason": "She offered to."})
    assert shift.sign_ups.get().state == SignUp.State.CONFIRMED
    assert [(one.gate, one.reason) for one in Override.objects.all()] == [("rest", "She offered to.")]


def test_what_is_no_limit_cannot_be_set_aside(coordinator: Client, program: Program, shift: Shift) -> None:
    volunteer = make_volunteer(program)

    coordinator.post(address(shift, volunteer), {"reason": "We know her well."})

    assert not SignUp.objects.exists()


def test_a_reason_that_discloses_is_refused(coordinator: Client, program: Program, shift: Shift) -> None:
    volunteer = checked(program, "Rosa Lind")
    make_sign_up(make_shift(starts_at=TOMORROW - timedelta(hours=5)), volunteer)

    coordinator.post(address(shift, volunteer), {"reason": "Client Maria needs her, case #4711"})

    assert not shift.sign_ups.exists()


def test_those_who_only_read_have_no_button(program: Program, shift: Shift) -> None:
    volunteer = checked(program, "Rosa Lind")
    reader = browser_of(make_staff(Role.READ_ONLY))

    assert address(shift, volunteer) not in reader.get(address(shift)).content.decode()
    assert reader.post(address(shift, volunteer)).status_code in (403, 404)


def test_nobody_is_signed_up_for_what_is_over(coordinator: Client, program: Program) -> None:
    over = make_shift(make_role(program), starts_at=MOMENT - timedelta(hours=4))
    volunteer = checked(program, "Rosa Lind")

    assert address(over, volunteer) not in coordinator.get(address(over)).content.decode()
    coordinator.post(address(over, volunteer))
    assert not SignUp.objects.exists()


def test_whoever_has_left_is_not_found(coordinator: Client, shift: Shift) -> None:
    gone = make_volunteer(left_at=MOMENT)

    assert coordinator.post(address(shift, gone)).status_code == 404


@pytest.mark.parametrize("page", ["", "month/", "coverage/", "roster/", "{shift}/who/"])
def test_pages_ask_the_same_number_of_questions_for_one_and_three_rows(
    coordinator: Client, program: Program, page: str
) -> None:
    role = make_role(program)
    lead = make_qualification()
    make_coverage(role, qualification=lead)

    def asked() -> int:
        path = page.format(shift=Shift.objects.latest("pk").pk)
        coordinator.get(f"/desk/shifts/{path}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert coordinator.get(f"/desk/shifts/{path}").status_code == 200
        return len(queries)

    def fill() -> None:
        shift = make_shift(role, starts_at=TOMORROW)
        volunteer = make_volunteer(program)
        hold(volunteer, lead)
        make_sign_up(shift, volunteer)
        make_volunteer(program)

    fill()
    once = asked()
    fill()
    fill()

    assert asked() == once
