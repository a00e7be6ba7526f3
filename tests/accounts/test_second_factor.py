"""Staff reach the desk with a password and a second factor, or a passkey, and no other way."""

import time
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.adapter import SecondFactorAdapter
from accounts.models import AuditEntry, Role, SignInCode
from core.encryption import CannotOpen
from tests.accounts.makers import PASSWORD, SECRET, browser_of, make_staff, totp_now
from tests.factories import make_gift, make_user

pytestmark = pytest.mark.django_db
Ask = Callable[..., SignInCode]
CodeOf = Callable[[SignInCode], str]
HOUR = 60 * 60
PEOPLE = "/desk/people/"


def test_password_then_authenticator_opens_the_desk(client: Client) -> None:
    user = make_staff(Role.ADMINISTRATOR)
    first = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert client.get(PEOPLE)["Location"] == "/accounts/sign-in/?next=%2Fdesk%2Fpeople%2F"
    second = client.post("/accounts/2fa/authenticate/", {"code": totp_now()})
    assert second["Location"] == "/desk/"
    assert client.get(PEOPLE).status_code == 200
    assert AuditEntry.objects.filter(actor=user, verb="user.signed_in").count() == 1


def test_a_code_of_the_authenticator_works_once() -> None:
    user = make_staff(Role.ADMINISTRATOR)
    answers = []
    with time_machine.travel(time.time(), tick=False):
        for browser in (Client(), Client()):
            browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
            answers.append(browser.post("/accounts/2fa/authenticate/", {"code": totp_now()}).status_code)
    assert answers == [302, 200]


def test_a_mail_code_and_the_authenticator_do_not_open_the_desk(
    client: Client, ask: Ask, code_of: CodeOf
) -> None:
    user = make_staff(Role.ADMINISTRATOR)
    row = ask(user.email)
    response = client.post("/accounts/sign-in/code/", {"code": code_of(row)})
    assert response["Location"] == "/accounts/2fa/authenticate/"
    client.post("/accounts/2fa/authenticate/", {"code": totp_now()})
    answer = client.get(PEOPLE)
    assert answer["Location"] == "/accounts/reauthenticate/?next=%2Fdesk%2Fpeople%2F"
    client.post("/accounts/reauthenticate/?next=/desk/people/", {"password": PASSWORD})
    assert client.get(PEOPLE).status_code == 200


@pytest.mark.parametrize("path", [PEOPLE, "/desk/audit/", "/admin/", "/admin/login/", "/my/"])
def test_staff_without_a_second_factor_see_enrolment_only(path: str) -> None:
    user = make_user(Role.ADMINISTRATOR)
    browser = browser_of(user, factor_at=0)
    assert browser.get(path)["Location"].partition("?")[0] == "/accounts/security/"
    assert browser.get("/accounts/security/").status_code == 200


def test_an_invited_person_enrols_from_a_mail_code_to_the_desk(
    client: Client,
    ask: Ask,
    code_of: CodeOf,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = make_user(Role.ADMINISTRATOR)
    client.post("/accounts/sign-in/code/", {"code": code_of(ask(user.email))})
    words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post("/accounts/password/", words)["Location"] == "/accounts/security/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    with time_machine.travel(time.time(), tick=False):
        code = totp_now(secret)
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
        assert client.get(PEOPLE)["Location"].startswith("/accounts/2fa/reauthenticate/")
        client.post("/accounts/2fa/reauthenticate/?next=/desk/people/", {"code": code})
    assert client.get(PEOPLE).status_code == 200
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"user.password_chosen", "user.totp_activated"} <= verbs


def test_the_desk_opens_to_a_passkey_alone() -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR), password_at=0, kind="webauthn")
    assert browser.get(PEOPLE).status_code == 200


def test_an_authenticator_without_a_password_is_not_enough() -> None:
    user = make_staff(Role.ADMINISTRATOR, password=None)
    assert browser_of(user, password_at=0).get(PEOPLE)["Location"].startswith("/accounts/password/")


