"""A person moves to another address: proven by a code to it, told to nobody else."""

import time
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.codes import CodeRefused, ask_for_code, code_in_clear, prove_code, prove_purpose
from accounts.actions.own import AddressRefused, change_email
from accounts.models import AuditEntry, Role, SignInCode, User
from donors.models import Donor
from letters.actions import resend_letter
from letters.models import Letter, OptOut
from letters.sign_in_codes import write_sign_in_code
from letters.tasks import deliver
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor, make_user
from tests.letters.makers import make_letter
from tests.volunteers.makers import make_program, make_volunteer

pytestmark = pytest.mark.django_db
NEW = "new@example.org"
PAGE, CODE_PAGE = "/my/details/email/", "/my/details/email/code/"
Purpose = SignInCode.Purpose


@pytest.fixture
def maria(client: Client) -> User:
    user = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=user)
    client.cookies = browser_of(user, factor_at=0).cookies
    return user


def asked(browser: Client, email: str = NEW) -> SignInCode:
    assert browser.post(PAGE, {"email": email})["Location"] == CODE_PAGE
    return SignInCode.objects.latest("pk")


def test_a_code_to_the_new_address_moves_everything_there(client: Client, maria: User, now: datetime) -> None:
    volunteer = make_volunteer(make_program(), user=maria, email="maria@example.org")
    OptOut.objects.create(email="maria@example.org", topic="news", created_at=now)
    row = asked(client)
    answer = client.post(CODE_PAGE, {"code": code_in_clear(row)})
    maria.refresh_from_db()
    volunteer.refresh_from_db()
    assert answer["Location"] == "/my/details/"
    assert (maria.email, Donor.objects.get().email, volunteer.email) == (NEW, NEW, NEW)
    assert OptOut.objects.get().email == NEW
    assert client.get("/my/details/").status_code == 200  # this session goes on


