"""Makers of letters."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.test import Client

from accounts.models import Role, User
from letters.actions import queue_letter
from letters.kinds import KINDS, LetterKind
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT

FACTS = {"name": "Maria Lopez", "number": "D-2026-000123", "amount": "$50.00", "replaces": ""}
# a kind that can be declined; its templates are in tests/letters/templates
NEWS = LetterKind(name="test_news", facts={"name": "Maria Lopez"}, is_transactional=False, topic="news")


def make_letter(
    *,
    key: str = "receipt:1",
    to_email: str = "maria@example.org",
    kind: str = "receipt",
    facts: dict[str, str] | None = None,
    language: str = "en",
    held_for: timedelta | None = None,
    now: datetime = MOMENT,
) -> Letter:
    """A letter as an action writes it."""
    queue_letter(
        kind=kind,
        key=key,
        to_email=to_email,
        language=language,
        facts=(dict(KINDS[kind].facts) if kind != "receipt" else FACTS) if facts is None else facts,
        about=("receipt", "1"),
        now=now,
        hold_until=now + held_for if held_for else None,
    )
    return Letter.objects.get(key=key)


def sent_mails(outbox: list[EmailMultiAlternatives]) -> list[tuple[str, list[str]]]:
    """What left: subject and readers of each."""
    return [(str(mail.subject), list(mail.to)) for mail in outbox]


def sign_in_staff(client: Client, *roles: Role) -> User:
    """A member of staff whose session has shown password and second factor."""
    user = make_staff(*roles, password=None)
    client.cookies = browser_of(user).cookies
    return user
