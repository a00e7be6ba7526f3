"""A person's own page: all of theirs, and nobody else's."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from front.reports import Year, giving_of
from gifts.models import Gift, LedgerLine
from tests.factories import (
    MOMENT,
    make_campaign,
    make_donor,
    make_gift,
    make_line,
    make_organisation,
    make_user,
)
from tests.volunteers.makers import make_program, make_role, make_shift, make_sign_up, make_volunteer

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

    assert list(giving_of(user).gifts) == [own]


def test_years_add_up_what_stands_after_refunds(now: datetime) -> None:
    user = make_user()
    donor = make_donor(user=user)
    refunded = make_gift(donor, amount="100.00", given_at=now)
    make_line(refunded, kind=LedgerLine.Kind.REFUND, amount=Decimal("-30.00"))
    make_gift(donor, amount="20.50", given_at=now)
    make_gift(donor, amount="7.00", given_at=now - timedelta(days=365))

    assert giving_of(user).years == [
        Year(2026, Decimal("90.50"), 2),
        Year(2025, Decimal("7.00"), 1),
    ]


def test_a_gift_on_its_way_is_announced_and_a_failed_one_is_not() -> None:
    user = make_user()
    donor = make_donor(user=user)
    waiting = make_gift(donor, state=Gift.State.PROCESSING)
    make_gift(donor, state=Gift.State.FAILED)

    giving = giving_of(user)

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


def test_whoever_only_volunteers_sees_no_empty_giving_part(client: Client) -> None:
    user = make_user()
    make_volunteer(make_program(), user=user, name="Rosa Lind")
    client.force_login(user)

    page = client.get("/my/").content.decode()

    assert "Good to see you, Rosa Lind" in page
    assert "You have no shift ahead." in page
    assert "No gift with this address yet" not in page
    assert "Gifts and receipts" not in page


def test_whoever_only_gives_sees_nothing_of_shifts(client: Client) -> None:
    user = make_user()
    make_gift(make_donor(user=user))
    client.force_login(user)

    page = client.get("/my/").content.decode().partition("<main")[2].partition("</main>")[0]

    assert "Gifts and receipts" in page
    assert "/volunteer/" not in page


@time_machine.travel(MOMENT, tick=False)
def test_whoever_does_both_finds_both_in_one_place(client: Client) -> None:
    make_organisation()
    user, program = make_user(), make_program()
    make_gift(make_donor(user=user, name="Rosa Lind"))
    volunteer = make_volunteer(program, user=user)
    make_sign_up(make_shift(make_role(program, name="Tutor")), volunteer)
    client.force_login(user)

    page = client.get("/my/").content.decode()

    assert "Thank you, Rosa Lind" in page
    assert "Tuesday, December 8, 3:00 PM" in page
    assert "My 1 shift<" in page
    assert "Gifts and receipts" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_shifts_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    user, program = make_user(), make_program()
    volunteer = make_volunteer(program, user=user)
    for number in range(rows):
        shift = make_shift(make_role(program), starts_at=timezone.now() + timedelta(days=number + 2))
        make_sign_up(shift, volunteer)
    client.force_login(user)

    with django_assert_num_queries(14):
        client.get("/my/")
