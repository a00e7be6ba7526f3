"""One message to one shift: to those on it, looked at before, once."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Role
from letters.models import Letter
from letters.rendering import render
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_user
from tests.volunteers.makers import SHIFT_START, make_shift, make_sign_up, make_volunteer
from volunteers.actions.broadcasts import BroadcastRefused, readers_of, send_broadcast
from volunteers.models import Broadcast, Shift, SignUp, TextMessage, Volunteer

pytestmark = pytest.mark.django_db
WORDS = "Please come ten minutes early and bring a warm coat."


def make_full_shift() -> tuple[Shift, dict[str, Volunteer]]:
    """A shift with a volunteer in every state, and one who left."""
    shift = make_shift()
    people = {}
    for state in SignUp.State.values:
        people[state] = make_volunteer(name=f"Ada {state.title()}")
        until = SHIFT_START if state == "offered" else None
        make_sign_up(shift, people[state], state=state, offer_until=until, waits_since=MOMENT)
    make_sign_up(shift, make_volunteer(left_at=MOMENT))
    make_sign_up(make_shift(), make_volunteer())
    return shift, people


@pytest.mark.parametrize(
    ("with_waitlist", "expected"),
    [(False, ["confirmed", "requested"]), (True, ["confirmed", "offered", "requested", "waiting"])],
)
def test_it_goes_to_those_on_the_shift_and_to_who_waits_if_that_is_wanted(
    with_waitlist: bool, expected: list[str], now: datetime
) -> None:
    shift, people = make_full_shift()
    assert [row.state for row in readers_of(shift, with_waitlist=with_waitlist)] == expected
    sent = send_broadcast(
        shift_id=shift.pk, words=WORDS, with_waitlist=with_waitlist, actor=make_user(), now=now
    )
    reached = sorted(Letter.objects.values_list("to_email", flat=True))
    assert reached == sorted(people[state].email for state in expected)
    assert (sent.reached, sent.words, sent.sent_at) == (len(expected), WORDS, now)
    entry = AuditEntry.objects.get(verb="shift.broadcast")
    assert entry.after == {"reached": len(expected), "with_waitlist": with_waitlist}


def test_the_letter_tells_when_and_the_words_and_the_text_message_that_there_is_one(now: datetime) -> None:
    shift = make_shift()
    reader = make_volunteer(reminders_by="both", phone="518-555-0142")
    make_sign_up(shift, reader)
    send_broadcast(shift_id=shift.pk, words=WORDS, with_waitlist=False, actor=make_user(), now=now)
    letter = render(Letter.objects.get())
    assert letter.subject == "About your shift on Tue, Dec 8, 3:00 – 6:00 PM"
    assert WORDS in letter.text
    assert shift.site.label not in letter.text + letter.html
    assert WORDS not in TextMessage.objects.get().words


def test_the_same_words_within_minutes_are_not_sent_again(now: datetime) -> None:
    seat = make_sign_up(make_shift(), make_volunteer())

    def send(words: str, minutes: int) -> None:
        at = now + timedelta(minutes=minutes)
        send_broadcast(shift_id=seat.shift_id, words=words, with_waitlist=False, actor=make_user(), now=at)

    send(WORDS, 0)
    with pytest.raises(BroadcastRefused, match="just gone out"):
        send(WORDS, 9)
    send("Something else.", 9)
    send(WORDS, 11)
    assert Letter.objects.count() == 3


def test_nobody_to_read_it_is_said_and_nothing_is_kept(now: datetime) -> None:
    with pytest.raises(BroadcastRefused, match="Nobody is on this shift"):
        send_broadcast(shift_id=make_shift().pk, words=WORDS, with_waitlist=True, actor=make_user(), now=now)
    assert not Broadcast.objects.exists()


def test_what_was_sent_stays_as_it_was_sent(now: datetime) -> None:
    sent = Broadcast.objects.create(shift=make_shift(), words=WORDS, sent_by=make_user(), sent_at=now)
    with pytest.raises(DatabaseError, match="broadcasts_stay"), transaction.atomic():
        Broadcast.objects.filter(pk=sent.pk).update(words="Other words")


def test_it_is_written_looked_at_and_sent() -> None:
    shift, _people = make_full_shift()
    page, browser = f"/desk/shifts/{shift.pk}/broadcast/", browser_of(make_staff(Role.COORDINATOR))
    assert browser.get(page).status_code == 200
    typed = {"words": WORDS, "with_waitlist": "on"}
    preview = browser.post(page, typed).content.decode()
    assert "4 people" in preview
    assert "Ada Waiting" in preview
    assert "Ada Cancelled" not in preview
    assert not Letter.objects.exists()
    changed = browser.post(page, {**typed, "change": "yes"}).content.decode()
    assert WORDS in changed
    sent = browser.post(page, {**typed, "send": "yes"}, follow=True).content.decode()
    assert "Sent to 4 people." in sent
    assert Letter.objects.count() == 4
    assert "just gone out" in browser.post(page, {**typed, "send": "yes"}, follow=True).content.decode()
    assert Letter.objects.count() == 4


@pytest.mark.parametrize("words", ["", "x" * 501, "Meet at 12 Elm Street", "Our client Maria comes along"])
def test_words_that_tell_too_much_are_refused_beside_the_field_and_kept(words: str) -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    browser = browser_of(make_staff(Role.COORDINATOR))
    answer = browser.post(f"/desk/shifts/{seat.shift_id}/broadcast/", {"words": words, "send": "yes"})
    assert answer.context["form"].errors["words"]
    assert words in answer.content.decode()
    assert not Letter.objects.exists()


def test_the_preview_of_many_asks_as_little_as_that_of_one() -> None:
    shift = make_shift()
    browser = browser_of(make_staff(Role.COORDINATOR))

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.post(f"/desk/shifts/{shift.pk}/broadcast/", {"words": WORDS})
        return len(captured)

    make_sign_up(shift, make_volunteer())
    questions()
    one = questions()
    for _ in range(3):
        make_sign_up(shift, make_volunteer())
    assert questions() == one
