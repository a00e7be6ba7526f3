"""Programs, roles and qualifications, as coordinators write them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import (
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
)
from volunteers.models import Coverage, Program, Qualification, VolunteerRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.COORDINATOR))


def program_form(**values: Any) -> dict[str, Any]:
    return {
        "name": "Night desk",
        "code": "night",
        "position": "0",
        "is_open": "on",
        "min_references": "2",
        "rest_hours": "8",
        **values,
    }


def role_form(program: Program, *rules: dict[str, str], **values: Any) -> dict[str, Any]:
    lines = {f"coverage-{n}-{name}": value for n, rule in enumerate(rules) for name, value in rule.items()}
    return {
        "program": str(program.pk),
        "name": "Night helper",
        "seats": "3",
        "sign_up_closes": "120",
        "cancel_closes": "1440",
        "position": "0",
        "is_open": "on",
        "coverage-TOTAL_FORMS": str(len(rules)),
        "coverage-INITIAL_FORMS": "0",
        **lines,
        **values,
    }


def test_a_program_is_written_with_what_it_asks_and_changed(desk: Client) -> None:
    answer = desk.post(
        "/desk/programs/new/",
        program_form(required_checks=["background", "driving"], is_with_youth="on", max_nights="3"),
    )
    assert answer.headers["Location"] == "/desk/programs/"
    program = Program.objects.get(code="night")
    assert (set(program.all_checks), program.max_nights, program.max_hours_7, program.needs_interview) == (
        {"background", "driving", "youth"},
        3,
        None,
        False,
    )

    desk.post(f"/desk/programs/{program.pk}/", program_form(name="Night watch", rest_hours="10"))
    program.refresh_from_db()
    assert (program.name, program.rest_hours, program.all_checks) == ("Night watch", 10, frozenset())
    trail = AuditEntry.objects.filter(about_kind="program").order_by("pk")
    assert [entry.verb for entry in trail] == ["program.created", "program.edited"]
    assert (trail[1].before["rest_hours"], trail[1].after["rest_hours"]) == (8, 10)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("code", "a b", "letters, numbers"),
        ("purpose", "Client Maria sleeps here.", "name a person"),
        ("asks", "Come to 12 Oak Street.", "street address"),
        ("min_references", "-1", "greater than or equal to 0"),
        ("required_checks", ["polygraph"], "not one of the available choices"),
    ],
)
def test_a_wrong_program_is_refused_beside_its_field_and_nothing_is_lost(
    desk: Client, field: str, value: Any, sentence: str
) -> None:
    answer = desk.post("/desk/programs/new/", program_form(name_es="Noche", **{field: value}))

    assert sentence in " ".join(answer.context["form"].errors[field])
    assert 'value="Noche"' in answer.content.decode()
    assert not Program.objects.exists()


def test_a_code_is_taken_once(desk: Client) -> None:
    make_program("night")

    answer = desk.post("/desk/programs/new/", program_form())

    assert "already exists" in answer.content.decode()
    assert Program.objects.count() == 1


def test_a_role_is_written_with_its_rules_of_coverage_and_they_are_replaced(desk: Client) -> None:
    program, lead = make_program(), make_qualification("lead")
    rules = [{"least": "2"}, {"least": "1", "qualification": str(lead.pk), "needs_stand_in": "on"}, {}]
    desk.post("/desk/roles/new/", role_form(program, *rules, needs=[str(lead.pk)]))
    role = VolunteerRole.objects.get()
    assert list(role.needs.all()) == [lead]
    assert list(role.coverage.values_list("least", "qualification", "needs_stand_in")) == [
        (2, None, False),
        (1, lead.pk, True),
    ]

    desk.post(f"/desk/roles/{role.pk}/", role_form(program, {"least": "3"}))

    assert [(rule.least, rule.qualification) for rule in role.coverage.all()] == [(3, None)]
    entry = AuditEntry.objects.filter(verb="volunteerrole.coverage").latest("pk")
    assert (entry.before, entry.after) == ({"rules": "2 × –, 1 × lead !"}, {"rules": "3 × –"})


def test_two_rules_about_the_same_people_are_refused_and_the_role_stays_as_it_was(desk: Client) -> None:
    role = make_role(name="Helper")
    make_coverage(role, least=1)

    answer = desk.post(
        f"/desk/roles/{role.pk}/", role_form(role.program, {"least": "2"}, {"least": "3"}, name="Other")
    )

    assert "Two rules of coverage are about the same people" in answer.content.decode()
    role.refresh_from_db()
    assert (role.name, [rule.least for rule in role.coverage.all()]) == ("Helper", [1])


def test_a_role_with_shifts_stays_in_its_program(desk: Client) -> None:
    role, other = make_role(), make_program()
    make_shift(role)

    answer = desk.post(f"/desk/roles/{role.pk}/", role_form(other))

    assert "stays in its program" in answer.content.decode()
    role.refresh_from_db()
    assert role.program != other


def test_a_new_role_begins_in_the_program_it_was_asked_for(desk: Client) -> None:
    program = make_program()

    page = desk.get(f"/desk/roles/new/?program={program.pk}").content.decode()

    assert f'<option value="{program.pk}" selected>' in page


def test_a_qualification_includes_others_but_not_itself(desk: Client) -> None:
    helper, lead = make_qualification("helper"), make_qualification("lead")
    form = {"name": "Lead", "code": "lead", "kind": "qualification", "position": "0", "is_open": "on"}

    answer = desk.post(f"/desk/qualifications/{lead.pk}/", {**form, "includes": [str(lead.pk)]})
    assert "not one of the available choices" in answer.content.decode()
    desk.post(f"/desk/qualifications/{lead.pk}/", {**form, "includes": [str(helper.pk)]})

    assert list(Qualification.objects.get(code="lead").includes.all()) == [helper]


@pytest.mark.parametrize(
    ("address", "found", "hidden"),
    [
        ("/desk/programs/?q=tut", "Tutoring", "Shelter"),
        ("/desk/programs/?q=night", "Shelter", "Tutoring"),
        ("/desk/programs/?open=no", "Shelter", "Tutoring"),
        ("/desk/qualifications/?kind=language", "Spanish", "Algebra"),
        ("/desk/qualifications/?q=alg", "Algebra", "Spanish"),
    ],
)
def test_the_lists_can_be_narrowed(desk: Client, address: str, found: str, hidden: str) -> None:
    make_program(name="Tutoring")
    make_role(make_program(name="Shelter", is_open=False), name="Night helper")
    make_qualification(name="Spanish", kind="language")
    make_qualification(name="Algebra", kind="subject")

    page = desk.get(address).content.decode()

    assert (f">{found}" in page or f"{found} " in page, hidden in page.split("<main")[1]) == (True, False)


@pytest.mark.parametrize("address", ["/desk/programs/", "/desk/qualifications/"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(desk: Client, address: str) -> None:
    counts = []
    for _round in range(3):
        role = make_role()
        role.needs.add(make_qualification())
        make_coverage(role, qualification=make_qualification())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[2]


@pytest.mark.parametrize("address", ["/desk/programs/", "/desk/qualifications/"])
def test_an_empty_list_says_what_to_do(desk: Client, address: str) -> None:
    assert "Write the first" in desk.get(address).content.decode()
    reader = browser_of(make_staff(Role.READ_ONLY))
    assert "Write the first" not in reader.get(address).content.decode()


def test_coverage_wants_at_least_one(desk: Client) -> None:
    role = make_role()

    answer = desk.post(f"/desk/roles/{role.pk}/", role_form(role.program, {"least": "0"}))

    assert "greater than or equal to 1" in answer.content.decode()
    assert not Coverage.objects.exists()
