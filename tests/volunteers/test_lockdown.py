"""A lockdown closes every way to an address at one stroke, and is told neutrally."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import AuditEntry, Role
from jobs.models import Job
from letters.models import Letter
from letters.tasks import deliver
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import make_site, make_volunteer
from tests.volunteers.places import KEY
from volunteers.actions.feeds import make_feed
from volunteers.actions.lockdowns import LockdownRefused, lift_lockdown, lock_down
from volunteers.models import CalendarFeed, Lockdown, ShiftKiosk
from volunteers.tasks import tell_lockdown


@pytest.mark.django_db
def test_one_stroke_ends_calendars_sessions_and_kiosks(now: datetime) -> None:
    make_organisation()
    user = make_user()
    volunteer = make_volunteer(user=user)
    token = make_feed(volunteer=volunteer, now=now)
    ShiftKiosk.objects.create(
        site=make_site(),
        token_hash="k",
        opened_by=make_staff(Role.COORDINATOR),
        opened_at=now,
        closes_at=now + timedelta(days=1),
    )
    own, donor = browser_of(user, factor_at=0), browser_of(make_user(), factor_at=0)
    assert own.get("/my/").status_code == 200
    assert Client().get(f"/volunteer/calendar/{token}.ics").status_code == 200

    lockdown = lock_down(actor=None, now=now)

    assert own.get("/my/").status_code == 302
    assert donor.get("/my/").status_code == 200
    assert Client().get(f"/volunteer/calendar/{token}.ics").status_code == 404
    assert CalendarFeed.objects.get().revoked_at == now
    assert ShiftKiosk.objects.get().closed_at == now
    entry = AuditEntry.objects.get(verb="location.locked")
    assert (entry.about_id, entry.after) == (str(lockdown.pk), {"feeds": 1, "sessions": 1, "kiosks": 1})


@pytest.mark.django_db
def test_volunteers_are_told_once_and_neutrally(
    now: datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    make_organisation()
    make_volunteer()
    make_volunteer(left_at=now)
    lockdown = lock_down(actor=None, now=now)
    assert Job.objects.get(kind="volunteers.tell_lockdown").about == str(lockdown.pk)
    tell_lockdown(str(lockdown.pk), now)
    tell_lockdown(str(lockdown.pk), now)
    deliver(str(Letter.objects.get().pk), now)
    [mail] = mailoutbox
    assert mail.subject == "Please sign in again"
    words = str(mail.body).lower()
    assert [word for word in ("lockdown", "address of", "confidential", "shelter") if word in words] == []


@pytest.mark.django_db
def test_one_holds_at_a_time_and_is_lifted_once(now: datetime) -> None:
    lock_down(actor=None, now=now)
    with pytest.raises(LockdownRefused, match="holds already"):
        lock_down(actor=None, now=now)
    lift_lockdown(actor=None, now=now)
    with pytest.raises(LockdownRefused, match="No lockdown holds"):
        lift_lockdown(actor=None, now=now)
    assert Lockdown.objects.get().lifted_at == now
    lock_down(actor=None, now=now)
    assert Lockdown.objects.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_make_one_lockdown(now: datetime) -> None:
    barrier = threading.Barrier(2)
    said: list[str] = []

    def press() -> None:
        barrier.wait(5)
        try:
            lock_down(actor=None, now=now)
        except LockdownRefused:
            said.append("refused")
        else:
            said.append("locked")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (sorted(said), Lockdown.objects.count()) == (["locked", "refused"], 1)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PRIVACY, Role.ADMINISTRATOR])
def test_the_button_locks_and_lifts_and_every_desk_page_says_so(role: Role, settings: Settings) -> None:
    settings.LOCATION_KEYS = [KEY]
    make_organisation()
    user = make_staff(role)
    browser, other = browser_of(user), browser_of(make_staff(Role.FINANCE))
    assert "Lock down now" in browser.get("/desk/sites/lockdown/").content.decode()
    assert "A lockdown holds" not in other.get("/desk/").content.decode()
    browser.post("/desk/sites/lockdown/")
    assert Lockdown.objects.get().started_by == user
    assert "A lockdown holds" in other.get("/desk/").content.decode()
    browser.post("/desk/sites/lockdown/lift/")
    assert Lockdown.objects.get().lifted_by == user
    assert "A lockdown holds" not in other.get("/desk/").content.decode()


@pytest.mark.django_db
def test_the_button_wants_a_second_factor_of_this_quarter_hour() -> None:
    make_organisation()
    stale = browser_of(make_staff(Role.PRIVACY), factor_at=time.time() - 16 * 60)
    assert stale.get("/desk/sites/").status_code == 200
    assert stale.post("/desk/sites/lockdown/").status_code == 302
    assert not Lockdown.objects.exists()
    lock_down(actor=None, now=timezone.now())
    assert stale.post("/desk/sites/lockdown/lift/").status_code == 302
    assert Lockdown.objects.open().exists()


@pytest.mark.django_db
def test_the_command_locks_and_lifts() -> None:
    call_command("location_lockdown")
    assert Lockdown.objects.open().exists()
    with pytest.raises(CommandError, match="holds already"):
        call_command("location_lockdown")
    call_command("location_lockdown", "--lift")
    assert not Lockdown.objects.open().exists()
    with pytest.raises(CommandError, match="No lockdown holds"):
        call_command("location_lockdown", "--lift")
