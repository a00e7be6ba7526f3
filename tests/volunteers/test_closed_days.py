"""The list of closed days: searched, narrowed, paged."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation, today
from volunteers.models import ClosedDay

pytestmark = pytest.mark.django_db

PAGE = "/desk/closed-days/"
DAY = timedelta(days=1)


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.COORDINATOR))


def shown(desk: Client, query: str = "") -> list[ClosedDay]:
    return list(desk.get(f"{PAGE}?{query}").context["page"].object_list)


def test_closed_days_are_found_by_name_year_and_whether_they_are_over(desk: Client) -> None:
    here = today()
    over = ClosedDay.objects.create(on=here - DAY, name="House meeting")
    soon = ClosedDay.objects.create(on=here, name="Feast of the house")
    late = ClosedDay.objects.create(on=here + 800 * DAY, name="Labor Day")

    assert shown(desk) == [soon, late]
    assert shown(desk, "q=HOUSE") == [soon]
    assert shown(desk, f"year={late.on.year}") == [late]
    assert shown(desk, "past=yes") == [over]
    assert shown(desk, "past=yes&q=meeting") == [over]
    assert "No closed day is like this" in desk.get(f"{PAGE}?q=nothing").content.decode()


def test_closed_days_are_paged_and_the_search_stays(desk: Client) -> None:
    for number in range(51):
        ClosedDay.objects.create(on=today() + number * DAY, name=f"Feast {number}")

    assert [len(shown(desk, "q=Feast")), len(shown(desk, "q=Feast&page=2"))] == [50, 1]
    assert "?q=Feast&amp;page=2" in desk.get(f"{PAGE}?q=Feast").content.decode()
