"""How often a code may be asked for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.actions.codes import (
    PER_MAILBOX,
    PER_NETWORK,
    TooManyCodes,
    ask_for_code,
    mailbox_of,
)
from accounts.clock import forget_sessions
from accounts.models import SignInCode
from tests.factories import make_donor

pytestmark = pytest.mark.django_db
Ask = Callable[..., SignInCode]
HOME = "192.0.2.0/24"


def request_code(now: datetime, email: str = "maria@example.org", network: str = HOME) -> SignInCode:
    return ask_for_code(email=email, network=network, language="en", now=now)


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Maria.Lopez+give@Gmail.com", "marialopez@gmail.com"),
        ("m.a.r.i.a@googlemail.com", "maria@gmail.com"),
        ("maria.lopez+a+b@example.org", "maria.lopez@example.org"),
    ],
)
def test_tags_and_dots_do_not_make_a_new_mailbox(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


def test_a_mailbox_is_asked_for_a_few_times_an_hour_however_it_is_spelled(now: datetime) -> None:
    for number in range(PER_MAILBOX):
        request_code(now, f"ma.ria+{number}@gmail.com", network=f"198.51.{number}.0/24")
    with pytest.raises(TooManyCodes):
        request_code(now, "maria@gmail.com")
    request_code(now + timedelta(hours=1, seconds=1), "maria@gmail.com")


def test_a_network_asks_for_a_few_codes_an_hour(now: datetime) -> None:
    for number in range(PER_NETWORK):
        request_code(now, f"person{number}@example.org")
    with pytest.raises(TooManyCodes):
        request_code(now)
    request_code(now, network="198.51.100.0/24")


def test_the_limit_answers_alike_for_known_and_unknown(client: Client) -> None:
    make_donor(email="maria@example.org")

    def last_answer(email: str) -> tuple[int, bool]:
        for _each in range(PER_MAILBOX):
            client.post("/accounts/sign-in/", {"email": email})
        response = client.post("/accounts/sign-in/", {"email": email})
        return response.status_code, b"Too many codes" in response.content

    assert last_answer("maria@example.org") == last_answer("nobody@example.org") == (429, True)


def test_the_address_behind_a_forged_header_is_not_believed(client: Client, ask: Ask) -> None:
    first = ask("a@example.org")
    client.post("/accounts/sign-in/", {"email": "b@example.org"}, HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert SignInCode.objects.latest("pk").network == first.network


def test_a_session_that_ended_is_forgotten_and_with_it_the_address_it_asked_for(client: Client) -> None:
    client.post("/accounts/sign-in/", {"email": "stranger@example.org"})
    forget_sessions(timezone.now())
    assert Session.objects.count() == 1
    forget_sessions(timezone.now() + timedelta(days=1))
    assert Session.objects.count() == 0
