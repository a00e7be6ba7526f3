"""The pages of letters about expenses: who may, what is asked, what is shown, whose a letter is."""

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, Role, User
from letters.models import Letter
from receipts.actions import settle
from receipts.models import Receipt, Series
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_user
from tests.receipts.correcting import do_jobs
from tests.receipts.expensing import TYPED, make_letter
from tests.receipts.reading import one_line
from tests.volunteers.attending import entry
from tests.volunteers.makers import make_program, make_volunteer
from tests.volunteers.pages import plain, somebody
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
DONE = {"from_on": "2026-03-02", "until_on": "2026-03-05"}


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def rosa() -> Volunteer:
    return make_volunteer()


@pytest.fixture
def coordinator() -> Client:
    return browser_of(make_staff(Role.COORDINATOR))


def page_of(volunteer: Volunteer) -> str:
    return f"/desk/volunteers/{volunteer.pk}/expenses/"


def test_it_is_written_looked_at_and_issued(coordinator: Client, rosa: Volunteer) -> None:
    person = coordinator.get(f"/desk/volunteers/{rosa.pk}/").content.decode()
    assert f'href="{page_of(rosa)}"' in person
    empty = coordinator.get(page_of(rosa)).content.decode()
    assert "None yet." in empty
    assert empty.count('id="id_from_on"') == 1  # a label leads to its own field, not to that of the hours
    shown = plain(coordinator.post(page_of(rosa), TYPED).content.decode())
    assert "you served us as a volunteer: Chaperone on a flight" in shown
    assert "We provided no goods or services to reimburse you" in shown
    assert not Series.objects.exists()
    issued = coordinator.post(page_of(rosa), {**TYPED, "act": "issue"}, follow=True).content.decode()
    letter = Receipt.objects.get()
    assert f"<h1>{letter}" in issued
    assert AuditEntry.objects.get(verb="receipt.expenses_issued").actor == letter.issued_by
    assert str(letter) in coordinator.get(page_of(rosa)).content.decode()


def test_a_look_at_the_paper_draws_no_number_and_changing_it_keeps_what_was_typed(
    coordinator: Client, rosa: Volunteer, tmp_path: Path
) -> None:
    paper = coordinator.post(page_of(rosa), {**TYPED, "act": "paper"})
    assert paper["Content-Type"] == "application/pdf"
    text = one_line(paper.content, tmp_path)
    assert "PREVIEW" in text
    assert "Chaperone on a flight" in text
    again = coordinator.post(page_of(rosa), {**TYPED, "act": "change"}).content.decode()
    assert TYPED["services"] in again
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"services": "Drove client Maria home"}, "seems to name a person we serve"),
        ({"services": "Painting at 12 Elm Street"}, "looks like a street address"),
        ({"services": ""}, "This field is required"),
        ({"repaid": ""}, "This field is required"),
        ({"repaid": "yes"}, "Please describe it in a few words"),
        ({"repaid": "yes", "repaid_with": "meals", "repaid_value": "0"}, "Please estimate"),
        ({"repaid_with": "meals"}, "Please choose “Yes”"),
        ({"until_on": "2026-03-01"}, "cannot come before"),
        ({"until_on": "2199-03-01"}, "days that have passed"),
        ({"from_on": "2025-12-31"}, "one tax year"),
    ],
)
@pytest.mark.parametrize("act", ["", "paper", "issue"])
def test_what_does_not_pass_is_said_at_the_form(
    coordinator: Client, rosa: Volunteer, typed: dict[str, str], words: str, act: str
) -> None:
    answer = coordinator.post(page_of(rosa), {**TYPED, **typed, "act": act})
    assert words in answer.content.decode()
    assert not Receipt.objects.exists()


