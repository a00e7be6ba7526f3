"""References, guardians, and handing an application in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Letter
from tests.factories import make_organisation
from tests.volunteers.applicants import applicant, references
from tests.volunteers.makers import (
    make_program,
)
from volunteers.models import Reference

pytestmark = pytest.mark.django_db
BACKEND = "accounts.adapter.Backend"
LATER = str(timezone.now().date() + timedelta(days=400))
Fill = Callable[..., dict[str, Any]]


def test_as_many_references_as_the_strictest_program_needs_and_never_oneself(client: Client) -> None:
    draft = applicant(make_program(min_references=1), make_program(min_references=3), browser=client)
    page = client.get("/volunteer/apply/references/")
    assert len(page.context["forms"]) == 3

    answer = client.post(
        "/volunteer/apply/references/",
        references(("Ivo", "ivo@example.org"), ("Me", "Rosa@example.org"), ("Ivo again", "IVO@example.org")),
    )

    assert answer.status_code == 200
    assert [form.is_valid() for form in answer.context["forms"]] == [True, False, False]
    assert list(draft.references.values_list("email", flat=True)) == ["ivo@example.org"]
    assert not Letter.objects.filter(kind="reference_asked").exists(), "nobody is asked before handing in"


def test_handing_in_writes_to_references_and_applicant_once(client: Client) -> None:
    make_organisation()
    draft = applicant(make_program(min_references=2), browser=client)
    client.post(
        "/volunteer/apply/references/", references(("Ivo", "ivo@example.org"), ("Una", "una@example.org"))
    )

    first = client.post("/volunteer/apply/review/")
    client.post("/volunteer/apply/review/")

    assert first["Location"] == "/volunteer/application/"
    draft.refresh_from_db()
    assert draft.state == "applied"
    assert draft.submitted_at is not None
    asked = Letter.objects.filter(kind="reference_asked")
    assert sorted(asked.values_list("to_email", flat=True)) == ["ivo@example.org", "una@example.org"]
    assert Letter.objects.filter(kind="application_received").count() == 1
    assert set(draft.references.values_list("state", flat=True)) == {Reference.State.ASKED}
    assert draft.events.last().actor == draft.volunteer.user  # type: ignore[union-attr] # there are two


def test_what_is_missing_is_named_and_nothing_is_handed_in(client: Client) -> None:
    draft = applicant(make_program(min_references=2), browser=client)

    page = client.get("/volunteer/apply/review/")
    client.post("/volunteer/apply/review/")

    assert page.context["missing"] == ["references"]
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not Letter.objects.exclude(kind="sign_in_code").exists()


def test_a_young_applicant_names_a_guardian_who_is_asked_when_it_is_handed_in(client: Client) -> None:
    program = make_program(takes_under_18=True)
    draft = applicant(program, browser=client, age="young", adult_on=LATER)
    assert client.get("/volunteer/apply/review/").context["missing"] == ["guardian"]

    own = client.post(
        "/volunteer/apply/guardian/", {"guardian_name": "Me", "guardian_email": "rosa@example.org"}
    )
    assert own.status_code == 200
    client.post(
        "/volunteer/apply/guardian/", {"guardian_name": "Karin", "guardian_email": "karin@example.org"}
    )
    assert not Letter.objects.filter(kind="guardian_asked").exists()
    client.post("/volunteer/apply/review/")

    draft.refresh_from_db()
    assert draft.state == "applied"
    assert Letter.objects.get(kind="guardian_asked").to_email == "karin@example.org"


def test_adults_have_no_step_for_a_guardian(client: Client) -> None:
    applicant(make_program(), browser=client)
    answer = client.get("/volunteer/apply/guardian/")
    assert (answer.status_code, answer["Location"]) == (302, "/volunteer/apply/time/")
