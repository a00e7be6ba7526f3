"""One's own gifts: searched, summed by year, each one's story; nobody else's."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from donors.models import Donor
from gifts.models import Gift
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_donor, make_gift, make_organisation, make_recurring, make_user

pytestmark = pytest.mark.django_db
PATH = "/my/gifts/"


@pytest.fixture
def maria(client: Client) -> User:
    make_organisation()
    user = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=user)
    client.force_login(user)
    return user


@pytest.fixture
def gifts(maria: User, now: datetime) -> list[Gift]:
    donor = Donor.objects.get(user=maria)
    coats, doors = make_campaign(name="Winter coats"), make_campaign(name="Doors open")
    first = make_gift(donor, campaign=coats, amount="25.00", given_at=now)
    second = make_gift(donor, campaign=doors, amount="40.00", given_at=now - timedelta(days=400))
    third = make_gift(donor, campaign=doors, amount="7.50", given_at=now - timedelta(days=1))
    Gift.objects.filter(pk=second.pk).update(tribute_kind="memory", tribute_name="Rosa Ibarra")
    Gift.objects.filter(pk=third.pk).update(recurring=make_recurring(donor))
    make_gift(make_donor(), campaign=make_campaign(name="Not mine"), given_at=now)
    return [first, second, third]


def listed(page: str) -> tuple[str, int]:
    """What the page says: the sum of the list, and how many rows it has."""
    return page.partition('<strong class="money">')[2].partition("</strong>")[0], page.count("my-open")


def body(client: Client, **asked: str) -> str:
    page = client.get(PATH, asked).content.decode()
    return page.partition('class="my-listed"')[2]


@pytest.mark.parametrize(
    ("asked", "total", "count"),
    [
        ({}, "$72.50", 3),
        ({"year": "2026"}, "$32.50", 2),
        ({"year": "2025"}, "$40.00", 1),
        ({"q": "coats"}, "$25.00", 1),
        ({"q": "rosa"}, "$40.00", 1),
        ({"q": "$7.50"}, "$7.50", 1),
        ({"q": "housing"}, "$72.50", 3),
        ({"only": "recurring"}, "$7.50", 1),
        ({"only": "tribute"}, "$40.00", 1),
        ({"q": "doors", "year": "2026"}, "$7.50", 1),
        ({"q": "Not mine"}, "$0.00", 0),
        ({"q": "\x00"}, "$72.50", 3),
        ({"year": "abcd"}, "$72.50", 3),
        ({"year": "99999999999999999999"}, "$0.00", 0),
    ],
)
def test_count_and_sum_are_of_what_is_listed(
    client: Client, gifts: list[Gift], asked: dict[str, str], total: str, count: int
) -> None:
    assert listed(body(client, **asked)) == (total, count)


def test_the_years_carry_their_sums(client: Client, gifts: list[Gift]) -> None:
    tabs = client.get(PATH).content.decode().partition("year-tabs")[2].partition("</ul>")[0]
    assert tabs.index("$32.50") < tabs.index("$40")


def test_many_gifts_are_paged_and_each_is_met_once(client: Client, maria: User, now: datetime) -> None:
    donor, campaign = Donor.objects.get(user=maria), make_campaign()
    for day in range(60):
        make_gift(donor, campaign=campaign, given_at=now - timedelta(days=day))
    met: list[str] = []
    path = PATH
    for _page in range(3):
        page = client.get(path).content.decode()
        met += re.findall(r'href="/my/gifts/([0-9a-f-]{36})/"', page)
        older = re.search(r'href="([^"]*)"[^>]*rel="next"', page)
        path = PATH + older.group(1).replace("&amp;", "&") if older else ""
    assert path == ""
    assert sorted(met) == sorted(str(pk) for pk in Gift.objects.values_list("pk", flat=True))


def test_a_gifts_page_tells_its_story(client: Client, gifts: list[Gift]) -> None:
    page = client.get(f"{PATH}{gifts[1].pk}/").content.decode()
    for words in ("$40.00", "Doors open", "In memory of", "Rosa Ibarra", "Housing"):
        assert words in page


@pytest.mark.parametrize("role", [None, Role.FUNDRAISER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_another_persons_gift_is_not_there(gifts: list[Gift], role: Role | None, method: str) -> None:
    browser = browser_of(make_staff(role) if role else make_user())
    assert getattr(browser, method)(f"{PATH}{gifts[0].pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    client: Client, maria: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    donor, campaign = Donor.objects.get(user=maria), make_campaign()
    for _number in range(rows):
        make_gift(donor, campaign=campaign)
    with django_assert_num_queries(8):
        client.get(PATH)


def test_whoever_gave_nothing_is_told_what_to_do(client: Client, maria: User) -> None:
    assert "No gift with this address yet" in client.get(PATH).content.decode()