def test_words_are_proposed_from_approved_hours_without_a_place(coordinator: Client, rosa: Volunteer) -> None:
    tutoring, driving = make_program(), make_program(name="Rides")
    entry(rosa, tutoring, date(2026, 3, 2), state="approved")
    entry(rosa, tutoring, date(2026, 3, 5), state="approved")
    entry(rosa, driving, date(2026, 3, 3), state="approved")
    entry(rosa, make_program(name="Not yet"), date(2026, 3, 4))
    entry(rosa, make_program(name="Long ago"), date(2026, 1, 4), state="approved")
    shown = plain(coordinator.get(page_of(rosa), DONE).content.decode())
    assert "Tutoring, 2 days from Mar 2, 2026 to Mar 5, 2026; Rides, Mar 3, 2026" in shown
    assert "Not yet" not in shown
    assert "Long ago" not in shown


def test_it_is_replaced_from_its_own_words_and_voided(coordinator: Client, rosa: Volunteer) -> None:
    letter = make_letter(rosa, now=timezone.now())
    page = f"/desk/expenses/{letter.pk}/replace/"
    assert TYPED["services"] in coordinator.get(page).content.decode()
    repaid = {"repaid": "yes", "repaid_with": "a fuel card", "repaid_value": "50"}
    typed = {**TYPED, **repaid, "why": "corrected", "reason": "a card was forgotten"}
    assert "This field is required" in coordinator.post(page, {**typed, "reason": ""}).content.decode()
    assert f"takes the place of {letter}" in plain(coordinator.post(page, typed).content.decode())
    shown = coordinator.post(page, {**typed, "act": "issue"}, follow=True).content.decode()
    new = Receipt.objects.get(status="live")
    assert f"<h1>{new}" in shown
    assert "a fuel card, $50.00" in plain(shown)
    assert "cannot be done" in coordinator.get(page, follow=True).content.decode()
    assert "a fuel card" in coordinator.get(f"/desk/expenses/{new.pk}/replace/").content.decode()
    void = f"/desk/expenses/{new.pk}/void/"
    assert coordinator.post(void, {"reason": "client Ana, case no. 4711"}).status_code == 200
    assert "It is void" in coordinator.post(void, {"reason": "mistake"}, follow=True).content.decode()
    assert set(Receipt.objects.values_list("status", flat=True)) == {"void", "replaced"}


def test_its_paper_and_a_copy_are_noted(coordinator: Client, rosa: Volunteer) -> None:
    letter = make_letter(rosa)
    assert coordinator.get(f"/desk/expenses/{letter.pk}/paper/").content.startswith(b"%PDF")
    answer = coordinator.post(f"/desk/expenses/{letter.pk}/copy/", follow=True)
    assert b"A copy is on its way" in answer.content
    assert [copy.channel for copy in letter.copies.order_by("pk")] == ["download", "mail"]
    Volunteer.objects.update(user=None)
    shown = coordinator.get(f"/desk/expenses/{letter.pk}/").content.decode()
    assert "To be handed over on paper" in shown
    assert "Mail them a copy" not in shown


def test_a_coordinator_sees_letters_and_never_a_receipt_of_a_gift(
    coordinator: Client, rosa: Volunteer
) -> None:
    letter = make_letter(rosa)
    receipt = settle(gift_id=make_gift(make_donor()).pk, now=MOMENT)
    assert receipt is not None
    user = User.objects.get(pk=coordinator.session["_auth_user_id"])
    assert list(Receipt.objects.visible_to(user)) == [letter]
    for end in ("", "paper/", "void/", "replace/"):
        assert coordinator.get(f"/desk/expenses/{receipt.pk}/{end}").status_code == 404
    assert coordinator.post(f"/desk/expenses/{receipt.pk}/copy/").status_code == 404
    for path in ("/desk/receipts/", f"/desk/receipts/{receipt.pk}/", f"/desk/receipts/{receipt.pk}/paper/"):
        assert coordinator.get(path).status_code == 404


