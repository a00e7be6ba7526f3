"""The desk of screening: who sees what, what is done, lists that stay quick."""

from datetime import timedelta

import pytest
from django import forms
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, Role, User
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import (
    make_application,
    make_check,
    make_program,
    make_reference,
    make_volunteer,
)
from volunteers.actions.checks import order_check, record_result
from volunteers.forms.screening import DeclineForm, InterviewResultForm, ResultForm, RevokeForm
from volunteers.letters.screening import ask_reference, tell_reference_wanted, warn
from volunteers.models import Application, Check, Clearance, Team

pytestmark = pytest.mark.django_db
BACKEND = "accounts.adapter.Backend"
TODAY = timezone.now().date()


@pytest.fixture
def screener() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.SCREENING))


def looked_into() -> Application:
    """An application with everything that screening alone may see."""
    program = make_program(required_checks=["background"], min_references=1, needs_interview=True)
    volunteer = make_volunteer(program, name="Rosa Lind")
    application = make_application(volunteer, program, state=Application.State.CHECKS)
    make_reference(
        application,
        name="Ivo Brandt",
        state="answered",
        answered_at=timezone.now(),
        known_years=3,
        is_reliable="yes",
        is_calm="with_care",
        recommends="no",
    )
    application.interviews.create(at=timezone.now() - timedelta(days=1), result="not_pass")
    make_check(volunteer, "background", result="not_pass", vendor_reference="VENDOR-77")
    Clearance.objects.filter(volunteer=volunteer).update(
        revoked_at=timezone.now(), revoked_on=TODAY, revoked_for="conduct"
    )
    return application


SECRETS = (
    "Ivo Brandt",
    "VENDOR-77",
    "Not pass",
    "not passed",
    "With some reservations",
    "Did not go well",
    "Background check",
    "Conduct",
)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.READ_ONLY])
def test_what_screening_found_out_is_not_on_the_pages_of_others(role: Role) -> None:
    make_organisation()
    application = looked_into()
    desk = browser_of(make_staff(role))
    for path in (
        f"/desk/applications/{application.pk}/",
        f"/desk/volunteers/{application.volunteer_id}/",
        "/desk/applications/",
        "/desk/volunteers/",
    ):
        page = desk.get(path)
        assert page.status_code == 200
        text = page.content.decode()
        assert [secret for secret in SECRETS if secret in text] == []
        assert "Rosa Lind" in text
    assert "Screening: incomplete" in desk.get(f"/desk/applications/{application.pk}/").content.decode()


def test_whom_we_ask_and_which_check_runs_out_stand_in_the_letters_of_screening_alone(
    screener: Client,
) -> None:
    application = looked_into()
    reference = application.references.get()
    ask_reference(reference=reference, asked_at=timezone.now(), is_reminder=False, now=timezone.now())
    tell_reference_wanted(application=application, reference_id=reference.pk, now=timezone.now())
    warn(
        volunteer=application.volunteer,
        what="check",
        thing="Background check",
        day=TODAY,
        key="check:1",
        now=timezone.now(),
    )
    assert len(screener.get("/desk/letters/").context["rows"]) == 3
    coordinator = browser_of(make_staff(Role.COORDINATOR))
    assert coordinator.get("/desk/letters/").context["rows"] == []
    for letter in Letter.objects.all():
        assert coordinator.get(f"/desk/letters/{letter.pk}/").status_code == 404
        assert coordinator.post(f"/desk/letters/{letter.pk}/resend/").status_code == 404


