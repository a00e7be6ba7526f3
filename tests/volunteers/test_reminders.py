"""Reminders: once per lead, never at night, never of what is no longer so."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from letters.models import Letter
from letters.tasks import deliver
from tests.factories import ZONE, make_organisation
from tests.gifts.pretend import forgotten
from tests.volunteers.makers import SHIFT_START, make_shift, make_sign_up, make_volunteer
from volunteers.actions.reminders import remind
from volunteers.letters.quiet import due_at, night_at
from volunteers.models import Notice, Shift, SignUp, TextMessage, Volunteer
from volunteers.tasks import send

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEADS = [7 * DAY, DAY, 2 * HOUR]


@pytest.fixture
def sign_up() -> SignUp:
    """A confirmed seat, next Tuesday from three to six in the afternoon."""
    make_organisation()
    return make_sign_up(make_shift(), make_volunteer())


def leave(now: datetime) -> None:
    """What the jobs do: every letter and message that waits tries to leave."""
    for pk in Letter.objects.waiting().values_list("pk", flat=True):
        deliver(str(pk), now)
    for pk in TextMessage.objects.values_list("pk", flat=True):
        send(str(pk), now)


def local(day: int, hour: int, minute: int = 0, *, zone: str = ZONE) -> datetime:
    """A wall time of December 2026."""
    return datetime(2026, 12, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_each_lead_reminds_once_however_often_the_job_runs(sign_up: SignUp) -> None:
    at = SHIFT_START - 8 * DAY
    while at < SHIFT_START + HOUR:
        remind(now=at)
        leave(at)
        at += timedelta(minutes=5)
    assert sorted(Notice.objects.values_list("lead", "at")) == [
        (120, SHIFT_START - 2 * HOUR),
        (1440, SHIFT_START - DAY),
        (10_080, SHIFT_START - 7 * DAY),
    ]
    assert [message.subject for message in mail.outbox] == [
        "Reminder: your shift on Tue, Dec 8, 3:00 – 6:00 PM"
    ] * 3


def test_leads_can_be_set(sign_up: SignUp, settings: Settings) -> None:
    settings.REMINDER_LEADS = [1440]
    assert remind(now=SHIFT_START - 2 * DAY) == 0
    assert remind(now=SHIFT_START - HOUR) == 1
    settings.REMINDER_LEADS = []
    assert remind(now=SHIFT_START - HOUR) == 0


def test_the_database_refuses_a_second_notice(sign_up: SignUp, now: datetime) -> None:
    Notice.objects.create(sign_up=sign_up, kind="reminder", lead=120, at=now)
    with pytest.raises(IntegrityError, match="one_notice_per_kind_and_lead"):
        Notice.objects.create(sign_up=sign_up, kind="reminder", lead=120, at=now)


@pytest.mark.parametrize("missed", [9 * DAY, 5 * DAY, 20 * HOUR])
def test_of_what_was_missed_only_the_nearest_is_sent(missed: timedelta, sign_up: SignUp) -> None:
    SignUp.objects.update(changed_at=SHIFT_START - 30 * DAY)
    remind(now=SHIFT_START - missed)
    for minutes in (90, 85):
        remind(now=SHIFT_START - timedelta(minutes=minutes))
    leads = sorted(Notice.objects.values_list("lead", flat=True))
    assert leads == {9 * DAY: [120], 5 * DAY: [120, 10_080], 20 * HOUR: [120, 1440]}[missed]


def test_whoever_signs_up_late_is_not_reminded_of_it_at_once(sign_up: SignUp) -> None:
    SignUp.objects.update(changed_at=SHIFT_START - 20 * HOUR)
    assert remind(now=SHIFT_START - 20 * HOUR) == 0
    assert remind(now=SHIFT_START - 2 * HOUR) == 1


@pytest.mark.parametrize("state", [state for state in SignUp.State if state != SignUp.State.CONFIRMED])
def test_only_the_confirmed_are_reminded(state: str, sign_up: SignUp) -> None:
    SignUp.objects.update(
        state=state,
        offer_until=SHIFT_START if state == SignUp.State.OFFERED else None,
        waits_since=SHIFT_START,
    )
    assert remind(now=SHIFT_START - HOUR) == 0


@pytest.mark.parametrize(
    ("shift", "volunteer"),
    [
        ({"state": "cancelled", "cancelled_for": "weather", "cancelled_at": SHIFT_START}, {}),
        ({"state": "draft"}, {}),
        ({"starts_at": SHIFT_START - 2 * HOUR}, {}),
        ({}, {"left_at": SHIFT_START}),
    ],
)
def test_nobody_is_reminded_of_what_is_not_to_come(
    shift: dict[str, object], volunteer: dict[str, object], sign_up: SignUp
) -> None:
    Shift.objects.update(**shift)
    Volunteer.objects.update(**volunteer)
    assert remind(now=SHIFT_START - HOUR) == 0


def test_a_reminder_that_waits_for_the_mail_is_dropped_when_it_is_overtaken(sign_up: SignUp) -> None:
    overtaken: list[Callable[[], object]] = [
        lambda: SignUp.objects.update(state=SignUp.State.CANCELLED),
        lambda: Shift.objects.update(starts_at=SHIFT_START + HOUR),
        lambda: Shift.objects.update(state="cancelled", cancelled_for="weather", cancelled_at=SHIFT_START),
        lambda: None,
    ]
    for happens in overtaken:
        with forgotten():
            remind(now=SHIFT_START - 2 * HOUR)
            happens()
            leave(SHIFT_START - HOUR)
            letter = Letter.objects.get()
            expected = ("sent", "") if happens is overtaken[-1] else ("suppressed", "no longer true")
            assert (letter.state, letter.error) == expected


def test_a_reminder_never_leaves_after_the_start(sign_up: SignUp) -> None:
    remind(now=SHIFT_START - 2 * HOUR)
    leave(SHIFT_START)
    assert Letter.objects.get().state == "suppressed"


def test_a_reminder_whose_mail_is_delayed_into_the_night_waits_for_the_morning(sign_up: SignUp) -> None:
    remind(now=SHIFT_START - DAY)
    leave(local(7, 23))
    assert (Letter.objects.get().state, Letter.objects.get().send_after) == ("queued", local(8, 8))
    leave(local(8, 8))
    assert Letter.objects.get().state == "sent"


def test_what_nobody_could_say_in_the_evening_is_said_when_the_night_is_over(sign_up: SignUp) -> None:
    Shift.objects.update(starts_at=local(8, 8, 30), ends_at=local(8, 11))
    remind(now=local(7, 12))  # the day's lead
    leave(local(7, 12))
    for at in (local(7, 23), local(8, 7, 55)):
        assert remind(now=at) == 0
    assert remind(now=local(8, 8)) == 1
    leave(local(8, 8))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("start", "lead", "expected"),
    [
        (local(8, 15), 2 * HOUR, local(8, 13)),  # by day
        (local(8, 9), 2 * HOUR, local(8, 8)),  # held until morning
        (local(8, 9), DAY, local(7, 9)),
        (local(8, 7, 30), 2 * HOUR, local(7, 20)),  # morning is too late: before the night
        (local(8, 22), DAY, local(8, 8)),  # a night shift: in the morning of its day
        (local(8, 22), 2 * HOUR, local(8, 20)),
        (local(8, 5), DAY, local(7, 8)),
    ],
)
def test_when_a_lead_falls_due(start: datetime, lead: timedelta, expected: datetime) -> None:
    assert due_at(start, lead, volunteer=Volunteer(), zone=ZONE) == expected


def test_quiet_hours_are_those_of_the_volunteer_on_the_clock_of_the_place() -> None:
    owl = Volunteer(quiet_from=time(3, 0), quiet_until=time(11, 0))
    always = Volunteer(quiet_from=time(0, 0), quiet_until=time(0, 0))
    assert night_at(local(8, 23), volunteer=owl, zone=ZONE) is None
    assert night_at(local(8, 10), volunteer=owl, zone=ZONE) == (local(8, 3), local(8, 11))
    assert night_at(local(8, 11), volunteer=owl, zone=ZONE) is None
    assert night_at(local(8, 2), volunteer=always, zone=ZONE) is None
    evening = local(8, 20, zone="America/Los_Angeles")
    assert night_at(evening, volunteer=Volunteer(), zone="America/Los_Angeles") is None
    assert night_at(evening, volunteer=Volunteer(), zone=ZONE) == (local(8, 21), local(9, 8))


def test_the_night_in_which_the_clock_changes_is_an_hour_longer_or_shorter() -> None:
    for before, hours in (
        (datetime(2026, 11, 1, 3, tzinfo=UTC), 12),
        (datetime(2027, 3, 14, 3, tzinfo=UTC), 10),
    ):
        night = night_at(before, volunteer=Volunteer(), zone=ZONE)
        assert night is not None
        assert night[1] - night[0] == timedelta(hours=hours)


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(sign_up: SignUp) -> None:
    together = threading.Barrier(2, timeout=10)
    reached = []

    def work() -> None:
        together.wait()
        reached.append(remind(now=SHIFT_START - 2 * HOUR))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(reached) == [0, 1]
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 1)


def test_rounds_in_which_nothing_is_due_ask_as_little_for_many_as_for_one(sign_up: SignUp) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert remind(now=SHIFT_START - 12 * HOUR) == 0
        return len(captured)

    remind(now=SHIFT_START - 20 * HOUR)
    one = questions()
    for _ in range(3):
        make_sign_up(sign_up.shift, make_volunteer())
    remind(now=SHIFT_START - 20 * HOUR)
    assert questions() == one


Step = tuple[int, str]
DEEDS = ["tick", "tick", "tick", "cancel", "come back", "move", "call off", "call on"]


def do(deed: str, sign_up: SignUp, now: datetime) -> None:
    """What happens to a seat, with what its actions note beside it."""
    rows = SignUp.objects.filter(pk=sign_up.pk)
    shifts = Shift.objects.filter(pk=sign_up.shift_id)
    match deed:
        case "cancel":
            rows.update(state=SignUp.State.CANCELLED, changed_at=now)
        case "come back":
            rows.update(state=SignUp.State.CONFIRMED, changed_at=now)
        case "move":
            shifts.update(starts_at=F("starts_at") + 5 * HOUR, ends_at=F("ends_at") + 5 * HOUR)
        case "call off":
            shifts.update(state="cancelled", cancelled_for="weather", cancelled_at=now)
        case "call on":
            shifts.update(state="open", cancelled_for="", cancelled_at=None)
        case _:
            remind(now=now)
            leave(now)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(st.tuples(st.integers(0, 15 * 24 * 4), st.sampled_from(DEEDS)), max_size=40),
    hour=st.integers(0, 23),
    quiet=st.tuples(st.integers(0, 23), st.integers(0, 23)),
    by=st.sampled_from(Volunteer.Reminders.values),
)
def test_whatever_happens_each_lead_comes_once_by_day_and_for_a_shift_that_is_theirs(
    steps: list[Step], hour: int, quiet: tuple[int, int], by: str, mailoutbox: list[object]
) -> None:
    with forgotten():
        make_organisation()
        volunteer = make_volunteer(
            quiet_from=time(quiet[0]), quiet_until=time(quiet[1]), reminders_by=by, phone="518-555-0142"
        )
        shift = make_shift(starts_at=local(8, hour))
        sign_up = make_sign_up(shift, volunteer)
        for quarter, deed in sorted(steps):
            now = local(8, 0) - 10 * DAY + quarter * timedelta(minutes=15)
            sent = len(mailoutbox), TextMessage.objects.filter(state="sent").count()
            do(deed, sign_up, now)
            if sent == (len(mailoutbox), TextMessage.objects.filter(state="sent").count()):
                continue
            seat = SignUp.objects.select_related("shift").get()
            assert (seat.state, seat.shift.state) == ("confirmed", "open")
            assert now < seat.shift.starts_at
            assert night_at(now, volunteer=volunteer, zone=ZONE) is None
        keys = list(Letter.objects.filter(state="sent").values_list("key", flat=True))
        texts = list(TextMessage.objects.filter(state="sent").values_list("key", flat=True))
        assert (len(keys), len(texts)) == (len(set(keys)), len(set(texts)))
        assert len(mailoutbox) <= Notice.objects.count() <= len(LEADS)
        mailoutbox.clear()
