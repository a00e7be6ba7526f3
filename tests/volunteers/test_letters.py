"""What volunteers and coordinators are told: neutral words, right times, once a turn."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Role
from letters.kinds import KINDS, LetterKind
from letters.models import Letter
from letters.rendering import render, render_kind
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.letters import tell, tell_staff
from volunteers.letters.kinds import BROADCAST, CALLS, REMINDER, STAFF, TURNS
from volunteers.letters.spoken import moment_words, span_words
from volunteers.models import Handover, SignUp, Site, Volunteer

pytestmark = pytest.mark.django_db
LABEL, PROGRAM, ROLE = "Lighthouse North", "Night watch program", "Night watcher"
OURS = [*TURNS.values(), REMINDER, BROADCAST, *STAFF.values()]


@pytest.fixture
def sign_up() -> SignUp:
    """A confirmed seat on a Tuesday afternoon, where every name could be told apart in a mail."""
    program = make_program(name=PROGRAM)
    shift = make_shift(make_role(program, name=ROLE), site=make_site(Site.Kind.CONFIDENTIAL, label=LABEL))
    return make_sign_up(shift, make_volunteer(program))


def make_swap(sign_up: SignUp) -> Handover:
    """Another shift, two days later, offered for this one."""
    other = make_shift(sign_up.shift.role, starts_at=sign_up.shift.starts_at + timedelta(days=2))
    theirs = make_sign_up(other, make_volunteer(name="Ivo Brandt"))
    return Handover.objects.create(sign_up=theirs, in_return=sign_up, asked_at=sign_up.created_at)


@pytest.mark.parametrize("kind", sorted(TURNS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_turn_has_its_letter_and_tells_no_program_role_or_place(
    kind: str, language: str, sign_up: SignUp, now: datetime
) -> None:
    Volunteer.objects.update(language=language)
    sign_up.volunteer.refresh_from_db()
    swap = make_swap(sign_up) if kind in {"stand_in_wanted", "swap_offered", "handover_done"} else None
    for _ in range(2):
        tell(kind=kind, sign_up=sign_up, now=now, handover=swap)
    letter = Letter.objects.get()
    assert (letter.to_email, letter.language) == (sign_up.volunteer.email, language)
    shown = render(letter)
    for text in (shown.subject, shown.text, shown.html):
        assert not re.search(f"{LABEL}|{PROGRAM}|{ROLE}", text)
    assert letter.facts["when"] in shown.subject + shown.text


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_preview_reads_its_samples_and_asks_for_one_thing(kind: LetterKind, language: str) -> None:
    shown = render_kind(KINDS[kind.name], facts=kind.facts, language=language)
    assert shown.subject
    assert shown.text.count("http") <= 1


def test_a_new_turn_of_the_same_kind_is_told_again(sign_up: SignUp, now: datetime) -> None:
    tell(kind="confirmed", sign_up=sign_up, now=now)
    sign_up.sequence += 2
    tell(kind="confirmed", sign_up=sign_up, now=now)
    assert Letter.objects.count() == 2


def test_a_shift_moved_twice_is_told_twice_with_both_times(sign_up: SignUp, now: datetime) -> None:
    shift = sign_up.shift
    before = (shift.starts_at - timedelta(hours=1), shift.ends_at - timedelta(hours=1))
    tell(kind="shift_moved", sign_up=sign_up, now=now, before=before)
    shift.version += 1
    tell(kind="shift_moved", sign_up=sign_up, now=now, before=before)
    letter = Letter.objects.first()
    assert letter is not None
    assert Letter.objects.count() == 2
    assert letter.facts["before"] == "Tue, Dec 8, 2:00 – 5:00 PM"
    assert render(letter).subject == "Moved: your shift is now Tue, Dec 8, 3:00 – 6:00 PM"


def test_calls_for_help_can_be_declined_and_come_once_an_hour_at_most(sign_up: SignUp, now: datetime) -> None:
    for minutes in (0, 20, 70):
        tell(kind="seat_open", sign_up=sign_up, now=now + timedelta(minutes=minutes))
    letters = Letter.objects.all()
    assert [(letter.is_transactional, letter.topic) for letter in letters] == [(False, CALLS)] * 2


def test_whoever_left_is_not_written_to(sign_up: SignUp, now: datetime) -> None:
    sign_up.volunteer.left_at = now
    tell(kind="confirmed", sign_up=sign_up, now=now)
    assert not Letter.objects.exists()


def test_the_other_side_of_a_swap_reads_the_other_way_round(sign_up: SignUp, now: datetime) -> None:
    swap = make_swap(sign_up)
    tell(kind="handover_done", sign_up=sign_up, now=now, handover=swap)
    tell(kind="handover_done", sign_up=swap.sign_up, now=now, handover=swap)
    mine, theirs = Letter.objects.order_by("pk")
    assert (mine.facts["when"], mine.facts["instead"]) == (theirs.facts["instead"], theirs.facts["when"])
    assert mine.facts["instead"] == "Thu, Dec 10, 3:00 – 6:00 PM"


def words(*hours: float, zone: str = "America/New_York", start: datetime = SHIFT_START) -> str:
    """A span from so many hours after the start until so many."""
    return span_words(start + timedelta(hours=hours[0]), start + timedelta(hours=hours[1]), zone)


def test_times_are_told_on_the_wall_clock_of_the_place() -> None:
    make_organisation()
    assert words(0, 3) == "Tue, Dec 8, 3:00 – 6:00 PM"
    assert words(-5, 3) == "Tue, Dec 8, 10:00 AM – 6:00 PM"
    assert words(7, 15) == "Tue, Dec 8, 10:00 PM – Wed, Dec 9, 6:00 AM"
    assert words(7, 9) == "Tue, Dec 8, 10:00 PM – 12:00 AM"
    assert words(0, 3, zone="America/Chicago") == "Tue, Dec 8, 2:00 – 5:00 PM (CST)"
    assert words(0, 3, zone="America/Detroit") == "Tue, Dec 8, 3:00 – 6:00 PM"
    assert words(0, 3, zone="America/Sao_Paulo") == "Tue, Dec 8, 5:00 – 8:00 PM (UTC-03:00)"
    assert moment_words(SHIFT_START, "America/Chicago") == "Tue, Dec 8, 2:00 PM (CST)"


def test_a_night_in_which_the_clock_changes_counts_its_hours() -> None:
    make_organisation()
    fall = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
    spring = datetime(2027, 3, 14, 3, 0, tzinfo=UTC)
    assert words(0, 9, start=fall) == "Sat, Oct 31, 10:00 PM – Sun, Nov 1, 6:00 AM (9 hours)"
    assert words(0, 7, start=spring) == "Sat, Mar 13, 10:00 PM – Sun, Mar 14, 6:00 AM (7 hours)"


def test_coordinators_are_told_once_a_day_and_administrators_where_there_is_none(
    sign_up: SignUp, now: datetime
) -> None:
    boss = make_user(Role.ADMINISTRATOR)
    about = ("shift", sign_up.shift_id)
    assert tell_staff(kind="coverage_low", about=about, facts={}, now=now) == 1
    coordinators = [make_user(Role.COORDINATOR), make_user(Role.COORDINATOR)]
    for hours in (0, 1, 24):
        tell_staff(kind="coverage_low", about=about, facts={}, now=now + timedelta(hours=hours))
    read = sorted(Letter.objects.values_list("to_email", flat=True))
    assert read == sorted([boss.email, *(user.email for user in coordinators * 2)])