def test_that_a_check_was_ordered_or_noted_is_told_to_screening_alone(screener: Client) -> None:
    volunteer, actor = make_volunteer(make_program()), make_staff(Role.SCREENING)
    check = order_check(
        volunteer=volunteer,
        kind="background",
        ordered_on=TODAY,
        vendor_reference="",
        actor=actor,
        now=timezone.now(),
    )
    record_result(
        check_id=check.pk, result="not_pass", done_on=TODAY, expires_on=None, actor=actor, now=timezone.now()
    )
    page = f"/desk/volunteers/{volunteer.pk}/"
    verbs = [change.verb for change in screener.get(page).context["changes"]]
    assert verbs == ["check.recorded", "check.ordered"]
    for role in (Role.COORDINATOR, Role.READ_ONLY):
        assert not browser_of(make_staff(role)).get(page).context["changes"]
    # the trail is read by the privacy role as well
    assert list(AuditEntry.objects.filter(verb__startswith="check.").values_list("after", flat=True)) == [
        {"check": check.pk},
        {"check": check.pk},
    ]


def test_screening_sees_all_of_it(screener: Client) -> None:
    application = looked_into()
    text = screener.get(f"/desk/applications/{application.pk}/").content.decode()
    text += screener.get(f"/desk/volunteers/{application.volunteer_id}/").content.decode()
    assert [secret for secret in SECRETS if secret not in text] == []


