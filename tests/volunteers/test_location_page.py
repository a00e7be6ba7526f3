"""The page of an address: explains on GET, shows on POST, to the one who is due."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Role, User
from core import shield
from core.shield import holds_place
from tests.accounts.makers import browser_of, enrol, make_staff, totp_now
from tests.factories import make_organisation, make_user
from tests.volunteers.places import KEY, Due, make_due
from volunteers.models import LocationReading, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keyed(settings: Settings) -> Iterator[None]:
    settings.LOCATION_KEYS = [KEY]
    shield.forget()
    yield
    shield.forget()


@pytest.fixture
def user() -> User:
    make_organisation()
    user = make_user()
    enrol(user)
    return user


@pytest.fixture
def due(user: User) -> Due:
    now = timezone.now()
    return make_due(now, starts_at=now + timedelta(hours=2), user=user)


def path(due: Due) -> str:
    return f"/volunteer/sign-ups/{due.sign_up.pk}/location/"


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_explains_on_get_and_shows_on_post_in_one_answer_that_nothing_keeps(user: User, due: Due) -> None:
    browser = browser_of(user)
    assert "from 24 hours before the shift" in words(browser.get(path(due)))
    assert not LocationReading.objects.exists()
    shown = browser.post(path(due))
    assert "1417 N Wrenlow Street" in words(shown)
    assert "Ring twice" in words(shown)
    assert "no-store" in shown["Cache-Control"]
    assert LocationReading.objects.get().user == user
    assert not holds_place(words(browser.get(path(due))))
    assert not holds_place(words(browser.get("/volunteer/mine/")))
    assert not holds_place(str(dict(browser.session)))


def test_a_stale_factor_is_shown_again_first(user: User, due: Due) -> None:
    browser = browser_of(user, factor_at=time.time() - 16 * 60)
    answer = browser.post(path(due))
    assert (
        answer["Location"]
        == f"/accounts/2fa/reauthenticate/?next=%2Fvolunteer%2Fsign-ups%2F{due.sign_up.pk}%2Flocation%2F"
    )
    assert not LocationReading.objects.exists()


def test_after_the_code_of_the_app_the_way_leads_back(user: User, due: Due) -> None:
    browser = browser_of(user, password_at=0, factor_at=time.time() - 16 * 60)
    there = browser.post(path(due))["Location"]
    back = browser.post(there, {"code": totp_now(), "next": path(due)})
    assert back["Location"] == path(due)
    assert holds_place(words(browser.post(path(due))))


def test_a_passkey_counts_and_a_code_by_mail_does_not(user: User, due: Due) -> None:
    assert holds_place(words(browser_of(user, password_at=0, kind="webauthn").post(path(due))))
    assert browser_of(user, factor_at=0).post(path(due)).status_code == 302


def test_whoever_has_no_second_factor_is_led_to_set_one_up() -> None:
    make_organisation()
    user, now = make_user(), timezone.now()
    due = make_due(now, starts_at=now + timedelta(hours=2), user=user)
    browser = browser_of(user)
    assert "You need a second factor" in words(browser.get(path(due)))
    answer = browser.post(path(due))
    assert answer["Location"].startswith("/accounts/security/?next=")


def test_whoever_is_not_due_reads_the_neutral_sentence(user: User, due: Due) -> None:
    SignUp.objects.update(state=SignUp.State.RELEASED)
    answer = browser_of(user).post(path(due))
    assert answer.status_code == 403
    assert "The address is not shown now." in words(answer)
    assert not holds_place(words(answer))


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_another_persons_and_the_staffs_answer_is_404(due: Due, method: str) -> None:
    stranger = make_user()
    enrol(stranger)
    staff = [make_staff(role) for role in Role]
    for somebody in (stranger, *staff):
        answer = getattr(browser_of(somebody), method)(path(due))
        assert answer.status_code == (404 if method in {"get", "post"} else 405)
    assert Client().get(path(due)).status_code == 302
