"""The giving form: the promised fields, a sentence for each mistake, nothing lost, nothing at Stripe."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.money import CENT
from gifts.models import Checkout, GivingPolicy
from tests.factories import make_appeal, make_campaign, make_fund, make_organisation
from tests.gifts.giving import Pages, give, pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    make_organisation()
    return pages_of(monkeypatch)


def test_the_promised_fields_lead_to_the_payment_page(client: Client, pages: Pages) -> None:
    campaign = make_campaign()

    answer = give(client, campaign, amount="25", cover_fee="on", frequency="monthly")

    assert (answer.status_code, answer.headers["Location"]) == (303, "https://checkout.example/1")
    row = Checkout.objects.get()
    assert (row.amount, row.fee_cover, row.frequency, row.state) == (
        Decimal("25.00"),
        Decimal("1.06"),
        "monthly",
        "open",
    )
    assert [(order.amount, order.frequency, order.email) for order in pages.orders] == [
        (Decimal("26.06"), "monthly", "maria@example.org")
    ]


@pytest.mark.parametrize("amount", ["25", "25.00", "$25", " 25.0 ", "٢٥"])
def test_an_amount_can_be_written_in_many_ways(client: Client, amount: str) -> None:
    assert give(client, make_campaign(), amount=amount).status_code == 303
    assert Checkout.objects.get().amount == Decimal("25.00")


def test_all_that_was_asked_is_kept(client: Client) -> None:
    campaign = make_campaign()
    appeal = make_appeal(campaign, code="november")

    give(
        client,
        campaign,
        amount="other",
        other_amount="1,250.50",
        appeal="november",
        utm_source="letter",
        utm_medium="m" * 200,
        tribute_kind="memory",
        tribute_name="Rosa",
        tribute_message="sympathy",
        employer="Acme",
        is_anonymous="on",
        wants_news="on",
        language="es",
    )

    row = Checkout.objects.get()
    kept = (row.amount, row.appeal, row.utm_source, row.utm_medium, row.tribute_kind, row.tribute_name)
    assert kept == (Decimal("1250.50"), appeal, "letter", "m" * 80, "memory", "Rosa")
    assert (row.employer, row.is_anonymous, row.wants_news, row.language) == ("Acme", True, True, "es")
    assert row.tribute_message == "sympathy"


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("-5", "Please choose an amount above zero."),
        ("0", "Please choose an amount above zero."),
        ("0.001", "An amount has no fraction of a cent."),
        ("1e9", "Please write the amount in digits, like 25 or 25.50."),
        ("1000000000", "The largest gift that can be given here is $25,000.00."),
        ("99999999999999999999", "That amount is too large to be right."),
        ("NaN", "Please write the amount in digits, like 25 or 25.50."),
        ("Infinity", "Please write the amount in digits, like 25 or 25.50."),
        ("5,00", "Please write the amount with a point for cents, like 25 or 25.50."),
        ("twenty", "Please write the amount in digits, like 25 or 25.50."),
        ("4.99", "The smallest gift that can be given here is $5.00."),
        ("", "Please choose or write an amount."),
        ("other", "Please choose or write an amount."),
        ("9" * 5000, "at most 40 characters"),
        ("25\0", "Null characters are not allowed."),
        ("💧", "Please write the amount in digits, like 25 or 25.50."),
    ],
)
def test_an_amount_that_is_none_gets_its_sentence(
    client: Client, pages: Pages, amount: str, sentence: str
) -> None:
    answer = give(client, make_campaign(), amount=amount)

    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    kept = ('value="Maria Lopez"', 'value="maria@example.org"', f'value="{amount}"')
    assert [word in page for word in kept] == [True] * 3
    assert (Checkout.objects.count(), pages.orders) == (0, [])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Please write your name."),
        ({"name": "   "}, "Please write your name."),
        ({"name": "x" * 5000}, "at most 200 characters (it has 5000)"),
        ({"name": "Ana\0"}, "Null characters are not allowed."),
        ({"email": ""}, "Please write your e-mail address: the receipt goes there."),
        ({"email": "ana"}, "Enter a valid email address."),
        ({"email": "ana@💧"}, "Enter a valid email address."),
        ({"email": f"{'a' * 5000}@example.org"}, "at most 254 characters"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "Enter a valid email address."),
        ({"frequency": "hourly"}, "Select a valid choice. hourly is not one of the available choices."),
        ({"tribute_kind": "honor"}, "Please write whom you give for."),
        ({"tribute_name": "Rosa"}, "Please choose in honor or in memory."),
        ({"tribute_kind": "honor", "tribute_name": "x" * 5000}, "at most 120 characters"),
        ({"employer": "x" * 5000}, "at most 120 characters"),
        ({"language": "xx"}, "Select a valid choice."),
        ({"leave_empty": "https://spam.example"}, "Please leave this field empty"),
    ],
)
def test_a_mistake_gets_its_sentence(
    client: Client, pages: Pages, changes: dict[str, Any], sentence: str
) -> None:
    answer = give(client, make_campaign(), **changes)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (Checkout.objects.count(), pages.orders) == (0, [])


def test_the_fund_of_another_campaign_is_refused(client: Client, pages: Pages) -> None:
    make_fund("elsewhere")

    answer = give(client, make_campaign(), fund="elsewhere")

    assert "This campaign does not collect for that fund." in answer.content.decode()
    assert (answer.status_code, pages.orders) == (422, [])


def test_a_closed_fund_is_refused(client: Client, pages: Pages) -> None:
    campaign = make_campaign()
    campaign.funds.add(make_fund("open"))
    closed = campaign.funds.exclude(code="open").get()
    closed.is_open = False
    closed.save()

    assert give(client, campaign, fund=closed.code).status_code == 422
    assert pages.orders == []


def test_without_a_choice_the_first_fund_gets_it_once(client: Client) -> None:
    campaign = make_campaign()

    answer = give(client, campaign, fund=None, frequency=None)

    assert answer.status_code == 303
    assert Checkout.objects.values_list("fund", "frequency").get() == (campaign.funds.get().pk, "once")


def test_extra_fields_change_nothing(client: Client) -> None:
    campaign = make_campaign()

    more = {"state": "completed", "fee_cover": "9", "campaign_id": "7", "currency": "jpy", "attempt": "9"}
    give(client, campaign, **more)

    row = Checkout.objects.get()
    assert (row.state, row.campaign, row.currency, row.attempt) == ("open", campaign, "usd", 1)
    assert row.fee_cover == 0


def test_an_appeal_of_another_campaign_is_dropped(client: Client) -> None:
    make_appeal(make_campaign(), code="theirs")

    give(client, make_campaign(), appeal="theirs", utm_source="a\0b")

    row = Checkout.objects.get()
    assert (row.appeal_id, row.utm_source) == (None, "ab")


@pytest.mark.parametrize("name", ["محمد علي", "שרה כהן", "Ana 🌊", "O’Brien-Núñez", "李小龍", "Zoë"])
def test_names_of_every_script_are_taken_as_they_are(client: Client, name: str) -> None:
    assert give(client, make_campaign(), name=name).status_code == 303
    assert Checkout.objects.get().name == name


@pytest.mark.parametrize("said", ["on", "1", "true", "yes"])
def test_yes_to_the_fee_can_be_said_in_many_ways(client: Client, said: str) -> None:
    give(client, make_campaign(), cover_fee=said)

    assert Checkout.objects.get().fee_cover == Decimal("1.06")


@pytest.mark.parametrize("said", ["", "0", "false", "off", "no"])
def test_and_no_too(client: Client, said: str) -> None:
    give(client, make_campaign(), cover_fee=said)

    assert Checkout.objects.get().fee_cover == 0


@given(
    amount=st.decimals(min_value="1", max_value="100000", places=2),
    percent=st.decimals(min_value="0", max_value="19.999", places=3),
    fixed=st.decimals(min_value="0", max_value="5", places=2),
)
def test_after_the_fee_the_charity_keeps_the_gift_and_no_cent_too_much(
    amount: Decimal, percent: Decimal, fixed: Decimal
) -> None:
    policy = GivingPolicy(fee_percent=percent, fee_fixed=fixed)

    cover = policy.fee_cover_for(amount)

    def kept(total: Decimal) -> Decimal:
        return total - (total * percent / 100 + fixed).quantize(CENT)

    assert kept(amount + cover) >= amount
    assert cover == 0 or kept(amount + cover - CENT) <= amount