def test_other_sessions_end_and_the_old_address_is_told_nothing(client: Client, maria: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(maria)
    client.post(CODE_PAGE, {"code": code_in_clear(asked(client))})
    assert elsewhere.get("/my/").status_code == 302
    assert not Letter.objects.filter(to_email="maria@example.org").exists()
    entry = AuditEntry.objects.get(verb="user.email_changed")
    assert "example.org" not in f"{entry.before}{entry.after}{entry.reason}"


def test_what_waits_leaves_for_the_new_address_but_a_code_for_the_old_one_stays(
    maria: User, now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    held = make_letter(key="held", held_for=timedelta(hours=1))
    sent = make_letter(key="sent")
    deliver(str(sent.pk), now)
    code = make_letter(key="code", kind="sign_in_code")

    change_email(user=maria, email=NEW, now=now)
    deliver(str(held.pk), now + timedelta(hours=2))

    assert [list(mail.to) for mail in mailoutbox] == [["maria@example.org"], [NEW]]
    code.refresh_from_db()
    assert code.to_email == "maria@example.org"
    assert set(Letter.objects.sent_to(maria)) == {held, sent}


def test_a_letter_that_bounced_at_the_old_address_is_sent_again_to_the_new_one(
    maria: User, now: datetime
) -> None:
    lost = make_letter()
    Letter.objects.update(state=Letter.State.BOUNCED)
    change_email(user=maria, email=NEW, now=now)
    resend_letter(letter=lost, actor=make_user(), now=now)
    assert Letter.objects.values_list("to_email", "state").get() == (NEW, Letter.State.QUEUED)


def test_the_code_goes_to_the_new_address_whether_known_or_not(
    client: Client, maria: User, now: datetime
) -> None:
    make_donor(email="known@example.org")
    for email in (NEW, "known@example.org"):
        write_sign_in_code(str(asked(client, email).pk), now)
    assert sorted(Letter.objects.values_list("kind", "to_email")) == [
        ("new_email_code", "known@example.org"),
        ("new_email_code", NEW),
    ]


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_work(
    client: Client, maria: User
) -> None:
    make_donor(email="known@example.org", user=make_user(email="known@example.org"))

    def answer(email: str) -> tuple[int, str, list[str], bytes]:
        with CaptureQueriesContext(connection) as queries:
            first = client.post(PAGE, {"email": email})
        page = client.get(CODE_PAGE).content.replace(email.encode(), b"ADDRESS")
        shapes = [query["sql"].partition(" WHERE ")[0].partition(" VALUES ")[0][:60] for query in queries]
        return first.status_code, first["Location"], shapes, page.partition(b"<form")[0]

    assert answer("known@example.org") == answer("nobody@example.org")


def test_a_page_left_open_lets_nobody_carry_the_record_off(maria: User) -> None:
    left_open = browser_of(maria, password_at=time.time() - 16 * 60, factor_at=0)
    for answer in (left_open.get(PAGE), left_open.post(PAGE, {"email": NEW})):
        assert answer["Location"].startswith("/accounts/sign-in/")
    assert not SignInCode.objects.exists()
    assert left_open.get("/my/").status_code == 302

    again = Client()
    again.get(f"/accounts/sign-in/?next={PAGE}")
    again.post("/accounts/sign-in/", {"email": "maria@example.org", "next": PAGE})
    code = code_in_clear(SignInCode.objects.latest("pk"))
    assert again.post("/accounts/sign-in/code/", {"code": code})["Location"] == PAGE
    assert again.get(PAGE).status_code == 200


def test_an_address_with_a_record_of_its_own_is_refused_after_the_proof(client: Client, maria: User) -> None:
    make_donor(email=NEW)
    answer = client.post(CODE_PAGE, {"code": code_in_clear(asked(client))})
    maria.refresh_from_db()
    assert "already has a record of its own" in answer.content.decode()
    assert maria.email == "maria@example.org"


@pytest.mark.parametrize("taken_by", ["user", "volunteer", "donor"])
def test_each_app_says_that_an_address_is_taken(maria: User, now: datetime, taken_by: str) -> None:
    if taken_by == "user":
        make_user(email=NEW)
    elif taken_by == "volunteer":
        make_volunteer(make_program(), email=NEW)
    else:
        make_donor(email=NEW)
    with pytest.raises(AddressRefused):
        change_email(user=maria, email=NEW, now=now)
    assert Donor.objects.get(user=maria).email == "maria@example.org"


def test_the_address_of_a_record_folded_into_ones_own_is_free(maria: User, now: datetime) -> None:
    folded = make_donor(email=NEW)
    Donor.objects.filter(pk=folded.pk).update(merged_into=maria.donor)
    change_email(user=maria, email=NEW, now=now)
    folded.refresh_from_db()
    assert (Donor.objects.get(user=maria).email, folded.email) == (NEW, "")


def test_another_browser_cannot_use_the_code(client: Client, maria: User) -> None:
    code = code_in_clear(asked(client))
    same_person, thief = browser_of(maria, factor_at=0), browser_of(make_user(), factor_at=0)
    asked(thief, "thief@example.org")
    assert same_person.post(CODE_PAGE, {"code": code})["Location"] == PAGE
    assert b"That is not the code we sent" in thief.post(CODE_PAGE, {"code": code}).content
    maria.refresh_from_db()
    assert maria.email == "maria@example.org"


def test_twice_and_late_are_refused(maria: User, now: datetime) -> None:
    def fresh(purpose: str) -> SignInCode:
        return ask_for_code(
            email=NEW, network="192.0.2.0/24", language="en", now=now, purpose=purpose, user=maria
        )

    def prove(row: SignInCode, code: str, at: datetime, user: User = maria) -> str:
        return prove_purpose(user=user, purpose=Purpose.NEW_EMAIL, code_id=row.pk, code=code, now=at)

    row = fresh(Purpose.NEW_EMAIL)
    code = code_in_clear(row)
    with pytest.raises(CodeRefused):
        prove(row, code, now, make_user())
    assert prove(row, code, now) == NEW
    with pytest.raises(CodeRefused):
        prove(row, code, now)
    late = fresh(Purpose.NEW_EMAIL)
    with pytest.raises(CodeRefused):
        prove(late, code_in_clear(late), now + timedelta(minutes=15))
    other = fresh(Purpose.ERASURE)
    with pytest.raises(CodeRefused):
        prove(other, code_in_clear(other), now)


def test_a_code_for_something_else_signs_nobody_in(maria: User, now: datetime) -> None:
    row = ask_for_code(
        email="maria@example.org",
        network="192.0.2.0/24",
        language="en",
        now=now,
        purpose=Purpose.NEW_EMAIL,
        user=maria,
    )
    with pytest.raises(CodeRefused):
        prove_code(code_id=row.pk, code=code_in_clear(row), now=now)


def test_the_database_wants_an_owner_for_a_code_that_does_more_than_sign_in(
    maria: User, now: datetime
) -> None:
    row = ask_for_code(email=NEW, network="192.0.2.0/24", language="en", now=now)
    for wrong in ({"purpose": Purpose.ERASURE}, {"user": maria}):
        with pytest.raises(IntegrityError, match="code_for_more_than_sign_in"), transaction.atomic():
            SignInCode.objects.filter(pk=row.pk).update(**wrong)


def test_staff_show_their_second_factor_first() -> None:
    staff = make_staff(Role.FUNDRAISER)
    late, fresh = browser_of(staff, factor_at=1_000_000.0), browser_of(staff)
    assert late.post(PAGE, {"email": NEW})["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert fresh.post(PAGE, {"email": NEW})["Location"] == CODE_PAGE


def test_too_many_codes_are_refused_with_a_sentence(client: Client, maria: User) -> None:
    answers = [client.post(PAGE, {"email": NEW}).status_code for _each in range(7)]
    assert answers == [302] * 6 + [429]
