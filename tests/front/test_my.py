"""A person's own giving: all of it, and nobody else's."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from front.reports import Year, giving_of
from gifts.models import Gift, LedgerLine
from tests.factories import make_campaign, make_donor, make_gift, make_line, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_the_page_shows_ones_own_gifts_and_nobody_elses(client: Client) -> None:
    user = make_user(email="maria@example.org")
    make_gift(make_donor(user=user), campaign=make_campaign(name="Doors open"))
    make_gift(make_donor(), campaign=make_campaign(name="Somebody else's"))
    client.force_login(user)

    page = client.get("/my/").content.decode()

    assert "Doors open" in page
    assert "Somebody else" not in page


def test_staff_see_their_own_gifts_here_like_everyone() -> None:
    user = make_user(Role.FUNDRAISER, Role.ADMINISTRATOR)
    own = make_gift(make_donor(user=user))
    make_gift(make_donor())

    assert list(giving_of(user, year=None).gifts) == [own]


def test_years_add_up_what_stands_after_refunds(now: datetime) -> None:
    user = make_user()
    donor = make_donor(user=user)
    refunded = make_gift(donor, amount="100.00", given_at=now)
    make_line(refunded, kind=LedgerLine.Kind.REFUND, amount=Decimal("-30.00"))
    make_gift(donor, amount="20.50", given_at=now)
    make_gift(donor, amount="7.00", given_at=now - timedelta(days=365))

    assert giving_of(user, year=None).years == [
        Year(2026, Decimal("90.50"), 2),
        Year(2025, Decimal("7.00"), 1),
    ]


@pytest.mark.parametrize(("asked", "shown"), [(None, 2026), (2025, 2025), (1999, 2026)])
def test_a_year_without_gifts_shows_the_newest_year(now: datetime, asked: int | None, shown: int) -> None:
    user = make_user()
    donor = make_donor(user=user)
    make_gift(donor, given_at=now)
    make_gift(donor, given_at=now - timedelta(days=365))

    assert giving_of(user, year=asked).year == shown


@pytest.mark.parametrize("asked", ["", "abcd", "٢٠٢٦", "20260", "-1"])
def test_a_year_that_is_none_is_no_error(client: Client, asked: str) -> None:
    client.force_login(make_user())

    assert client.get("/my/", {"year": asked}).status_code == 200


def test_a_gift_on_its_way_is_announced_and_a_failed_one_is_not() -> None:
    user = make_user()
    donor = make_donor(user=user)
    waiting = make_gift(donor, state=Gift.State.PROCESSING)
    make_gift(donor, state=Gift.State.FAILED)

    giving = giving_of(user, year=None)

    assert (list(giving.processing), list(giving.gifts)) == ([waiting], [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_gifts_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    make_organisation()
    user = make_user()
    donor = make_donor(user=user)
    for _number in range(rows):
        make_gift(donor)
    client.force_login(user)

    with django_assert_num_queries(12):
        client.get("/my/")


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    response = client.get("/my/")

    assert (response.status_code, response.headers["Location"].partition("?")[0]) == (
        302,
        "/accounts/sign-in/",
    )
