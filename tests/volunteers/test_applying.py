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

from accounts.actions.codes import PER_MAILBOX, code_in_clear
from accounts.models import SignInCode, User
from letters.models import Letter
from letters.sign_in_codes import write_sign_in_code
from tests.factories import make_donor, make_organisation, make_user
from tests.volunteers.makers import (
    hold,
    make_application,
    make_program,
    make_qualification,
    make_volunteer,
)
from volunteers.models import Application, Program, Reference, Volunteer

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LATER = str(timezone.now().date() + timedelta(days=400))
Fill = Callable[..., dict[str, Any]]


def first_step(*programs: Program, **values: Any) -> dict[str, Any]:
    return {
        "name": "Rosa Lind",
        "email": "rosa@example.org",
        "language": "en",
        "programs": [program.pk for program in programs],
        "age": "adult",
        **values,
    }


def prove(browser: Client) -> None:
    """Type the newest code that was mailed."""
    row = SignInCode.objects.latest("pk")
    code = code_in_clear(row)
    write_sign_in_code(str(row.pk), datetime.now(UTC))
    answer = browser.post("/accounts/sign-in/code/", {"code": code})
    assert answer["Location"] == "/volunteer/apply/time/"


def applicant(*programs: Program, browser: Client, **values: Any) -> Application:
    """Somebody who proved their address and saved the second step."""
    browser.post("/volunteer/apply/", first_step(*programs, **values))
    prove(browser)
    browser.post("/volunteer/apply/time/", {"hours_a_week": "3", "months": "6", "go": "next"})
    return Application.objects.get()


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


def test_programs_for_adults_refuse_whoever_is_younger_and_only_a_coming_birthday_is_kept(
    client: Client,
) -> None:
    adults, open_to_young = make_program(name="Shelter"), make_program(takes_under_18=True)

    page = client.post("/volunteer/apply/", first_step(adults, age="young", adult_on=LATER)).content.decode()
    assert "Only for people from eighteen years on: Shelter." in page

    client.post("/volunteer/apply/", first_step(open_to_young, age="young", adult_on=LATER))
    assert str(Volunteer.objects.get(email="rosa@example.org").adult_on) == LATER

    client.post(
        "/volunteer/apply/",
        first_step(adults, email="old@example.org", age="young", adult_on="2020-01-01"),
    )
    assert Volunteer.objects.get(email="old@example.org").adult_on is None


@pytest.mark.parametrize("birthday", ["", "3000-01-01"])
def test_a_younger_person_says_when_they_turn_eighteen(client: Client, birthday: str) -> None:
    program = make_program(takes_under_18=True)
    page = client.post("/volunteer/apply/", first_step(program, age="young", adult_on=birthday))
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"adult_on"}


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
    assert "Go on writing" in client.get("/volunteer/application/").content.decode()
    client.post("/volunteer/apply/time/", {"hours_a_week": "3", "months": "6", "blocks": ["weekends"]})
    assert draft.volunteer.availability.count() == 2


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


def references(*people: tuple[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, (name, email) in enumerate(people, start=1):
        found |= {f"r{number}-name": name, f"r{number}-email": email, f"r{number}-relation": "teacher"}
    return found


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
