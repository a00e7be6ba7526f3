"""Text messages: short, fixed, true when they leave, and only to those who want them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from jobs.models import Job
from letters.actions import decline
from letters.models import Letter
from tests.factories import make_organisation
from tests.volunteers.makers import SHIFT_START, make_shift, make_sign_up, make_volunteer
from volunteers.actions.reminders import remind
from volunteers.gateway import BadPhone, NumberStopped, Outgoing, TextRefused, TextUnavailable, e164
from volunteers.letters import tell
from volunteers.letters.texts import GSM, SENTENCES, gsm_words, text_words
from volunteers.models import Shift, SignUp, TextMessage, Volunteer
from volunteers.tasks import send

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AT_NIGHT = SHIFT_START - 16 * HOUR  # eleven in the evening before
MORNING = SHIFT_START - 7 * HOUR
taken: list[Outgoing] = []


def take(message: Outgoing) -> None:
    """A provider that takes everything."""
    taken.append(message)


def be_away(message: Outgoing) -> None:
    """A provider that is away."""
    raise TextUnavailable


def refuse(message: Outgoing) -> None:
    """A provider that knows no such number."""
    raise TextRefused


def say_stop(message: Outgoing) -> None:
    """A provider to which the person answered STOP."""
    raise NumberStopped


@pytest.fixture(autouse=True)
def _provider(settings: Settings) -> None:
    make_organisation()
    taken.clear()
    settings.TEXT_BACKEND = f"{__name__}.take"


def make_seat(**values: Any) -> SignUp:
    """A confirmed seat of somebody who wants text messages."""
    facts: dict[str, Any] = {"reminders_by": Volunteer.Reminders.BOTH, "phone": "(518) 555-0142"}
    return make_sign_up(make_shift(), make_volunteer(**{**facts, **values}))


def send_all(now: datetime) -> None:
    for pk in TextMessage.objects.values_list("pk", flat=True):
        send(str(pk), now)


@pytest.mark.parametrize("kind", sorted(SENTENCES))
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_sentence_fits_into_one_message_at_its_longest(kind: str, language: str) -> None:
    longest = SHIFT_START + timedelta(days=8, hours=3)  # Wed, Dec 16
    shift = make_shift(starts_at=longest, zone="America/Sao_Paulo")
    seat = make_sign_up(shift, make_volunteer())
    seat.offer_until = longest
    words = text_words(kind, sign_up=seat, language=language)
    assert len(words) <= 160
    assert set(words) <= GSM
    for name in (shift.site.label, shift.role.name, shift.role.program.name, seat.volunteer.name):
        assert name not in words


@given(st.text(max_size=40))
def test_every_word_is_written_with_signs_that_every_phone_has(words: str) -> None:
    plain = gsm_words(words)
    assert set(plain) <= GSM
    assert len(plain) == len(words)
    assert gsm_words(plain) == plain


def test_spanish_keeps_what_the_alphabet_has() -> None:
    assert gsm_words("mañana, sábado — ¿sí?") == "mañana, sabado - ¿si?"


@pytest.mark.parametrize(
    ("by", "texts", "letters"), [("email", 0, 1), ("text", 1, 0), ("both", 1, 1)], ids=str
)
def test_a_reminder_comes_as_it_is_wanted(by: str, texts: int, letters: int) -> None:
    make_seat(reminders_by=by)
    remind(now=SHIFT_START - 2 * HOUR)
    send_all(SHIFT_START - 2 * HOUR)
    assert (len(taken), Letter.objects.count()) == (texts, letters)
    if taken:
        assert taken[0].phone == "+15185550142"
        assert taken[0].words.startswith("Your shift is on Tue, Dec 8, 3:00 PM.")


@pytest.mark.parametrize("backend", ["", "volunteers.gateway.print_text"])
def test_where_no_text_message_leaves_everybody_is_reminded_by_mail(backend: str, settings: Settings) -> None:
    settings.TEXT_BACKEND, settings.PRODUCTION = backend, True
    make_seat(reminders_by="text")
    remind(now=SHIFT_START - 2 * HOUR)
    assert (TextMessage.objects.count(), Letter.objects.count()) == (0, 1)


def test_without_a_number_that_takes_them_reminders_come_by_mail() -> None:
    make_seat(reminders_by="text", phone="555")
    remind(now=SHIFT_START - 2 * HOUR)
    assert (TextMessage.objects.count(), Letter.objects.count()) == (0, 1)


def test_a_turn_is_told_by_letter_and_by_text_once(now: datetime) -> None:
    seat = make_seat(reminders_by="text")
    for _ in range(2):
        tell(kind="shift_moved", sign_up=seat, now=now)
    message = TextMessage.objects.get()
    assert Letter.objects.count() == 1
    assert message.words == (
        "Your shift moved. It is now on Tue, Dec 8, 3:00 PM. Answer STOP for no more texts."
    )
    send_all(now)
    send_all(now)
    message.refresh_from_db()
    assert (len(taken), message.state, message.sent_at) == (1, "sent", now)


def test_the_database_keeps_one_message_per_key(now: datetime) -> None:
    seat = make_seat()
    values = {"volunteer": seat.volunteer, "sign_up": seat, "kind": "confirmed", "key": "k"}
    values |= {"created_at": now, "send_after": now}
    TextMessage.objects.create(**values)
    with pytest.raises(IntegrityError, match="key"):
        TextMessage.objects.create(**values)


def test_at_night_a_message_waits_for_the_morning_unless_it_is_urgent() -> None:
    seat = make_seat()
    tell(kind="confirmed", sign_up=seat, now=AT_NIGHT)
    assert TextMessage.objects.get().send_after == MORNING
    send_all(AT_NIGHT)
    assert taken == []
    send_all(MORNING)
    assert len(taken) == 1


def test_what_nobody_can_wait_for_is_said_at_night() -> None:
    seat = make_seat()
    early = AT_NIGHT + 6 * HOUR
    Shift.objects.update(starts_at=early, ends_at=early + HOUR)
    seat.shift.refresh_from_db()
    for kind in ("confirmed", "seat_offered", "shift_cancelled"):
        tell(kind=kind, sign_up=seat, now=AT_NIGHT)
    assert [message.kind for message in TextMessage.objects.all()] == ["shift_cancelled"]
    send_all(AT_NIGHT)
    assert len(taken) == 1


def test_a_message_that_is_overtaken_is_dropped() -> None:
    seat = make_seat()
    tell(kind="confirmed", sign_up=seat, now=AT_NIGHT)
    SignUp.objects.update(state=SignUp.State.CANCELLED)
    send_all(MORNING)
    assert (taken, TextMessage.objects.get().state) == ([], "dropped")


def test_whoever_changes_their_mind_gets_no_text_that_waits() -> None:
    tell(kind="confirmed", sign_up=make_seat(), now=AT_NIGHT)
    Volunteer.objects.update(reminders_by="email")
    send_all(MORNING)
    assert TextMessage.objects.get().state == "dropped"


def test_calls_that_were_declined_come_by_no_way(now: datetime) -> None:
    seat = make_seat()
    decline(email=seat.volunteer.email, topic="shift_calls", now=now)
    tell(kind="seat_open", sign_up=seat, now=now)
    assert not TextMessage.objects.exists()


def test_a_provider_that_is_away_is_asked_again(now: datetime, settings: Settings) -> None:
    tell(kind="confirmed", sign_up=make_seat(), now=now)
    settings.TEXT_BACKEND = f"{__name__}.be_away"
    with pytest.raises(TextUnavailable):
        send_all(now)
    assert TextMessage.objects.get().state == "queued"
    settings.TEXT_BACKEND = f"{__name__}.take"
    send_all(now)
    assert len(taken) == 1


def test_a_number_that_was_refused_is_not_tried_again(now: datetime, settings: Settings) -> None:
    tell(kind="confirmed", sign_up=make_seat(), now=now)
    settings.TEXT_BACKEND = f"{__name__}.refuse"
    send_all(now)
    assert TextMessage.objects.get().state == "failed"


def test_after_stop_reminders_come_by_mail(now: datetime, settings: Settings) -> None:
    seat = make_seat(reminders_by="text")
    tell(kind="confirmed", sign_up=seat, now=now)
    settings.TEXT_BACKEND = f"{__name__}.say_stop"
    send_all(now)
    seat.volunteer.refresh_from_db()
    assert seat.volunteer.reminders_by == "email"
    remind(now=SHIFT_START - 2 * HOUR)
    assert Letter.objects.filter(kind="shift_reminder").count() == 1


def test_the_console_shows_the_words_and_hides_the_number(
    now: datetime, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TEXT_BACKEND = "volunteers.gateway.print_text"
    tell(kind="confirmed", sign_up=make_seat(), now=now)
    send_all(now)
    shown = capsys.readouterr().out
    assert "Your shift on Tue, Dec 8, 3:00 PM is confirmed." in shown
    assert "•••42" in shown
    assert "555" not in shown


def test_each_message_has_its_job(now: datetime) -> None:
    tell(kind="confirmed", sign_up=make_seat(), now=now)
    job = Job.objects.get(kind="volunteers.text")
    assert (job.about, job.run_at) == (str(TextMessage.objects.get().pk), now)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("518-555-0142", "+15185550142"),
        ("(518) 555.0142", "+15185550142"),
        ("1 518 555 0142", "+15185550142"),
        ("+1 518 555 0142", "+15185550142"),
        ("+52 55 5555 0142", "+525555550142"),
        ("0052 55 5555 0142", "+525555550142"),
    ],
)
def test_a_number_is_understood_as_it_is_typed(typed: str, expected: str) -> None:
    assert e164(typed) == expected
    assert e164(expected) == expected


@pytest.mark.parametrize(
    "typed", ["", "555-0142", "118-555-0142", "518-155-0142", "call me", "+1", "+9", "+" + "9" * 16]
)
def test_a_number_that_reaches_nobody_is_refused_with_a_sentence(typed: str) -> None:
    with translation.override("en"), pytest.raises(BadPhone, match="phone number"):
        e164(typed)
