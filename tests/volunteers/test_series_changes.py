"""Coordinators change series on the desk; what a change does is shown before it is made."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.series_makers import (
    NOW,
    local_times,
    make_busy_series,
    make_series,
    own_choices,
    shift_of,
)
from volunteers.models import Series, SignUp, StandingPlace

pytestmark = pytest.mark.django_db

LIST_QUERIES, PAGE_QUERIES = 13, 14


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.COORDINATOR))


def digest_in(html: str) -> str:
    return html.partition('name="digest" value="')[2].partition('"')[0]


def test_an_edit_shows_what_it_does_and_then_does_it(desk: Client) -> None:
    series, people = make_busy_series(make_program())
    later = {"start_time": "16:00", "end_time": "18:00", "ends": "day", "until_on": "2026-12-22"}
    moved = own_choices(series, **later, applies="following", from_on="2026-12-15")
    html = desk.post(f"/desk/series/{series.pk}/edit/", moved).content.decode()
    assert "2 shifts change. 2 people keep their places and are told." in html
    assert "4:00 – 6:00 PM" in html.replace("\u00a0", " ")
    assert local_times([shift_of(series, 15)]) == ["Tue 15 Dec 15:00"]

    answer = desk.post(f"/desk/series/{series.pk}/edit/", {**moved, "digest": digest_in(html)})

    new = Series.objects.exclude(pk=series.pk).get()
    assert answer["Location"] == f"/desk/series/{new.pk}/"
    assert local_times(new.shifts.all()) == ["Tue 15 Dec 16:00", "Tue 22 Dec 16:00"]
    assert SignUp.objects.active().count() == len(people)


def test_a_change_meanwhile_is_shown_again_with_a_sentence(desk: Client) -> None:
    series, _people = make_busy_series(program := make_program())
    moved = own_choices(series, start_time="16:00", end_time="18:00")
    digest = digest_in(desk.post(f"/desk/series/{series.pk}/edit/", moved).content.decode())
    make_sign_up(shift_of(series, 22), make_volunteer(program, name="Late Comer"))

    html = desk.post(f"/desk/series/{series.pk}/edit/", {**moved, "digest": digest}).content.decode()

    assert "Something changed while you looked." in html
    assert "Late Comer" in html
    assert digest_in(html) not in {"", digest}
    assert local_times([shift_of(series, 1)]) == ["Tue 01 Dec 15:00"]


@pytest.mark.parametrize("choice", ["leave", "release"])
def test_staff_decide_about_whoever_cannot_be_kept(desk: Client, choice: str) -> None:
    series, people = make_busy_series(program := make_program())
    eighth = shift_of(series, 8)
    elsewhere = make_shift(make_role(program), starts_at=eighth.starts_at + timedelta(hours=2))
    make_sign_up(elsewhere, people[0].volunteer)
    moved = own_choices(series, start_time="16:00", end_time="18:00")
    html = desk.post(f"/desk/series/{series.pk}/edit/", moved).content.decode()
    assert "Rosa Lind" in html
    assert "Has another shift at that time" in html

    decided = {**moved, "digest": digest_in(html), f"do-{eighth.pk}": choice}
    desk.post(f"/desk/series/{series.pk}/edit/", decided)

    hour, state = {"leave": ("15:00", "confirmed"), "release": ("16:00", "released")}[choice]
    assert local_times([shift_of(series, 8)]) == [f"Tue 08 Dec {hour}"]
    assert SignUp.objects.get(pk=people[1].pk).state == state


def test_going_back_to_the_form_loses_nothing(desk: Client) -> None:
    series, _people = make_busy_series(make_program())

    answer = desk.post(f"/desk/series/{series.pk}/edit/", own_choices(series, start_time="16:05", back="yes"))

    assert answer.context["form"]["start_time"].value() == "16:05"
    assert answer.context["form"].errors == {}


def test_an_edit_that_concerns_no_shift_is_saved_at_once(desk: Client) -> None:
    series, _people = make_busy_series(make_program())

    desk.post(f"/desk/series/{series.pk}/edit/", own_choices(series, skips_closed_days=None))

    series.refresh_from_db()
    assert not series.skips_closed_days


def test_a_day_is_left_out_and_the_series_ended_after_a_look(desk: Client) -> None:
    series, _people = make_busy_series(make_program())
    for path, day in (("skip", "2026-12-15"), ("end", "2026-12-08")):
        typed = {"on": day, "reason": "holiday"}
        html = desk.post(f"/desk/series/{series.pk}/{path}/", typed).content.decode()
        assert "Rosa Lind" in html
        desk.post(f"/desk/series/{series.pk}/{path}/", {**typed, "digest": digest_in(html)})

    assert local_times(series.shifts.all()) == ["Tue 01 Dec 15:00", "Tue 08 Dec 15:00"]
    html = desk.get(f"/desk/series/{series.pk}/").content.decode()
    assert "Let it take place" in html


def test_a_small_form_of_the_page_keeps_what_was_typed(desk: Client) -> None:
    series = make_series()
    html = desk.post(
        f"/desk/series/{series.pk}/skip/", {"on": "2026-13-40", "reason": "weather"}
    ).content.decode()

    assert "Enter a valid date." in html
    assert 'value="2026-13-40"' in html
    assert '<option value="weather" selected>' in html


def test_a_standing_place_is_given_and_ended(desk: Client) -> None:
    program = make_program()
    series, volunteer = make_series(make_role(program)), make_volunteer(program)
    given = {"volunteer": volunteer.pk, "from_on": "2026-12-08"}
    desk.post(f"/desk/series/{series.pk}/standing/", given)
    assert SignUp.objects.holding().count() == 3
    html = desk.post(f"/desk/series/{series.pk}/standing/", given).content.decode()
    assert "errorlist" in html

    desk.post(f"/desk/standing/{StandingPlace.objects.get().pk}/end/", {"last_on": "2026-12-15"})

    assert SignUp.objects.holding().count() == 2
