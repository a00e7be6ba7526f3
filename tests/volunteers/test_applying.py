"""From a stranger's wish to an application that is handed in."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.codes import PER_MAILBOX
from accounts.models import SignInCode, User
from letters.models import Letter
from letters.sign_in_codes import write_sign_in_code
from tests.factories import make_donor, make_user
from tests.volunteers.applicants import applicant, first_step, prove
from tests.volunteers.makers import (
    hold,
    make_application,
    make_program,
    make_qualification,
    make_reference,
    make_volunteer,
)
from volunteers.models import Application, Volunteer

pytestmark = pytest.mark.django_db
BACKEND = "accounts.adapter.Backend"
LATER = str(timezone.now().date() + timedelta(days=400))
Fill = Callable[..., dict[str, Any]]


def test_a_stranger_proves_the_address_and_goes_on_where_the_first_step_ended(client: Client) -> None:
    program = make_program()

    answer = client.post("/volunteer/apply/", first_step(program, email="Rosa@Example.org"))

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/sign-in/code/")
    stranger = Volunteer.objects.get()
    assert (stranger.name, stranger.email, stranger.user) == ("Rosa Lind", "rosa@example.org", None)
    prove(client)
    stranger.refresh_from_db()
    assert stranger.user == User.objects.get(email="rosa@example.org")
    assert client.get("/volunteer/apply/time/").status_code == 200
    assert not Application.objects.exists(), "looking at a page writes nothing"
    client.post("/volunteer/apply/time/", {"hours_a_week": "3", "months": "6", "go": "next"})
    draft = Application.objects.get()
    assert list(draft.programs.all()) == [program]
    assert (draft.state, draft.step, draft.hours_a_week, draft.months) == ("draft", "time", 3, 6)
    assert list(draft.events.values_list("from_state", "to_state")) == [("", "draft")]


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_work() -> None:
    program = make_program()
    make_volunteer(program, user=make_user(email="known@example.org"), name="Known")
    make_donor(email="giver@example.org")

    def answer(email: str) -> tuple[object, ...]:
        browser = Client()
        with CaptureQueriesContext(connection) as queries:
            first = browser.post("/volunteer/apply/", first_step(program, email=email))
        page = browser.get("/accounts/sign-in/code/").content.replace(email.encode(), b"ADDRESS")
        shapes = [re.split(" WHERE | VALUES | SET ", query["sql"])[0][:60] for query in queries]
        write_sign_in_code(str(SignInCode.objects.latest("pk").pk), datetime.now(UTC))
        letters = list(Letter.objects.filter(to_email=email).values_list("kind", flat=True))
        return first.status_code, first["Location"], shapes, page.partition(b"<form")[0], letters

    assert answer("known@example.org") == answer("new@example.org") == answer("giver@example.org")


def test_a_stranger_changes_nothing_about_a_volunteer_whose_address_they_type(client: Client) -> None:
    program = make_program()
    known = make_volunteer(program, user=make_user(email="known@example.org"), name="Known")

    client.post("/volunteer/apply/", first_step(program, email="known@example.org", name="Mallory"))

    known.refresh_from_db()
    assert known.name == "Known"
    assert not Application.objects.exists()


def test_asking_too_often_is_refused_alike_and_writes_nothing(client: Client) -> None:
    program = make_program()
    make_volunteer(user=make_user(email="known@example.org"))
    for email in ("known@example.org", "new@example.org"):
        for _time in range(PER_MAILBOX):
            client.post("/volunteer/apply/", first_step(program, email=email))
    Volunteer.objects.filter(email="new@example.org").delete()

    answers = [
        client.post("/volunteer/apply/", first_step(program, email=email))
        for email in ("known@example.org", "new@example.org")
    ]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert all("Too many codes" in answer.content.decode() for answer in answers)
    assert not Volunteer.objects.filter(email="new@example.org").exists()


def test_bad_input_gets_a_sentence_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    page = client.post("/volunteer/apply/", {"name": "Rosa Lind", "email": "no address"}).content.decode()

    assert 'value="Rosa Lind"' in page
    assert 'value="no address"' in page
    for sentence in ("Please choose at least one.", "Please choose one.", "Enter a valid email address."):
        assert sentence in page
    assert not SignInCode.objects.exists()


def test_programs_for_adults_refuse_whoever_is_younger_and_a_coming_birthday_is_kept(
    client: Client,
) -> None:
    adults, open_to_young = make_program(name="Shelter"), make_program(takes_under_18=True)

    page = client.post("/volunteer/apply/", first_step(adults, age="young", adult_on=LATER)).content.decode()
    assert "Only for people from eighteen years on: Shelter." in page

    client.post("/volunteer/apply/", first_step(open_to_young, age="young", adult_on=LATER))
    assert str(Volunteer.objects.get(email="rosa@example.org").adult_on) == LATER


@pytest.mark.parametrize("birthday", ["", "3000-01-01"])
def test_a_younger_person_says_when_they_turn_eighteen(client: Client, birthday: str) -> None:
    program = make_program(takes_under_18=True)
    page = client.post("/volunteer/apply/", first_step(program, age="young", adult_on=birthday))
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"adult_on"}


def test_a_day_of_birth_typed_by_mistake_makes_nobody_an_adult(client: Client) -> None:
    page = client.post("/volunteer/apply/", first_step(make_program(), age="young", adult_on="2010-05-01"))

    assert page.context["form"].errors.keys() == {"adult_on"}
    assert "That day has passed." in page.content.decode()
    assert not Volunteer.objects.filter(email="rosa@example.org").exists()


def test_a_step_saves_what_is_valid_and_keeps_what_was_typed(client: Client) -> None:
    draft = applicant(make_program(), browser=client)

    page = client.post(
        "/volunteer/apply/time/", {"hours_a_week": "5", "months": "", "phone": "call me", "go": "next"}
    )

    assert page.status_code == 200
    assert 'value="call me"' in page.content.decode()
    draft.refresh_from_db()
    assert (draft.hours_a_week, draft.months, draft.volunteer.phone) == (5, 6, "")


def test_whoever_comes_back_finds_what_was_saved_and_can_go_on(client: Client) -> None:
    draft = applicant(make_program(), browser=client)
    client.post(
        "/volunteer/apply/time/",
        {"hours_a_week": "3", "months": "6", "blocks": ["evenings", "weekends"], "go": "later"},
    )

    page = client.get("/volunteer/apply/time/").context["forms"][0]

    assert page.initial["blocks"] == ["evenings", "weekends"]
    assert draft.volunteer.availability.count() == 7
    client.post("/volunteer/apply/time/", {"hours_a_week": "3", "months": "6", "blocks": ["weekends"]})
    assert draft.volunteer.availability.count() == 2


def test_whoever_comes_back_goes_on_at_the_first_step_that_waits(client: Client) -> None:
    draft = applicant(make_program(min_references=1), browser=client)
    Application.objects.filter(pk=draft.pk).update(step="", hours_a_week=None, months=None)

    def way_on() -> str:
        page = client.get("/volunteer/application/").content.decode()
        found = re.search(r'href="([^"]+)"[^>]*>\s*Go on writing', page)
        assert found
        return found[1]

    assert way_on() == "/volunteer/apply/time/"
    client.post("/volunteer/apply/time/", {"hours_a_week": "3", "months": "6", "go": "later"})
    assert way_on() == "/volunteer/apply/skills/"
    client.post("/volunteer/apply/skills/", {"go": "later"})
    assert way_on() == "/volunteer/apply/references/"
    client.post("/volunteer/apply/references/", {"go": "later"})
    assert way_on() == "/volunteer/apply/references/"
    make_reference(draft)
    assert way_on() == "/volunteer/apply/review/"
    draft.programs.clear()
    assert way_on() == "/volunteer/apply/"


def test_what_one_can_do_is_claimed_and_what_staff_confirmed_stays(client: Client) -> None:
    draft = applicant(make_program(), browser=client)
    spanish = make_qualification("es", kind="language", name="Spanish")
    maths = make_qualification("maths", kind="subject", name="Maths")
    nurse = make_qualification("nurse", name="Nurse")
    hold(draft.volunteer, nurse)

    client.post("/volunteer/apply/skills/", {"language": [spanish.pk], "subject": [maths.pk]})
    client.post("/volunteer/apply/skills/", {"language": [spanish.pk]})

    held = dict(draft.volunteer.held.values_list("qualification__code", "confirmed_at"))
    assert held.keys() == {"es", "nurse"}
    assert held["es"] is None


def test_who_gives_and_volunteers_has_one_sign_in(client: Client) -> None:
    donor = make_donor(email="rosa@example.org")
    draft = applicant(make_program(), browser=client)
    donor.refresh_from_db()
    assert donor.user == draft.volunteer.user


def test_who_applied_before_keeps_name_and_age(client: Client) -> None:
    program = make_program(takes_under_18=True)
    young = make_volunteer(user=make_user(email="rosa@example.org"), adult_on=date(2090, 1, 1), name="Rosa")
    make_application(young, program, state=Application.State.WITHDRAWN)
    client.force_login(User.objects.get(email=young.email), backend=BACKEND)

    client.post("/volunteer/apply/", first_step(program, name="Grown Up"))

    young.refresh_from_db()
    assert (young.name, young.adult_on) == ("Rosa", date(2090, 1, 1))
    assert young.applications.open().count() == 1


def test_an_application_that_is_on_its_way_is_not_begun_twice(client: Client) -> None:
    program = make_program()
    volunteer = make_volunteer()
    make_application(volunteer, program)
    client.force_login(User.objects.get(email=volunteer.email), backend=BACKEND)
    assert client.get("/volunteer/apply/")["Location"] == "/volunteer/application/"
    assert client.get("/volunteer/apply/time/")["Location"] == "/volunteer/application/"
    assert client.get("/volunteer/apply/nonsense/").status_code == 404


def test_a_closed_program_cannot_be_chosen(client: Client) -> None:
    closed = make_program(is_open=False)
    page = client.post("/volunteer/apply/", first_step(closed))
    assert page.context["form"].errors.keys() == {"programs"}
