"""Declining takes one POST and no sign-in; a GET never acts; it can be taken back."""

from datetime import datetime

import pytest
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from letters.kinds import LetterKind
from letters.models import Letter, OptOut
from letters.rendering import UNSUBSCRIBE_SALT, unsubscribe_url
from letters.tasks import deliver
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(news: LetterKind) -> Letter:
    """News that somebody got."""
    return make_letter(kind=news.name)


def path_of(letter: Letter) -> str:
    return unsubscribe_url(letter).removeprefix("http://testserver")


def in_force() -> list[tuple[str, str]]:
    return list(OptOut.objects.filter(withdrawn_at=None).values_list("email", "topic"))


def test_opening_the_address_changes_nothing(client: Client, letter: Letter) -> None:
    for method in (client.get, client.head):
        assert method(path_of(letter)).status_code == 200
    assert in_force() == []


def test_one_click_of_a_mail_program_declines_without_session_or_redirect(letter: Letter) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(path_of(letter), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content, list(answer.cookies)) == (200, b"", [])
    assert in_force() == [("maria@example.org", "news")]


def test_the_header_of_a_sent_letter_works_as_it_stands(
    letter: Letter, now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    deliver(str(letter.pk), now)
    url = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    Client().post(url.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})
    assert in_force() == [("maria@example.org", "news")]


def test_the_page_asks_acts_and_tells_how_to_undo(client: Client, letter: Letter) -> None:
    path = path_of(letter)
    asked = client.get(path).content.decode()
    assert "Stop these letters?" in asked
    assert "m•••@example.org" in asked
    assert "maria@example.org" not in asked
    answer = client.post(path, {"choice": "topic"}, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert "Send them to me again" in answer.content.decode()
    client.post(path, {"choice": "again"})
    assert in_force() == []


def test_declining_twice_is_once(client: Client, letter: Letter) -> None:
    for _ in range(2):
        client.post(path_of(letter), {"choice": "all"})
    assert in_force() == [("maria@example.org", "all")]


@pytest.mark.parametrize("data", [{}, {"choice": "nonsense"}, {"List-Unsubscribe": "no"}])
def test_a_post_that_says_nothing_does_nothing(data: dict[str, str], client: Client, letter: Letter) -> None:
    assert client.post(path_of(letter), data).status_code == 400
    assert in_force() == []


@pytest.mark.parametrize("token", ["1", "1:forged", "nonsense", "1:::"])
def test_an_address_that_we_did_not_sign_does_not_exist(token: str, client: Client, letter: Letter) -> None:
    assert client.post(f"/letters/unsubscribe/{token}/", {"choice": "all"}).status_code == 404
    assert in_force() == []


def test_no_mail_address_stands_in_the_url(letter: Letter) -> None:
    assert path_of(letter).startswith(f"/letters/unsubscribe/{letter.pk}:")


def test_transactional_letters_cannot_be_declined(client: Client) -> None:
    receipt = make_letter()
    assert unsubscribe_url(receipt) == ""
    token = signing.Signer(salt=UNSUBSCRIBE_SALT).sign(str(receipt.pk))
    assert client.get(f"/letters/unsubscribe/{token}/").status_code == 404
    assert client.post(f"/letters/unsubscribe/{token}/", {"choice": "all"}).status_code == 404
    assert not OptOut.objects.exists()