def test_of_letters_finance_reads_the_register_and_a_fundraiser_nothing(rosa: Volunteer) -> None:
    letter = make_letter(rosa)
    finance, fundraiser = (browser_of(make_staff(role)) for role in (Role.FINANCE, Role.FUNDRAISER))
    row = plain(finance.get("/desk/receipts/").content.decode())
    assert f"{letter} Letter for a volunteer's expenses" in row
    assert "Rosa Lind" not in row
    page = finance.get(f"/desk/receipts/{letter.pk}/").content.decode()
    assert "Chaperone on a flight" in page
    assert "Gifts on it" not in page
    assert f"<h1>{letter}" not in fundraiser.get(f"/desk/receipts/{letter.pk}/").content.decode()
    assert str(letter) not in fundraiser.get("/desk/receipts/").content.decode().partition("</table>")[0]
    assert fundraiser.get(f"/desk/receipts/{letter.pk}/").status_code == 404
    for browser in (finance, fundraiser):
        assert browser.get(page_of(rosa)).status_code == 404
        assert browser.get(f"/desk/expenses/{letter.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.SCREENING, Role.PRIVACY, Role.READ_ONLY])
def test_others_find_neither_the_link_nor_the_page(rosa: Volunteer, role: Role) -> None:
    browser = browser_of(make_staff(role))
    assert browser.get(page_of(rosa)).status_code == 404
    assert page_of(rosa) not in browser.get(f"/desk/volunteers/{rosa.pk}/").content.decode()


def test_a_volunteer_finds_their_own_beside_the_letter_about_hours() -> None:
    rosa, other = somebody(), make_volunteer(name="Otto Weir")
    assert "Letters about what you spent yourself" in rosa.reads("/volunteer/hours/")
    assert "No letter yet" in rosa.reads("/my/expenses/")
    own, theirs = make_letter(rosa.volunteer), make_letter(other)
    shown = rosa.reads("/my/expenses/")
    assert str(own) in shown
    assert "Chaperone on a flight" in shown
    assert str(theirs) not in shown
    assert "Chaperone on a flight" in rosa.reads(f"/my/receipts/{own.pk}/")
    assert rosa.browser.get(f"/my/receipts/{own.pk}.pdf").content.startswith(b"%PDF")
    assert "on its way to you" in rosa.presses(f"/my/receipts/{own.pk}/copy/")
    assert Letter.objects.get(key__contains=":copy:").to_email == rosa.volunteer.email
    for path in (f"/my/receipts/{theirs.pk}/", f"/my/receipts/{theirs.pk}.pdf"):
        assert rosa.browser.get(path).status_code == 404


@pytest.mark.parametrize("is_own", [False, True])
def test_lists_ask_the_same_of_the_database_for_one_and_for_three(
    coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries, is_own: bool
) -> None:
    rosa = somebody()
    browser, path = (rosa.browser, "/my/expenses/") if is_own else (coordinator, page_of(rosa.volunteer))
    make_letter(rosa.volunteer)
    with CaptureQueriesContext(connection) as before:
        browser.get(path)
    for day in (3, 4):
        make_letter(rosa.volunteer, until_on=date(2026, 3, day))
    with django_assert_num_queries(len(before)):
        browser.get(path)


def test_it_is_in_what_one_takes_along(client: Client) -> None:
    user = make_user(email="rosa@example.org")
    letter = make_letter(make_volunteer(user=user))
    client.force_login(user)
    folder = zipfile.ZipFile(BytesIO(client.post("/my/data/file/").content))
    row = json.loads(folder.read("everything.json"))["receipts"][0]
    assert (row["number"], row["kind"]) == (str(letter), "volunteer_expense_letter")
    assert (row["payer"], row["services"]) == ("Rosa Lind", TYPED["services"])


def test_the_mail_leads_to_the_page_and_tells_no_amount(rosa: Volunteer) -> None:
    letter = make_letter(rosa)
    do_jobs("receipts.render", now=MOMENT)
    do_jobs("letters.deliver", now=MOMENT + timedelta(minutes=5))
    mail = Letter.objects.get(about_kind="receipt")
    assert mail.state == "sent"
    shown = browser_of(make_staff(Role.COORDINATOR)).get(f"/desk/letters/{mail.pk}/").content.decode()
    assert "/my/expenses/" in shown
    assert str(letter) in shown
    assert "$" not in plain(shown)
