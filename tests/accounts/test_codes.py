"""Signing in by a code, and what must not be learned from it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.codes import (
    TRIES,
    CodeRefused,
    ask_for_code,
    code_in_clear,
    drop_old_codes,
    prove_code,
)
from accounts.models import AuditEntry, SignInCode, User
from jobs.models import Job
from letters.models import Letter
from letters.sign_in_codes import write_sign_in_code
from tests.factories import make_donor, make_organisation, make_user

pytestmark = pytest.mark.django_db
Ask = Callable[..., SignInCode]
CodeOf = Callable[[SignInCode], str]
HOME = "192.0.2.0/24"


def request_code(now: datetime, email: str = "maria@example.org", network: str = HOME) -> SignInCode:
    return ask_for_code(email=email, network=network, language="en", now=now)


def test_a_donor_without_a_user_signs_in_and_is_made_a_user_only_then(
    client: Client, ask: Ask, code_of: CodeOf
) -> None:
    donor = make_donor(email="maria@example.org")
    row = ask("Maria@Example.org")
    assert not User.objects.exists()

    response = client.post("/accounts/sign-in/code/", {"code": code_of(row)})

    assert (response.status_code, response["Location"]) == (302, "/my/")
    donor.refresh_from_db()
    assert donor.user == User.objects.get(email="maria@example.org")
    assert not donor.user.has_usable_password()
    assert client.session["_auth_user_id"] == str(donor.user.pk)
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["user.created", "donor.claimed"]


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_work(client: Client) -> None:
    make_donor(email="maria@example.org")

    def answer(email: str) -> tuple[int, str, list[str], bytes]:
        browser = Client()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            first = browser.post("/accounts/sign-in/", {"email": email})
        second = browser.get("/accounts/sign-in/code/")
        shapes = [query["sql"].partition(" WHERE ")[0].partition(" VALUES ")[0][:60] for query in queries]
        page = second.content.replace(email.encode(), b"ADDRESS")
        return first.status_code, first["Location"], shapes, page.partition(b"<form")[0]

    assert answer("maria@example.org") == answer("nobody@example.org")
    assert Job.objects.filter(kind="letters.sign_in_code").count() == 2


def test_asking_never_reads_a_table_of_people(client: Client) -> None:
    make_donor(email="maria@example.org")
    with CaptureQueriesContext(connection) as queries:
        client.post("/accounts/sign-in/", {"email": "maria@example.org"})
    assert not [q["sql"] for q in queries if "donors_donor" in q["sql"] or "accounts_user" in q["sql"]]


def test_an_unknown_address_gets_no_letter_and_its_code_opens_nothing(
    client: Client, ask: Ask, code_of: CodeOf
) -> None:
    row = ask("nobody@example.org")
    code = code_of(row)
    response = client.post("/accounts/sign-in/code/", {"code": code})
    assert b"That is not the code we sent" in response.content
    assert not Letter.objects.exists()
    assert not User.objects.exists()


def test_a_known_address_gets_one_letter_with_the_code_and_the_row_forgets_it(now: datetime) -> None:
    make_donor(email="maria@example.org")
    row = request_code(now)
    code = code_in_clear(row)

    write_sign_in_code(str(row.pk), now)
    write_sign_in_code(str(row.pk), now)

    letter = Letter.objects.get()
    assert (letter.kind, letter.to_email) == ("sign_in_code", "maria@example.org")
    assert letter.facts == {"code": f"{code[:4]} {code[4:]}", "minutes": "15"}
    row.refresh_from_db()
    assert row.sealed == ""
    assert code not in row.digest


def test_a_closed_user_gets_no_letter_though_a_donor_is_on_record(now: datetime) -> None:
    user = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=user)
    User.objects.update(is_active=False)
    row = request_code(now)
    code = code_in_clear(row)
    write_sign_in_code(str(row.pk), now)
    assert not Letter.objects.exists()
    with pytest.raises(CodeRefused):
        prove_code(code_id=row.pk, code=code, now=now)


def test_a_code_works_once(now: datetime) -> None:
    make_donor(email="maria@example.org")
    row = request_code(now)
    code = code_in_clear(row)
    prove_code(code_id=row.pk, code=code, now=now)
    with pytest.raises(CodeRefused, match="no longer valid"):
        prove_code(code_id=row.pk, code=code, now=now)


def test_spaces_and_dashes_in_a_code_do_not_matter(now: datetime) -> None:
    user = make_user(email="maria@example.org")
    row = request_code(now)
    code = code_in_clear(row)
    assert prove_code(code_id=row.pk, code=f" {code[:4]}-{code[4:]} ", now=now) == user


def test_a_code_is_refused_when_late(now: datetime) -> None:
    make_user(email="maria@example.org")
    row = request_code(now)
    with pytest.raises(CodeRefused, match="no longer valid"):
        prove_code(code_id=row.pk, code=code_in_clear(row), now=now + timedelta(minutes=15))


def test_a_code_wears_out_after_five_tries_and_a_refusal_keeps_the_count(now: datetime) -> None:
    make_user(email="maria@example.org")
    row = request_code(now)
    wrong = f"{(int(code_in_clear(row)) + 1) % 10**8:08}"
    for _try in range(TRIES):
        with pytest.raises(CodeRefused, match="not the code"):
            prove_code(code_id=row.pk, code=wrong, now=now)
    with pytest.raises(CodeRefused, match="no longer valid"):
        prove_code(code_id=row.pk, code=code_in_clear(row), now=now)


def test_another_browser_cannot_use_the_code(client: Client, ask: Ask, code_of: CodeOf) -> None:
    make_donor(email="maria@example.org")
    code = code_of(ask("maria@example.org"))
    thief = Client()
    ask("thief@example.org", browser=thief)
    assert b"That is not the code" in thief.post("/accounts/sign-in/code/", {"code": code}).content
    assert "_auth_user_id" not in thief.session
    assert Client().post("/accounts/sign-in/code/", {"code": code})["Location"] == "/accounts/sign-in/"


@pytest.mark.parametrize(
    "typed", ["", "12", "abcdefgh", "1" * 21, "１２３４５６７８", "\x00" * 8, "' OR 1=1 --"]
)
def test_nonsense_for_a_code_is_refused_with_a_sentence(client: Client, ask: Ask, typed: str) -> None:
    make_donor(email="maria@example.org")
    ask("maria@example.org")
    response = client.post("/accounts/sign-in/code/", {"code": typed})
    assert response.status_code == 200
    assert b"notice-bad" in response.content
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("typed", ["", "maria", "maria@", "a" * 250 + "@example.org", "m\x00@example.org"])
def test_nonsense_for_an_address_writes_no_row(client: Client, typed: str) -> None:
    response = client.post("/accounts/sign-in/", {"email": typed})
    assert response.status_code == 200
    assert not SignInCode.objects.exists()


def test_codes_of_yesterday_are_deleted(now: datetime) -> None:
    request_code(now)
    kept = request_code(now + timedelta(hours=2))
    assert drop_old_codes(now=now + timedelta(hours=25)) == 1
    assert SignInCode.objects.get() == kept


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:/evil",
        "evil",
    ],
)
def test_next_leads_nowhere_else(client: Client, ask: Ask, code_of: CodeOf, elsewhere: str) -> None:
    make_donor(email="maria@example.org")
    row = ask("maria@example.org", next_path=elsewhere)
    response = client.post("/accounts/sign-in/code/", {"code": code_of(row)})
    assert response["Location"] == "/my/"


def test_next_leads_back_to_a_page_of_ours(client: Client, ask: Ask, code_of: CodeOf) -> None:
    make_donor(email="maria@example.org")
    row = ask("maria@example.org", next_path="/my/?year=2026")
    response = client.post("/accounts/sign-in/code/", {"code": code_of(row)})
    assert response["Location"] == "/my/?year=2026"


def test_a_session_from_before_signing_in_cannot_be_fixed(client: Client, ask: Ask, code_of: CodeOf) -> None:
    make_donor(email="maria@example.org")
    row = ask("maria@example.org")
    before = client.session.session_key
    client.post("/accounts/sign-in/code/", {"code": code_of(row)})
    assert client.session.session_key != before


def test_signing_in_twice_joins_the_donor_once(client: Client, ask: Ask, code_of: CodeOf) -> None:
    make_donor(email="maria@example.org")
    for _each in range(2):
        browser = Client()
        row = ask("maria@example.org", browser=browser)
        with time_machine.travel(datetime.now(UTC), tick=False):
            browser.post("/accounts/sign-in/code/", {"code": code_of(row)})
    assert User.objects.count() == 1


def test_the_language_of_the_page_is_the_language_of_the_letter(client: Client) -> None:
    client.post("/accounts/sign-in/", {"email": "maria@example.org"}, HTTP_ACCEPT_LANGUAGE="es")
    assert SignInCode.objects.get().language == "es"


@pytest.mark.django_db
def test_the_sign_in_page_says_whose_it_is(client: Client) -> None:
    make_organisation(legal_name="Quiet Bay, Inc.")
    assert "Quiet Bay, Inc." in client.get("/accounts/sign-in/").content.decode()
