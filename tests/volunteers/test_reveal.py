"""The truth table of a confidential address: shown in one case, refused in every other."""

import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from accounts.models import AuditEntry, User
from core import shield
from tests.factories import make_user
from tests.volunteers.makers import SHIFT_START
from tests.volunteers.places import KEY, WHERE, Due, make_due, make_version
from volunteers.actions.locations import LocationRefused, reveal_location
from volunteers.actions.lockdowns import lock_down
from volunteers.models import (
    Clearance,
    LocationReading,
    Lockdown,
    Shift,
    SignUp,
    Site,
    SiteSecret,
    Volunteer,
)

SOON = SHIFT_START - timedelta(hours=2)


@pytest.fixture(autouse=True)
def _keyed(settings: Settings) -> Iterator[None]:
    settings.LOCATION_KEYS = [KEY]
    shield.forget()
    yield
    shield.forget()


class Case:
    """Somebody asks for an address, and everything is as it must be."""

    def __init__(self, due: Due) -> None:
        self.due = due
        self.shift = due.sign_up.shift
        self.volunteer = due.sign_up.volunteer
        self.user: User = self.volunteer.user  # type: ignore[assignment] # the makers give them one
        self.is_fresh = True
        self.now = SOON

    def ask(self) -> str:
        found = reveal_location(
            sign_up_id=self.due.sign_up.pk, user=self.user, is_fresh_factor=self.is_fresh, now=self.now
        )
        return found.street

    def end_clearance(self) -> None:
        Clearance.objects.filter(volunteer=self.volunteer).update(
            until_on=SHIFT_START.date() - timedelta(days=1)
        )


def _somebody_else(case: Case) -> None:
    case.user = make_user()


def _closed_user(case: Case) -> None:
    case.user.is_active = False


def _left(case: Case) -> None:
    Volunteer.objects.filter(pk=case.volunteer.pk).update(left_at=SOON)


def _stale(case: Case) -> None:
    case.is_fresh = False


def _early(case: Case) -> None:
    case.now = SHIFT_START - timedelta(hours=24, seconds=1)


def _over(case: Case) -> None:
    case.now = case.shift.ends_at


def _open_place(case: Case) -> None:
    Site.objects.filter(pk=case.due.site.pk).update(kind=Site.Kind.PARTNER)


def _cancelled_shift(case: Case) -> None:
    Shift.objects.filter(pk=case.shift.pk).update(
        state=Shift.State.CANCELLED, cancelled_for=Shift.Cancelled.OTHER, cancelled_at=SOON
    )


def _drafted_shift(case: Case) -> None:
    Shift.objects.filter(pk=case.shift.pk).update(
        state=Shift.State.DRAFT, cancelled_for="", cancelled_at=None
    )


def _seat(state: str) -> Callable[[Case], None]:
    def lose(case: Case) -> None:
        facts = {"waits_since": SOON, "offer_until": None}
        if state == SignUp.State.OFFERED:
            facts["offer_until"] = SHIFT_START
        SignUp.objects.filter(pk=case.due.sign_up.pk).update(state=state, **facts)

    return lose


def _not_for_confidential(case: Case) -> None:
    Clearance.objects.filter(volunteer=case.volunteer).update(is_for_confidential=False)


def _newer_agreement(case: Case) -> None:
    make_version(case.due.agreement, 2, SOON)


def _locked(case: Case) -> None:
    Lockdown.objects.create(started_at=SOON)


def _unsealed(case: Case) -> None:
    SiteSecret.objects.all().delete()


NEGATIONS: dict[str, Callable[[Case], None]] = {
    "somebody else": _somebody_else,
    "a closed user": _closed_user,
    "left": _left,
    "no fresh second factor": _stale,
    "early": _early,
    "over": _over,
    "no confidential place": _open_place,
    "cancelled": _cancelled_shift,
    "a draft": _drafted_shift,
    **{f"seat {state}": _seat(state) for state in SignUp.State.values if state != SignUp.State.CONFIRMED},
    "clearance over": Case.end_clearance,
    "not cleared for such places": _not_for_confidential,
    "a newer agreement": _newer_agreement,
    "lockdown": _locked,
    "not sealed": _unsealed,
}


