"""What finance typed and the desk refused comes back as it was typed."""

import uuid

import pytest
from django.test import Client

from accounts.models import Role
from gifts.models import Difference, FundOpening, FundSpending
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_fund, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FINANCE))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"amount": "twelve"}, "Please write the amount in digits"),
        ({"day": "2031-11-03"}, "That day is still to come."),
    ],
)
def test_a_spending_that_cannot_be_taken_keeps_its_words(
    finance: Client, typed: dict[str, str], why: str
) -> None:
    values = {"form_key": str(uuid.uuid4()), "day": "2026-11-03", "amount": "12.50", "what": "Bus passes"}
    page = finance.post(f"/desk/fund-balances/{make_fund().pk}/spend/", values | typed).content.decode()
    assert why in page
    for said in (values | typed).values():
        assert f'value="{said}"' in page
    assert not FundSpending.objects.exists()


def test_an_opening_balance_that_cannot_be_taken_keeps_its_words(finance: Client) -> None:
    values = {"opening-day": "2031-11-03", "opening-amount": "12.50"}
    page = finance.post(f"/desk/fund-balances/{make_fund().pk}/opening/", values).content.decode()
    assert 'value="12.50"' in page
    assert 'value="2031-11-03"' in page
    assert not FundOpening.objects.exists()


def test_an_explanation_that_cannot_be_taken_keeps_its_words(finance: Client) -> None:
    row = Difference.objects.create(
        kind="line", object_id="txn_1", first_seen_at=MOMENT, last_seen_at=MOMENT, ours="$10.00"
    )
    said = "A drill by client Maria Lopez"
    page = finance.post(f"/desk/differences/{row.pk}/explain/", {"explanation": said}).content.decode()
    assert f'value="{said}"' in page
    assert "$10.00" in page
    row.refresh_from_db()
    assert row.explanation == ""
