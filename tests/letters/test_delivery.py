"""A letter leaves once, is tried again, and is given up with a reason."""

import smtplib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import locmem
from django.db import connection

from jobs.models import Job
from letters import gateway
from letters.actions import decline, join_attachment, suppress
from letters.kinds import LetterKind
from letters.models import Attachment, Letter
from letters.tasks import ATTEMPTS, DELAYS, LEASE, deliver
from tests.letters.makers import make_letter, sent_mails

Outbox = list[EmailMultiAlternatives]
MINUTE = timedelta(minutes=1)


def break_mail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(_backend: object, _messages: object) -> int:
        raise error

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse)


@pytest.mark.django_db
def test_a_letter_leaves_with_text_page_and_file(now: datetime, mailoutbox: Outbox) -> None:
    letter = make_letter()
    join_attachment(
        key=letter.key, filename="r.pdf", content_type="application/pdf", content=b"%PDF", now=now
    )
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.subject) == (Letter.State.SENT, now, "Your receipt")
    [mail] = mailoutbox
    assert mail.subject == "Your receipt"
    assert "D-2026-000123" in str(mail.body)
    assert "D-2026-000123" in str(mail.alternatives[0][0])
    assert mail.attachments == [("r.pdf", b"%PDF", "application/pdf")]
    assert mail.extra_headers["Message-ID"] == letter.provider_id