@pytest.fixture
def case(now: datetime) -> Case:
    return Case(make_due(now, starts_at=SHIFT_START))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "at", [SHIFT_START - timedelta(hours=24), SHIFT_START, SHIFT_START + timedelta(hours=3, microseconds=-1)]
)
def test_the_address_is_shown_to_who_is_due_and_the_reading_is_kept(case: Case, at: datetime) -> None:
    case.now = at
    assert case.ask() == WHERE.street
    reading = LocationReading.objects.get()
    assert (reading.site, reading.sign_up, reading.user, reading.at) == (
        case.due.site,
        case.due.sign_up,
        case.user,
        at,
    )
    entry = AuditEntry.objects.get(verb="location.read")
    assert (entry.actor, entry.about_id, entry.after) == (
        case.user,
        str(case.due.site.pk),
        {"sign_up": case.due.sign_up.pk},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", NEGATIONS)
def test_each_condition_negated_alone_refuses(case: Case, name: str) -> None:
    NEGATIONS[name](case)
    _is_refused(case)


@pytest.mark.django_db
def test_any_two_negated_refuse_with_the_same_sentence(case: Case) -> None:
    said = set()
    for one, other in itertools.combinations(NEGATIONS, 2):
        before = vars(case).copy()
        mark = transaction.savepoint()
        NEGATIONS[one](case)
        NEGATIONS[other](case)
        said.add(_is_refused(case))
        transaction.savepoint_rollback(mark)
        vars(case).update(before)
        case.user.is_active = True
    assert said == {"The address is not shown now. If you are due there, a coordinator can help."}


@pytest.mark.django_db
def test_whoever_left_this_evening_is_shown_nothing_though_the_day_is_not_over(now: datetime) -> None:
    """In New York it is still the eighth, on which they were cleared; in UTC it is the ninth."""
    evening = datetime(2026, 12, 9, 0, 0, tzinfo=UTC)
    case = Case(make_due(now, starts_at=evening))
    case.now = evening + timedelta(hours=1)
    assert case.ask() == WHERE.street
    Volunteer.objects.update(left_at=evening + timedelta(minutes=30))
    _is_refused(case)


@pytest.mark.django_db
def test_a_lost_key_shows_nothing(case: Case, settings: Settings) -> None:
    settings.LOCATION_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    _is_refused(case)
    settings.LOCATION_KEYS = []
    _is_refused(case)


@pytest.mark.django_db
def test_what_was_sealed_for_another_place_does_not_open(case: Case, now: datetime) -> None:
    other = Site.objects.create(kind=Site.Kind.CONFIDENTIAL, label="House Z")
    sealed = SiteSecret.objects.get().sealed
    SiteSecret.objects.all().delete()
    SiteSecret.objects.create(site=other, sealed=sealed, changed_at=now)
    Shift.objects.filter(pk=case.shift.pk).update(site=other)
    _is_refused(case)


@pytest.mark.django_db(transaction=True)
def test_no_reading_ends_after_a_lockdown(now: datetime) -> None:
    """The lockdown waits for the reading that is under way; those that come later find it."""
    case = Case(make_due(now, starts_at=SHIFT_START))
    order: list[str] = []
    reading, waiting = threading.Event(), threading.Event()

    def lock() -> None:
        reading.wait(5)
        waiting.set()
        lock_down(actor=None, now=SOON)
        order.append("locked")
        connection.close()

    thread = threading.Thread(target=lock)
    thread.start()
    with transaction.atomic():
        case.ask()
        reading.set()
        waiting.wait(5)
        thread.join(0.3)
        order.append("read")
    thread.join(5)
    assert order == ["read", "locked"]
    _is_refused(case)


def _is_refused(case: Case) -> str:
    before = LocationReading.objects.count()
    with pytest.raises(LocationRefused) as refused:
        case.ask()
    assert LocationReading.objects.count() == before
    return str(refused.value)
