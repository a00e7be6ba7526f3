"""The page for those who would give time."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_organisation
from volunteers.models import Program

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

    assert page.count("<h3>Program ") == rows


def test_a_closed_program_is_not_offered(client: Client) -> None:
    Program.objects.create(code="night", name="Night desk", is_open=False)

    page = client.get("/volunteer/").content.decode()

    assert "Night desk" not in page
    assert "No program takes volunteers today" in page


def test_what_it_takes_stands_before_the_programs_and_says_that_applications_open_soon(
    client: Client,
) -> None:
    make_organisation(email="time@example.org")
    Program.objects.create(code="education", name="Education")

    page = client.get("/volunteer/").content.decode()

    assert page.index("What it takes") < page.index("Where you could serve")
    assert "open soon" in page
    assert "mailto:time@example.org" in page
