"""Counts of what gifts made possible: typed on the desk, shown so that nobody can be found in them."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.models import AuditEntry, Role
from campaigns.models import ImpactFigure, ImpactMeasure
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.makers import queries_of
from tests.campaigns.telling import YEAR, make_figure, make_measure
from tests.factories import make_fund, make_organisation

pytestmark = pytest.mark.django_db
PAGE = "/impact/"


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def words_of(page: str) -> str:
    return Client().get(page).content.decode()


def test_a_count_typed_at_the_desk_is_on_the_public_page_and_on_the_first(desk: Client) -> None:
    desk.post("/desk/impact/measures/new/", {"name": "people housed", "is_open": "on"})
    measure = ImpactMeasure.objects.get()
    typed = {"measure": measure.pk, "since": "2025-01-01", "until": "2025-12-31", "value": "1432"}
    desk.post("/desk/impact/new/", {**typed, "is_public": "on"})
    for page in (PAGE, "/"):
        assert "1,432" in words_of(page)
        assert "people housed" in words_of(page)


def test_a_count_that_is_not_for_the_public_is_nowhere_on_its_pages(desk: Client) -> None:
    figure = make_figure(1432)
    ImpactFigure.objects.filter(pk=figure.pk).update(is_public=False)
    assert "1,432" not in words_of(PAGE) + words_of("/")
    assert "1,432" in desk.get("/desk/impact/").content.decode()


def test_a_small_count_and_what_tells_of_it_are_left_out_with_a_reason(desk: Client) -> None:
    make_figure(940)
    make_figure(933, fund=make_fund("housing", name="Housing"))
    make_figure(7, fund=make_fund("therapy", name="Therapy"))
    page = words_of(PAGE)
    assert "940" in page
    assert "933" not in page
    assert "a smaller one could be worked out from it" in page
    assert page.count("left out") >= 2


def test_the_first_page_shows_no_small_count() -> None:
    make_organisation()
    make_figure(7)
    assert "people housed" not in words_of("/")


def test_what_is_counted_no_more_is_nowhere_on_public_pages(desk: Client) -> None:
    figure = make_figure(940)
    ImpactMeasure.objects.filter(pk=figure.measure_id).update(is_open=False)
    assert "940" not in words_of(PAGE)
    assert "940" not in words_of("/")


def test_the_desk_says_what_the_public_reads(desk: Client) -> None:
    make_figure(940)
    make_figure(933, fund=make_fund("housing", name="Housing"))
    make_figure(7, fund=make_fund("therapy", name="Therapy"))
    page = desk.get("/desk/impact/").content.decode()
    assert page.count("left out</span>") == 2
    assert "933" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"until": "2025-01-20"}, "at least four weeks"),
        ({"until": "2024-12-31"}, "cannot come before the first"),
        ({"since": "2027-01-01", "until": "2199-01-31"}, "days that are over"),
        ({"value": "-1"}, "greater than or equal to 0"),
        ({"value": "many"}, "whole number"),
        ({"measure": "999"}, "Select a valid choice"),
    ],
)
def test_a_count_that_cannot_be_is_refused_with_a_sentence(
    desk: Client, change: dict[str, str], words: str
) -> None:
    measure = make_measure()
    typed = {"measure": str(measure.pk), "since": "2025-01-01", "until": "2025-12-31", "value": "40"}
    answer = desk.post("/desk/impact/new/", {**typed, **change})
    assert words in answer.content.decode()
    assert not ImpactFigure.objects.exists()


def test_the_same_days_are_counted_once(desk: Client) -> None:
    figure = make_figure(40)
    typed = {"measure": figure.measure_id, "since": "2025-01-01", "until": "2025-12-31", "value": "50"}
    assert "counted already" in desk.post("/desk/impact/new/", typed).content.decode()
    with pytest.raises(IntegrityError, match="one_figure_per_measure_fund_and_days"):
        ImpactFigure.objects.create(
            measure=figure.measure,
            fund=None,
            **YEAR,
            value=50,
            entered_by=figure.entered_by,
            entered_at=figure.entered_at,
        )


def test_days_stand_in_their_order() -> None:
    figure = make_figure(40)
    with pytest.raises(IntegrityError, match="figure_ends_after_start"):
        ImpactFigure.objects.filter(pk=figure.pk).update(until=date(2024, 12, 31))


def test_what_is_counted_has_a_name() -> None:
    measure = make_measure()
    with pytest.raises(IntegrityError, match="measure_has_a_name"):
        ImpactMeasure.objects.filter(pk=measure.pk).update(name="")


def test_changes_and_removals_stand_on_the_trail(desk: Client) -> None:
    figure = make_figure(40)
    typed = {"measure": figure.measure_id, "since": "2025-01-01", "until": "2025-12-31", "value": "50"}
    desk.post(f"/desk/impact/{figure.pk}/", typed)
    changed = AuditEntry.objects.filter(verb="figure.saved").latest("pk")
    assert (changed.before, changed.after) == (
        {"value": 40, "is_public": True},
        {"value": 50, "is_public": False},
    )
    desk.post(f"/desk/impact/{figure.pk}/remove/")
    desk.post(f"/desk/impact/{figure.pk}/remove/")
    assert not ImpactFigure.objects.exists()
    assert AuditEntry.objects.get(verb="figure.removed").before["value"] == 50


def test_the_public_page_asks_the_database_as_often_for_many_counts_as_for_one(desk: Client) -> None:
    make_figure(40)
    alone = queries_of(Client(), PAGE)
    for year in range(2015, 2025):
        make_figure(50 + year, since=date(year, 1, 1), until=date(year, 12, 31))
    assert queries_of(Client(), PAGE) == alone
