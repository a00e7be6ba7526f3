"""The address of a private calendar: made, read, replaced, dead."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import AuditEntry
from core.logs import scrub
from tests.accounts.makers import browser_of
from tests.factories import MOMENT, make_user
from tests.volunteers import calendar_rules
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.actions.feeds import make_feed, revoke_feed
from volunteers.actions.shifts import ShiftFacts, cancel_shift, edit_shift, plan_shift
from volunteers.actions.sign_ups import cancel_sign_up, sign_up
from volunteers.models import CalendarFeed, Lockdown, Shift, Volunteer

pytestmark = pytest.mark.django_db
PAGE = "/volunteer/calendar/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as clock:
        yield clock


def address_of(volunteer: Volunteer) -> str:
    return f"/volunteer/calendar/{make_feed(volunteer=volunteer, now=MOMENT)}.ics"


def sign_in(volunteer: Volunteer) -> Client:
    """A browser in which they signed in."""
    assert volunteer.user is not None
    return browser_of(volunteer.user)


def read(address: str) -> list[calendar_rules.Entry]:
    return calendar_rules.read(Client().get(address).content)


def test_what_happens_to_a_shift_arrives_under_the_same_uid_with_a_higher_sequence() -> None:
    program = make_program()
    volunteer, boss = make_volunteer(program), make_user()
    shift = make_shift(make_role(program))
    address = address_of(volunteer)
    sign_up(shift_id=shift.pk, volunteer_id=volunteer.pk, actor=boss, now=MOMENT)
    story = read(address)

    facts = ShiftFacts(
        role_id=shift.role_id,
        site_id=shift.site_id,
        zone=shift.zone,
        starts_at=shift.starts_at + HOUR,
        ends_at=shift.ends_at + HOUR,
        seats=2,
    )
    plan = plan_shift(shift.pk, facts, now=MOMENT + HOUR)
    edit_shift(shift_id=shift.pk, facts=facts, digest=plan.digest, actor=boss, now=MOMENT + HOUR)
    story += read(address)

    seat = volunteer.sign_ups.get()
    cancel_sign_up(sign_up_id=seat.pk, actor=boss, now=MOMENT + 2 * HOUR)
    story += read(address)

    assert [(entry.uid, entry.status, entry.start) for entry in story] == [
        (str(seat.uid), "CONFIRMED", SHIFT_START),
        (str(seat.uid), "CONFIRMED", SHIFT_START + HOUR),
        (str(seat.uid), "CANCELLED", SHIFT_START + HOUR),
    ]
    sequences = [entry.sequence for entry in story]
    assert sequences == sorted(set(sequences))
    assert [entry.modified for entry in story] == [MOMENT, MOMENT + HOUR, MOMENT + 2 * HOUR]


def test_a_shift_called_off_arrives_as_cancelled() -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    address = address_of(seat.volunteer)
    (before,) = read(address)
    cancel_shift(shift_id=seat.shift_id, reason="weather", actor=make_user(), now=MOMENT)
    (after,) = read(address)
    assert (after.uid, after.status) == (before.uid, "CANCELLED")
    assert after.sequence > before.sequence


def test_the_page_shows_an_address_once_and_keeps_its_hash_only() -> None:
    volunteer = make_volunteer()
    browser = sign_in(volunteer)
    assert b"Make my address" in browser.get(PAGE).content
    made = browser.post(PAGE, {"do": "make"})
    assert "no-store" in made["Cache-Control"]
    found = re.search(rb">(http[^<]+/volunteer/calendar/([\w-]{43})\.ics)<", made.content)
    assert found is not None
    token = found[2].decode()
    assert Client().get(f"/volunteer/calendar/{token}.ics").status_code == 200
    again = browser.get(PAGE).content
    assert token.encode() not in again
    assert b"Stop this address" in again
    kept = CalendarFeed.objects.values_list("token_hash", flat=True).get()
    assert token not in kept
    assert len(kept) == 64
    assert list(AuditEntry.objects.values_list("verb", "actor")) == [("feed.made", volunteer.user_id)]


def test_a_new_address_ends_the_one_before() -> None:
    volunteer = make_volunteer()
    first, second = address_of(volunteer), address_of(volunteer)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]


def test_a_revoked_address_is_dead_and_revoking_twice_is_once() -> None:
    volunteer = make_volunteer()
    address = address_of(volunteer)
    browser = sign_in(volunteer)
    for _ in range(2):
        assert browser.post(PAGE, {"do": "revoke"}).status_code == 302
    assert Client().get(address).status_code == 404
    assert not revoke_feed(volunteer=volunteer, now=MOMENT)
    assert AuditEntry.objects.filter(verb="feed.revoked").count() == 1


def test_the_database_keeps_one_live_feed_per_volunteer() -> None:
    volunteer = make_volunteer()
    make_feed(volunteer=volunteer, now=MOMENT)
    with pytest.raises(IntegrityError, match="one_live_feed_per_volunteer"):
        CalendarFeed.objects.create(volunteer=volunteer, token_hash="0" * 64, created_at=MOMENT)


@pytest.mark.parametrize("ended", ["left", "locked", "barred", "revoked", "unknown"])
def test_every_dead_address_is_answered_alike(ended: str) -> None:
    volunteer = make_volunteer()
    assert volunteer.user is not None
    address = address_of(volunteer)
    match ended:
        case "left":
            Volunteer.objects.update(left_at=MOMENT)
        case "locked":
            Lockdown.objects.create(started_at=MOMENT)
        case "barred":
            volunteer.user.is_active = False
            volunteer.user.save()
        case "revoked":
            revoke_feed(volunteer=volunteer, now=MOMENT)
        case "unknown":
            address = address.replace(address[-8:-4], "AAAA")
    answer, unknown = Client().get(address), Client().get("/volunteer/calendar/unknown.ics")
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert _without_nonce(answer.content) == _without_nonce(unknown.content)


def _without_nonce(page: bytes) -> bytes:
    """The page apart from what differs at every answer, or repeats the address that was asked for."""
    return re.sub(rb'(nonce|value)="[^"]*"|/volunteer/calendar/[^"<\s]*', b"", page)


def test_a_calendar_program_that_has_it_already_is_told_so() -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    address = address_of(seat.volunteer)
    first = Client().get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert not first.cookies
    same = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    Shift.objects.update(starts_at=seat.shift.starts_at + HOUR, version=2)
    changed = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_it_can_be_read_and_nothing_else() -> None:
    address = address_of(make_volunteer())
    assert Client().head(address).content == b""
    for method in ("post", "put", "delete", "patch"):
        assert getattr(Client(), method)(address).status_code == 405


def test_reading_is_noted_once_an_hour(traveller: time_machine.Traveller) -> None:
    address = address_of(make_volunteer())
    for minutes, noted in ((0, 0), (30, 0), (60, 60)):
        traveller.move_to(MOMENT + timedelta(minutes=minutes))
        Client().get(address)
        assert CalendarFeed.objects.get().read_at == MOMENT + timedelta(minutes=noted)


def test_many_shifts_are_read_with_as_few_questions_as_one() -> None:
    volunteer = make_volunteer()
    address = address_of(volunteer)

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200
        return len(captured)

    make_sign_up(make_shift(), volunteer)
    questions()
    one = questions()
    for day in range(1, 4):
        make_sign_up(make_shift(starts_at=SHIFT_START + day * DAY), volunteer)
    assert questions() == one


def test_no_log_line_tells_a_token() -> None:
    address = address_of(make_volunteer())
    assert scrub(f"GET {address}") == "GET /volunteer/calendar/…"


def test_whoever_is_no_volunteer_has_no_calendar() -> None:
    assert browser_of(make_user()).get(PAGE).status_code == 404


def test_links_lead_to_the_sites_own_address(settings: Settings) -> None:
    settings.SITE_URL = "https://give.example.org"
    page = sign_in(make_volunteer()).post(PAGE, {"do": "make"}).content.decode()
    assert ">https://give.example.org/volunteer/calendar/" in page
