"""A person reads what was sent to them, and nobody else does."""

from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from letters.models import Letter
from letters.people import forget, move
from letters.tasks import deliver
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor, make_user
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria(client: Client) -> User:
    user = make_user(email="maria@example.org")
    client.force_login(user)
    return user


def sent(now: datetime, *, key: str = "receipt:1", kind: str = "receipt") -> Letter:
    letter = make_letter(key=key, kind=kind)
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    return letter


def test_the_page_lists_and_shows_what_was_sent(client: Client, maria: User, now: datetime) -> None:
    letter = sent(now)
    listed = client.get("/my/letters/").content.decode()
    shown = client.get(f"/my/letters/{letter.pk}/").content.decode()
    assert letter.subject in listed
    assert "Maria Lopez" in shown
    assert "D-2026-000123" in shown


def test_a_file_that_came_along_can_be_opened(client: Client, maria: User, now: datetime) -> None:
    letter = sent(now)
    file = letter.attachments.create(filename="a.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    answer = client.get(f"/my/letters/{letter.pk}/files/{file.pk}/")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7", "application/pdf")


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_another_persons_letter_is_not_there(now: datetime, role: Role | None, method: str) -> None:
    letter = sent(now)
    file = letter.attachments.create(filename="a.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    browser = browser_of(make_staff(role) if role else make_user())
    for path in (f"/my/letters/{letter.pk}/", f"/my/letters/{letter.pk}/files/{file.pk}/"):
        assert getattr(browser, method)(path).status_code == 404


def test_ones_own_letter_opens_no_file_of_another(client: Client, maria: User, now: datetime) -> None:
    own = sent(now)
    other = make_letter(key="other", to_email="ben@example.org")
    file = other.attachments.create(filename="b.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    assert client.get(f"/my/letters/{own.pk}/files/{file.pk}/").status_code == 404
    desk = browser_of(make_staff(Role.ADMINISTRATOR))
    assert desk.get(f"/desk/letters/{other.pk}/files/{file.pk}/").status_code == 200
    assert desk.get(f"/desk/letters/{own.pk}/files/{file.pk}/").status_code == 404


def test_a_secret_is_on_no_page(client: Client, maria: User, now: datetime) -> None:
    letter = sent(now, kind="sign_in_code")
    assert client.get(f"/my/letters/{letter.pk}/").status_code == 404
    assert "Sign-in code" not in client.get("/my/letters/").content.decode()


def test_a_letter_that_waits_or_was_held_back_is_none_yet(client: Client, maria: User) -> None:
    letter = make_letter()
    assert client.get(f"/my/letters/{letter.pk}/").status_code == 404
    Letter.objects.update(state=Letter.State.SUPPRESSED)
    assert client.get(f"/my/letters/{letter.pk}/").status_code == 404


def test_words_that_are_gone_are_said_to_be_gone(client: Client, maria: User, now: datetime) -> None:
    letter = sent(now)
    Letter.objects.all().drop_facts(now)
    assert "Its words are gone" in client.get(f"/my/letters/{letter.pk}/").content.decode()


def test_letters_follow_their_reader_to_a_new_address_and_stay_from_the_next_owner(now: datetime) -> None:
    """Whoever has the old mailbox later must not find them."""
    maria, letter = make_user(email="maria@example.org"), sent(now)
    move(maria, "maria@example.org", "new@example.org")
    User.objects.filter(pk=maria.pk).update(email="new@example.org")
    maria.refresh_from_db()
    next_owner = make_user(email="maria@example.org")
    assert list(Letter.objects.sent_to(maria)) == [letter]
    assert list(Letter.objects.sent_to(next_owner)) == []


def test_after_erasure_nothing_tells_to_whom_they_went(maria: User, now: datetime) -> None:
    gone, waiting = sent(now), make_letter(key="receipt:2")
    forget(maria, now)
    forget(maria, now)
    for letter in (gone, waiting):
        letter.refresh_from_db()
        assert (letter.to_email, letter.facts, letter.subject) == ("erased@erased.invalid", {}, "")
    assert waiting.state == Letter.State.SUPPRESSED


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    client: Client, maria: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    make_donor(email="maria@example.org", user=maria)
    for number in range(rows):
        sent(now, key=f"receipt:{number}")
    with django_assert_num_queries(4):
        client.get("/my/letters/")
