"""The page of one recurring gift: whatever it has, one page with as many questions."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.models import Role
from gifts.models import Gift, RecurringGift
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_recurring, make_user
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.READ_ONLY))


def a_life(gift: RecurringGift, number: int) -> None:
    """A charge, a request of staff, a change and a letter."""
    at = MOMENT + timedelta(days=number)
    Gift.objects.filter(pk=make_gift(gift.donor, given_at=at).pk).update(recurring=gift)
    asked = gift.requests.create(
        kind="amount",
        state="done",
        wanted={"amount": "20.00", "fee_cover": "0.00", "charge": "20.00", "before": "10.00"},
        asked_by=make_user(Role.FUNDRAISER, name=f"Frida {number}"),
        on_behalf=True,
        reason=f"by phone {number}",
        asked_at=at,
        ended_at=at,
    )
    gift.changes.create(
        kind="upgrade",
        at=at,
        request=asked,
        monthly_before=Decimal(10),
        monthly_after=Decimal(20),
        before={"amount": "10.00"},
        after={"amount": "20.00"},
    )
    letter = make_letter(key=f"changed-{number}", now=at)
    type(letter).objects.filter(pk=letter.pk).update(
        kind="recurring_changed", about_kind="recurring_gift", about_id=str(gift.pk)
    )


def test_everything_known_of_it_stands_on_its_page(reader: Client) -> None:
    gift = make_recurring(
        make_donor(name="Ana Díaz"),
        next_charge_at=MOMENT + timedelta(days=30),
        period_began_at=MOMENT,
        method_kind="card",
        method_brand="visa",
        method_last4="4242",
    )
    a_life(gift, 1)
    page = reader.get(f"/desk/recurring/{gift.pk}/")
    text = page.content.decode()
    for words in (
        "Ana Díaz",
        gift.subscription_id,
        "4242",
        "Frida 1",
        "by phone 1",
        "A recurring gift was changed",
    ):
        assert words in text
    assert [gift.amount for gift in page.context["page"].rows] == [make_gift().amount]
    assert page.context["facts"].years[0].count + page.context["facts"].years[1].count > 0


def test_three_of_everything_ask_the_database_as_often_as_one(reader: Client) -> None:
    gift = make_recurring(make_donor(), next_charge_at=MOMENT + timedelta(days=30), period_began_at=MOMENT)

    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(f"/desk/recurring/{gift.pk}/").status_code == 200
        return len(queries)

    a_life(gift, 1)
    a_life(gift, 2)
    two = questions()
    a_life(gift, 3)
    a_life(gift, 4)
    assert questions() == two


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "pending"},
        {"state": "cancelled", "ended_for": "failed"},
        {"is_paused": True},
        {"is_paused": True, "paused_until": MOMENT + timedelta(days=90)},
        {"state": "past_due", "failed_attempts": 2, "open_invoice_id": "in_1", "open_amount": 20},
        {"instalments": 3, "instalments_from": MOMENT},
        {"end_on": MOMENT.date()},
        {"donor": None},
    ],
)
def test_every_state_of_a_gift_has_its_page(facts: dict[str, Any]) -> None:
    make_organisation()
    donor = facts.pop("donor") if "donor" in facts else make_donor()
    gift = make_recurring(donor, next_charge_at=MOMENT + timedelta(days=30), period_began_at=MOMENT, **facts)
    assert browser_of(make_staff(Role.FINANCE)).get(f"/desk/recurring/{gift.pk}/").status_code == 200


def test_a_gift_that_is_not_there_is_no_page(reader: Client) -> None:
    assert reader.get("/desk/recurring/6f3c2a52-0d3b-4c6e-9e41-3f1f1f1a2b3c/").status_code == 404


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"is_paused": True, "paused_until": MOMENT + timedelta(days=60)}, "paused until Jan 24, 2027"),
        (
            {
                "state": RecurringGift.State.PAST_DUE,
                "failed_attempts": 2,
                "next_attempt_at": MOMENT + timedelta(days=3),
            },
            "2 attempts failed, next on Nov 28, 2026",
        ),
        (
            {
                "instalments": 3,
                "instalments_from": MOMENT,
                "ends_at": MOMENT + timedelta(days=120),
            },
            "ending after the promised charges",
        ),
    ],
)
def test_list_page_and_donor_say_alike_how_a_gift_stands(
    reader: Client, values: dict[str, Any], words: str
) -> None:
    gift = make_recurring(make_donor(), **values)
    for address in ("/desk/recurring/", f"/desk/recurring/{gift.pk}/", f"/desk/donors/{gift.donor_id}/"):
        assert words in " ".join(strip_tags(reader.get(address).content.decode()).split())


def test_a_gift_that_ended_has_no_charge_left(reader: Client) -> None:
    promised = {"instalments": 3, "instalments_from": MOMENT}
    gift = make_recurring(make_donor(), **promised)
    address = f"/desk/recurring/{gift.pk}/"
    assert "Charges left" in reader.get(address).content.decode()
    RecurringGift.objects.filter(pk=gift.pk).update(
        state=RecurringGift.State.CANCELLED, ended_for="asked", cancelled_at=MOMENT
    )
    page = reader.get(address).content.decode()
    assert "<dt>Ended</dt>" in page
    assert "Charges left" not in page