@pytest.mark.django_db
def test_a_letter_that_left_does_not_leave_again(now: datetime, mailoutbox: Outbox) -> None:
    letter = make_letter()
    deliver(str(letter.pk), now)
    deliver(str(letter.pk), now + MINUTE)
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_held_letter_does_not_leave_early(now: datetime, mailoutbox: Outbox) -> None:
    letter = make_letter(held_for=MINUTE)
    deliver(str(letter.pk), now + MINUTE / 2)
    assert mailoutbox == []
    deliver(str(letter.pk), now + MINUTE)
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_sends(
    now: datetime, mailoutbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = make_letter()
    together = threading.Barrier(2, timeout=10)
    in_hand = threading.Event()
    other_done = threading.Event()
    send: Callable[..., int] = locmem.EmailBackend.send_messages

    def slowly(backend: Any, messages: Any) -> int:
        in_hand.set()
        assert other_done.wait(timeout=10)
        return send(backend, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", slowly)

    def work() -> None:
        together.wait()
        deliver(str(letter.pk), now)
        other_done.set()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert in_hand.is_set()
    assert len(mailoutbox) == 1
    later = Job.objects.get(key__contains=":after:")
    assert later.run_at == now + LEASE
    deliver(str(letter.pk), later.run_at)
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_worker_killed_after_the_providers_yes_leaves_a_second_copy_with_the_same_id(
    now: datetime, mailoutbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = make_letter()

    class Killed(BaseException):
        pass

    def die(*_args: object, **_options: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("letters.tasks._settle", die)
        with pytest.raises(Killed):
            deliver(str(letter.pk), now)
    deliver(str(letter.pk), now + LEASE / 2)
    assert len(mailoutbox) == 1
    deliver(str(letter.pk), now + LEASE)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.State.SENT, 2)
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == 1
    assert len(mailoutbox) == 2


@pytest.mark.django_db
def test_a_slow_worker_whose_lease_ended_notes_nothing(
    now: datetime, mailoutbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = make_letter()

    def overtaken(mail: gateway.Mail) -> str:
        Letter.objects.filter(pk=mail.letter_id).update(lease_until=now + LEASE * 2)
        return "late"

    monkeypatch.setattr("letters.tasks.send", overtaken)
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.provider_id) == (Letter.State.QUEUED, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected("gone")]
)
def test_while_the_provider_is_away_the_letter_waits_longer_each_time(
    error: Exception, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_mail(monkeypatch, error)
    letter = make_letter()
    at = now
    for attempt, delay in enumerate(DELAYS, start=1):
        deliver(str(letter.pk), at)
        letter.refresh_from_db()
        assert (letter.state, letter.attempts, letter.send_after) == ("queued", attempt, at + delay)
        assert Job.objects.filter(run_at=letter.send_after).exists()
        at = letter.send_after
    deliver(str(letter.pk), at)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.State.FAILED, ATTEMPTS)
    assert letter.error == type(error).__name__


@pytest.mark.django_db
def test_a_letter_arrives_when_the_provider_is_back(
    now: datetime, mailoutbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = make_letter()
    with monkeypatch.context() as patch:
        break_mail(patch, ConnectionResetError())
        deliver(str(letter.pk), now)
    deliver(str(letter.pk), now + DELAYS[0])
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (Letter.State.SENT, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (450, "queued")])
def test_a_server_that_refuses_for_good_is_not_asked_again(
    code: int, state: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = smtplib.SMTPRecipientsRefused({"maria@example.org": (code, b"no")})
    break_mail(monkeypatch, error)
    letter = make_letter()
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (state, f"SMTP {code}")


@pytest.mark.django_db
def test_a_stopped_address_gets_nothing(now: datetime, mailoutbox: Outbox) -> None:
    suppress(email="Maria@example.org", reason="bounced", now=now)
    letter = make_letter()
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert (letter.state, letter.error, mailoutbox) == (Letter.State.SUPPRESSED, "suppressed", [])


@pytest.mark.django_db
@pytest.mark.parametrize("topic", ["news", "all"])
def test_declined_news_is_not_sent_but_receipts_and_codes_are(
    topic: str, now: datetime, mailoutbox: Outbox, news: LetterKind
) -> None:
    decline(email="maria@example.org", topic=topic, now=now)
    for kind in (news.name, "receipt", "sign_in_code"):
        deliver(str(make_letter(key=kind, kind=kind).pk), now)
    assert sent_mails(mailoutbox) == [
        ("Your receipt", ["maria@example.org"]),
        ("Your sign-in code", ["maria@example.org"]),
    ]
    assert Letter.objects.get(kind=news.name).state == Letter.State.SUPPRESSED


@pytest.mark.django_db
def test_another_topic_declined_does_not_stop_the_news(
    now: datetime, mailoutbox: Outbox, news: LetterKind
) -> None:
    decline(email="maria@example.org", topic="campaigns", now=now)
    deliver(str(make_letter(kind=news.name).pk), now)
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_sign_in_code_is_forgotten_as_soon_as_it_left(now: datetime, mailoutbox: Outbox) -> None:
    letter = make_letter(kind="sign_in_code", facts={"code": "WXYZ-1234", "minutes": "15"})
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert "WXYZ-1234" in str(mailoutbox[0].body)
    assert (letter.facts, letter.purged_at, Attachment.objects.count()) == ({}, now, 0)


@pytest.mark.django_db
def test_a_sign_in_code_that_waited_too_long_is_not_sent(now: datetime, mailoutbox: Outbox) -> None:
    letter = make_letter(kind="sign_in_code")
    deliver(str(letter.pk), now + timedelta(minutes=16))
    letter.refresh_from_db()
    assert (letter.state, letter.facts, mailoutbox) == (Letter.State.FAILED, {}, [])


@pytest.mark.django_db
def test_only_letters_that_can_be_declined_carry_the_one_click_headers(
    now: datetime, mailoutbox: Outbox, news: LetterKind
) -> None:
    deliver(str(make_letter(key="a", kind=news.name).pk), now)
    deliver(str(make_letter(key="b").pk), now)
    headers, plain = mailoutbox[0].extra_headers, mailoutbox[1].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://testserver/letters/unsubscribe/")
    assert headers["List-Unsubscribe"][1:-1] in str(mailoutbox[0].body)
    assert "List-Unsubscribe" not in plain


@pytest.mark.django_db
def test_the_name_inside_the_configured_sender_wins(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "giving@example.org"
    assert gateway.sender("Safe, Harbor\nInc") == '"Safe, Harbor Inc" <giving@example.org>'
    settings.DEFAULT_FROM_EMAIL = "S. H. <giving@example.org>"
    assert gateway.sender("Safe Harbor") == '"S. H." <giving@example.org>'
