"""The pages for those who would give time: what there is to do, and what it takes."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import MOMENT, make_organisation
from tests.volunteers.makers import make_program, make_qualification, make_role, make_shift, make_site
from volunteers.models import Course, Program, Qualification, Shift, Site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_twice_however_many_programs_there_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    make_organisation()
    for number in range(rows):
        Program.objects.create(code=f"program-{number}", name=f"Program {number}")

    with django_assert_num_queries(2):
        page = client.get("/volunteer/").content.decode()

    assert page.count('href="/volunteer/programs/program-') == rows


def test_a_closed_program_is_not_offered(client: Client) -> None:
    Program.objects.create(code="night", name="Night desk", is_open=False)

    page = client.get("/volunteer/").content.decode()

    assert "Night desk" not in page
    assert "No program takes volunteers today" in page
    assert client.get("/volunteer/programs/night/").status_code == 404
    assert client.get("/volunteer/programs/no-such-code/").status_code == 404


def test_what_it_takes_stands_before_the_programs_and_there_is_one_way_to_sign_in(client: Client) -> None:
    Program.objects.create(code="education", name="Education", asks="Two hours a week, for six months.")

    page = client.get("/volunteer/").content.decode()

    assert page.index("What it takes") < page.index("Where you could serve")
    assert "Two hours a week, for six months." in page
    assert page.count("/volunteer/mine/") == 1
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_program_tells_all_that_it_asks_for(client: Client) -> None:
    program = make_program(
        "tutoring",
        needs_interview=True,
        min_references=2,
        required_checks=["background"],
        is_with_youth=True,
        takes_under_18=True,
        rest_hours=11,
        max_nights=2,
    )
    Course.objects.create(code="welcome", name="Welcome evening").programs.add(program)
    role = make_role(program, name="Math tutor", summary="One table, one hour.", is_instant=False)
    role.needs.add(make_qualification(name="Spanish", kind=Qualification.Kind.LANGUAGE))

    page = client.get("/volunteer/programs/tutoring/").content.decode()

    for words in (
        "2 people who know you",
        "Background check · Suitability for work with young people",
        "Welcome evening",
        "younger with a guardian",
        "11 hours at least between shifts",
        "2 nights in a row at most",
        "Math tutor",
        "One table, one hour.",
        "Spanish",
        "A coordinator confirms each shift",
    ):
        assert words in page


@time_machine.travel(MOMENT, tick=False)
def test_a_role_tells_its_shifts_of_the_next_four_weeks_and_the_kind_of_place(client: Client) -> None:
    program = make_program("shelter")
    role = make_role(program, name="Night companion")
    hidden = make_site(Site.Kind.CONFIDENTIAL, label="House One", district="North")
    make_shift(role, site=hidden, hours=9)
    make_shift(role, site=hidden, starts_at=datetime(2026, 12, 10, 22, tzinfo=UTC), hours=8)
    make_shift(role, site=hidden, starts_at=datetime(2027, 2, 1, 22, tzinfo=UTC), hours=4)
    make_shift(role, starts_at=datetime(2026, 11, 1, 22, tzinfo=UTC), hours=4)
    make_shift(role, state=Shift.State.DRAFT, hours=2)

    page = client.get("/volunteer/programs/shelter/").content.decode()

    assert "8 hours to 9 hours a shift" in page
    assert "2 shifts in the next four weeks" in page
    assert "Confidential place" in page
    assert "House One" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_program_asks_the_database_as_often_for_three_roles_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    program = make_program("shelter")
    for _number in range(rows):
        role = make_role(program)
        role.needs.add(make_qualification())
        make_shift(role)

    with django_assert_num_queries(6):
        client.get("/volunteer/programs/shelter/")