def test_a_second_factor_of_yesterday_is_asked_for_again() -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR), factor_at=time.time() - 12 * HOUR)
    assert browser.get(PEOPLE)["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fdesk%2Fpeople%2F"


def test_what_changes_roles_wants_a_second_factor_of_this_quarter_hour() -> None:
    user = make_staff(Role.ADMINISTRATOR)
    old = browser_of(user, factor_at=time.time() - 0.3 * HOUR)
    assert old.get(PEOPLE).status_code == 200
    assert old.get("/desk/people/invite/")["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert browser_of(user).get("/desk/people/invite/").status_code == 200


def test_a_button_pressed_too_late_changes_nothing_and_leads_back_to_its_page() -> None:
    gift = make_gift()
    browser = browser_of(make_staff(Role.FINANCE), factor_at=time.time() - 0.3 * HOUR)
    page, proof = f"/desk/gifts/{gift.pk}/", "/accounts/2fa/reauthenticate/"

    pressed = browser.post(f"{page}refund/", {}, headers={"referer": f"http://testserver{page}"})
    from_elsewhere = browser.post(f"{page}refund/", {}, headers={"referer": f"http://evil.example{page}"})

    assert pressed["Location"] == f"{proof}?next=%2Fdesk%2Fgifts%2F{gift.pk}%2F"
    assert from_elsewhere["Location"] == proof
    assert "Nothing was changed yet." in browser.get(pressed["Location"]).content.decode()


@pytest.mark.parametrize("path", ["gifts/export/", "giving/resume/"])
def test_what_lets_data_or_money_out_wants_a_second_factor_of_this_quarter_hour(path: str) -> None:
    browser = browser_of(make_staff(Role.FINANCE), factor_at=time.time() - 0.3 * HOUR)
    answer = browser.post(f"/desk/{path}", {"reason": "for the board"})
    assert answer["Location"] == "/accounts/2fa/reauthenticate/"


def test_proofs_of_another_user_in_the_same_session_count_for_nothing() -> None:
    user, other = make_staff(Role.ADMINISTRATOR), make_staff(Role.FINANCE)
    browser = browser_of(user)
    session = browser.session
    session["account_authentication_methods_user"] = str(other.pk)
    session.save()
    assert browser.get(PEOPLE).status_code == 302


def test_the_secret_is_sealed_in_the_table_and_a_changed_one_opens_nothing() -> None:
    user = make_staff(Role.ADMINISTRATOR)
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert SECRET not in stored
    assert SecondFactorAdapter().decrypt(stored) == SECRET
    with pytest.raises(CannotOpen):
        SecondFactorAdapter().decrypt(stored[:-6] + "AAAAAA")
    with pytest.raises(CannotOpen):
        SecondFactorAdapter().decrypt(SECRET)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Client) -> None:
    user = make_staff(Role.FINANCE)

    def answer(email: str) -> tuple[int, bytes]:
        response = client.post("/accounts/login/", {"login": email, "password": "wrong wrong wrong"})
        return response.status_code, response.content.replace(email.encode(), b"ADDRESS").partition(b"<main")[
            2
        ]

    def without_token(answer: tuple[int, bytes]) -> tuple[int, int]:
        return answer[0], len(answer[1])

    assert without_token(answer(user.email)) == without_token(answer("nobody@example.org"))


def test_guessing_a_password_is_stopped_after_five_times() -> None:
    user = make_staff(Role.FINANCE)
    for _each in range(5):
        Client().post("/accounts/login/", {"login": user.email, "password": "wrong wrong wrong"})
    response = Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code == 200
    assert b"Too many failed login attempts" in response.content


def test_a_password_is_chosen_only_right_after_a_proof_by_every_factor() -> None:
    user = make_staff(Role.FINANCE)
    assert (
        browser_of(user, password_at=time.time() - HOUR, factor_at=time.time() - HOUR)
        .get("/accounts/password/")
        .status_code
        == 403
    )
    assert browser_of(user, factor_at=0).get("/accounts/password/").status_code == 403
    assert browser_of(user).get("/accounts/password/").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    user = make_staff(Role.ADMINISTRATOR)
    here, there = browser_of(user), browser_of(user)
    words = {"new_password1": "other words for the door", "new_password2": "other words for the door"}
    here.post("/accounts/password/", words)
    assert here.get(PEOPLE).status_code == 200
    assert there.get(PEOPLE)["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("weak", ["short", "123456789012"])
def test_a_weak_password_is_refused(weak: str) -> None:
    user = make_staff(Role.FINANCE)
    response = browser_of(user).post("/accounts/password/", {"new_password1": weak, "new_password2": weak})
    assert response.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_sign_out_takes_a_post() -> None:
    browser = browser_of(make_user(), factor_at=0)
    assert browser.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in browser.session
    browser.post("/accounts/logout/")
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "http://testserver/my/"])
def test_allauth_pages_lead_nowhere_else(elsewhere: str) -> None:
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    response = Client().post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD, "next": elsewhere}
    )
    assert response["Location"] == "/my/"
    response = browser_of(user).post("/accounts/logout/", {"next": elsewhere})
    assert response["Location"] == "/"


def test_the_host_header_names_neither_issuer_nor_passkeys(client: Client) -> None:
    user = make_user()
    browser = browser_of(user, factor_at=0)
    page = browser.get("/accounts/2fa/totp/activate/").context["totp_url"]
    assert "issuer=Safe%20Harbor" in page
    assert "testserver" not in page
    assert SecondFactorAdapter().get_public_key_credential_rp_entity() == {
        "id": "testserver",
        "name": "Safe Harbor",
    }