def test_volunteers_see_nothing_of_it_and_not_the_desk() -> None:
    make_organisation()
    application = looked_into()
    client = Client()
    client.force_login(User.objects.get(email=application.volunteer.email), backend=BACKEND)
    pages = ("/volunteer/application/", "/volunteer/training/")
    text = "".join(client.get(path).content.decode() for path in pages)
    assert [secret for secret in SECRETS if secret in text] == []
    for path in (f"/desk/applications/{application.pk}/", f"/desk/volunteers/{application.volunteer_id}/"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_another_s_application_is_not_withdrawn() -> None:
    application = make_application(make_volunteer(), make_program())
    client = Client()
    client.force_login(User.objects.get(email=make_volunteer().email), backend=BACKEND)
    for method in ("get", "post"):
        answer = getattr(client, method)(f"/volunteer/application/{application.pk}/withdraw/")
        assert answer.status_code in {404, 405}
    application.refresh_from_db()
    assert application.state == "applied"


def test_from_applied_to_cleared_on_the_desk(screener: Client) -> None:
    program = make_program(required_checks=["background"], min_references=1, needs_interview=True)
    volunteer = make_volunteer(name="Rosa Lind")
    application = make_application(volunteer, program)
    page = f"/desk/applications/{application.pk}/"
    make_reference(application, state="answered", answered_at=timezone.now(), recommends="yes")

    past = screener.post(f"{page}interview/", {"at": "2020-01-01T10:00"})
    assert "That time is over" in past.content.decode()
    at = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    screener.post(f"{page}interview/", {"at": at})
    interview = application.interviews.get()
    early = screener.post(f"/desk/interviews/{interview.pk}/", {"result": "pass"}, follow=True)
    assert "has not begun yet" in early.content.decode()
    application.interviews.update(at=timezone.now() - timedelta(hours=1))
    screener.post(f"/desk/interviews/{interview.pk}/", {"result": "pass"})
    application.refresh_from_db()
    assert application.state == "checks"

    order = {"kind": "background", "ordered_on": str(TODAY), "vendor_reference": "told us a story"}
    refused = screener.post(f"/desk/volunteers/{volunteer.pk}/checks/", order)
    assert "Letters, digits and" in refused.content.decode()
    screener.post(f"/desk/volunteers/{volunteer.pk}/checks/", {**order, "vendor_reference": "A-17"})
    check = volunteer.checks.get()
    yes = {"programs": [program.pk], "from_on": str(TODAY)}
    early = screener.post(f"{page}clear/", yes)
    assert "Background check: missing" in early.content.decode()
    screener.post(f"/desk/checks/{check.pk}/", {"result": "pass", "done_on": str(TODAY)})
    screener.post(f"{page}clear/", yes)

    application.refresh_from_db()
    assert application.state == "cleared"
    assert volunteer.clearances.get().program == program
    walked = list(application.events.values_list("to_state", flat=True))
    assert walked == ["interview", "checks", "cleared"]
    kinds = set(Letter.objects.filter(to_email=volunteer.email).values_list("kind", flat=True))
    assert kinds == {"interview_planned", "application_cleared"}


def test_a_check_s_result_is_noted_once_and_never_in_the_trail(screener: Client) -> None:
    check = make_check(make_volunteer(), "background", result="pending", done_on=None, expires_on=None)
    link = f"/desk/checks/{check.pk}/"
    screener.post(link, {"result": "not_pass", "done_on": str(TODAY)})
    again = screener.post(link, {"result": "pass", "done_on": str(TODAY)}, follow=True)
    assert "noted already" in again.content.decode()
    check.refresh_from_db()
    assert check.result == Check.Result.NOT_PASS
    trail = str(list(AuditEntry.objects.values_list("before", "after", "reason")))
    assert "pass" not in trail


def test_declining_on_the_desk_says_the_class_to_screening_only(screener: Client) -> None:
    application = make_application(make_volunteer(), make_program())
    page = f"/desk/applications/{application.pk}/"
    screener.post(f"{page}decline/", {"declined_for": "references"})
    assert "The references" in screener.get(page).content.decode()
    other = browser_of(make_staff(Role.COORDINATOR)).get(page).content.decode()
    assert "The references" not in other
    assert "Declined" in other


def test_references_are_reminded_and_replaced_on_the_desk(screener: Client) -> None:
    application = make_application(make_volunteer(), make_program(min_references=1))
    reference = make_reference(application, asked_at=timezone.now())
    screener.post(f"/desk/references/{reference.pk}/remind/")
    wrong = screener.post(f"/desk/references/{reference.pk}/replace/", {"name": "Una", "email": "no"})
    assert "Enter a valid email address." in wrong.content.decode()
    screener.post(
        f"/desk/references/{reference.pk}/replace/",
        {"name": "Una", "email": "una@example.org", "relation": "faith"},
    )
    reference.refresh_from_db()
    assert reference.state == "expired"
    assert set(Letter.objects.values_list("kind", "to_email")) == {
        ("reference_reminder", reference.email),
        ("reference_asked", "una@example.org"),
    }


def test_tabs_count_states_and_lead_to_them(screener: Client) -> None:
    program = make_program()
    for state in ("applied", "applied", "checks"):
        make_application(make_volunteer(name=f"Person {state}"), program, state=state)
    tabs = {code: count for code, _label, count in screener.get("/desk/applications/").context["tabs"]}
    assert (tabs["open"], tabs["applied"], tabs["checks"], tabs["draft"]) == (3, 2, 1, 0)
    rows = screener.get("/desk/applications/?state=checks").context["page"].rows
    assert [row.volunteer.name for row in rows] == ["Person checks"]
    empty = screener.get("/desk/applications/?state=declined").content.decode()
    assert "No application is like this" in empty


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_however_many_rows_there_are(
    screener: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    program = make_program()
    for number in range(rows):
        volunteer = make_volunteer(program, make_program())
        make_application(volunteer, program, make_program())
        Team.objects.create(name=f"Team {number}", leader=volunteer).members.add(volunteer)
    with django_assert_num_queries(6):
        screener.get("/desk/applications/")
    with django_assert_num_queries(10):
        screener.get("/desk/volunteers/")
    with django_assert_num_queries(4):
        screener.get("/desk/teams/")


@pytest.mark.parametrize("form", [DeclineForm, InterviewResultForm, ResultForm, RevokeForm])
def test_what_is_said_of_a_person_is_never_found_chosen(form: type[forms.Form]) -> None:
    assert '<option value="" selected>Please choose</option>' in form().as_p()


def test_a_reference_of_less_than_a_year_is_said_so() -> None:
    application = looked_into()
    application.references.update(known_years=0)

    page = (
        browser_of(make_staff(Role.SCREENING)).get(f"/desk/applications/{application.pk}/").content.decode()
    )

    assert "Less than a year · reliable: Yes" in page
