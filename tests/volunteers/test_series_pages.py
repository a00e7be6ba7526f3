"""Coordinators plan series on the desk: chosen in words, shown before they are made."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.series_makers import (
    NOW,
    make_busy_series,
    make_series,
    own_choices,
    series_choices,
)
from volunteers.models import ClosedDay, Series, Shift

pytestmark = pytest.mark.django_db

LIST_QUERIES, PAGE_QUERIES = 10, 11


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


def test_a_look_shows_the_sentence_and_ten_days_and_saves_nothing(desk: Client) -> None:
    ClosedDay.objects.create(on=date(2026, 12, 8), name="House meeting")

    html = desk.post("/desk/series/new/", series_choices(weeks="26", look="yes")).content.decode()

    assert "Every Tuesday, 3:00 PM to 5:00 PM, from Dec 1, 2026 until" in html
    assert html.count("<li><span>Tuesday, ") == 10
    assert "December 8" not in html
    assert "and so on" in html
    assert Series.objects.count() == 0


def test_a_night_is_said_in_words(desk: Client) -> None:
    html = desk.post("/desk/series/new/", series_choices(end_time="08:00", look="yes")).content.decode()

    assert "3:00 PM to 8:00 AM (ends the next day)" in html


def test_opening_makes_the_shifts(desk: Client) -> None:
    answer = desk.post("/desk/series/new/", series_choices())

    series = Series.objects.get()
    assert answer["Location"] == f"/desk/series/{series.pk}/"
    assert series.rule == "FREQ=WEEKLY;BYDAY=TU"
    assert series.until_on == date(2026, 12, 28)
    assert series.shifts.count() == 4


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"kind": "monthly_weekday", "weekdays": ["1"], "nths": ["2", "-1"]}, "FREQ=MONTHLY;BYDAY=2TU,-1TU"),
        ({"kind": "monthly_day", "month_day": "15", "weekdays": []}, "FREQ=MONTHLY;BYMONTHDAY=15"),
        ({"kind": "daily", "every": "3", "weekdays": ["2"]}, "FREQ=DAILY;INTERVAL=3"),
        ({"every": "2", "weekdays": ["0", "4"], "nths": ["1"]}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"),
    ],
)
def test_each_way_of_repeating_becomes_its_rule_and_shows_as_the_same_series_choices(
    desk: Client, values: dict[str, Any], rule: str
) -> None:
    desk.post("/desk/series/new/", series_choices(**values, draft="yes", weeks="20"))

    series = Series.objects.get()
    assert (series.rule, series.state) == (rule, Series.State.DRAFT)
    form = desk.get(f"/desk/series/{series.pk}/edit/").context["form"]
    assert form["kind"].value() == values.get("kind", "weekly")
    assert form["every"].value() == int(values.get("every", "1"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"kind": "monthly_weekday", "nths": []}, "nths"),
        ({"kind": "monthly_day", "weekdays": []}, "month_day"),
        ({"end_time": "15:00"}, "end_time"),
        ({"ends": "day", "until_on": ""}, "until_on"),
        ({"ends": "day", "until_on": "2026-11-01"}, "until_on"),
        ({"weeks": ""}, "weeks"),
        ({"every": "13"}, "every"),
        ({"kind": "monthly_day", "month_day": "31", "weekdays": [], "weeks": "2"}, "weeks"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"seats": "0"}, "seats"),
        ({"starts_on": "2026-11-24"}, "starts_on"),
    ],
)
def test_a_mistake_stands_beside_its_field(desk: Client, values: dict[str, Any], field: str) -> None:
    answer = desk.post("/desk/series/new/", series_choices(**values))

    assert list(answer.context["form"].errors) == [field]
    assert Series.objects.count() == 0


def test_a_time_that_does_not_exist_is_asked_about_with_its_days(desk: Client) -> None:
    night = {"kind": "daily", "weekdays": [], "start_time": "02:30", "end_time": "06:00", "weeks": "52"}
    html = desk.post("/desk/series/new/", series_choices(**night)).content.decode()
    assert "On Mar 14, 2027 the clock jumps over 2:30 AM." in html
    assert "before the jump" in html
    assert Series.objects.count() == 0

    desk.post("/desk/series/new/", series_choices(**night, gap="earlier", fold="1"))

    assert Series.objects.get().gap == Series.Gap.EARLIER


def test_a_time_that_comes_twice_is_asked_about(desk: Client) -> None:
    night = {"kind": "daily", "weekdays": [], "start_time": "01:30", "end_time": "06:00", "weeks": "52"}
    html = desk.post("/desk/series/new/", series_choices(**night)).content.decode()
    assert "On Nov 7, 2027 it is 1:30 AM twice." in html

    desk.post("/desk/series/new/", series_choices(**night, fold="1"))

    assert Series.objects.get().fold == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_series_as_for_three(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _number in range(rows):
        make_busy_series(make_program())
    desk.get("/desk/series/")

    with django_assert_num_queries(LIST_QUERIES):
        html = desk.get("/desk/series/").content.decode()

    assert html.count("Every Tuesday") == rows


@pytest.mark.parametrize("weeks", [1, 3])
def test_the_page_asks_as_often_for_one_shift_as_for_three(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, weeks: int
) -> None:
    program = make_program()
    series = make_series(make_role(program), until_on=date(2026, 12, 1) + timedelta(weeks=weeks - 1))
    for shift in series.shifts.all():
        make_sign_up(shift, make_volunteer(program))
    path = f"/desk/series/{series.pk}/"
    desk.get(path)

    with django_assert_num_queries(PAGE_QUERIES):
        html = desk.get(path).content.decode()

    assert html.count("1/3") == weeks


def test_the_list_is_searched_and_ended_series_are_a_filter_away(desk: Client) -> None:
    tutoring, ended = make_series(make_role(name="Math help")), make_series(make_role(name="Night desk"))
    Series.objects.filter(pk=ended.pk).update(state=Series.State.ENDED)

    def shown(query: str) -> list[int]:
        return [row.series.pk for row in desk.get(f"/desk/series/{query}").context["rows"]]

    assert shown("") == [tutoring.pk]
    assert shown("?state=ended") == [ended.pk]
    assert shown("?q=math") == [tutoring.pk]
    assert shown("?q=nothing") == []
    assert "Write the first series" not in desk.get("/desk/series/?q=nothing").content.decode()
    Shift.objects.all().delete()
    Series.objects.all().delete()
    assert "Write the first series" in desk.get("/desk/series/").content.decode()


def test_those_who_only_read_see_the_pages_without_hands() -> None:
    make_organisation()
    series, _people = make_busy_series(make_program())
    reader = browser_of(make_staff(Role.READ_ONLY))

    for path in ("/desk/series/", f"/desk/series/{series.pk}/", "/desk/closed-days/"):
        html = reader.get(path).content.decode()
        assert 'method="post" action="/desk/' not in html
    assert reader.post(f"/desk/series/{series.pk}/end/", {}).status_code == 404


def test_a_series_that_began_long_ago_keeps_its_first_day_and_gets_no_other_in_the_past(desk: Client) -> None:
    series = make_series(starts_on=date(2026, 10, 6), until_on=None)
    path, own = f"/desk/series/{series.pk}/edit/", {"ends": "open", "look": "yes"}

    kept = desk.post(path, own_choices(series, starts_on="2026-10-06", **own)).context["form"].errors
    moved = desk.post(path, own_choices(series, starts_on="2026-10-13", **own)).context["form"].errors

    assert (list(kept), list(moved)) == ([], ["starts_on"])


def test_a_day_on_which_a_series_does_not_come_cannot_be_left_out(desk: Client) -> None:
    series = make_series()
    path = f"/desk/series/{series.pk}/skip/"

    said = desk.post(path, {"on": "2026-12-09", "reason": "weather"}).content.decode()
    desk.post(path, {"on": "2026-12-29", "reason": "weather"})
    assert "The series has no shift on that day." in said
    assert not series.exceptions.exists()

    stayed = series.shifts.get(original_on=date(2026, 12, 8))
    series.shifts.filter(pk=stayed.pk).update(original_on=date(2026, 12, 9))
    for day in ("2026-12-09", "2026-12-15"):
        desk.post(path, {"on": day, "reason": "weather"})
    assert [one.original_on.day for one in series.exceptions.order_by("original_on")] == [9, 15]
