"""A gift that is left to us is shared as the campaign said when it was given, to the cent, at each charge."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign, CampaignShare, Fund
from core.money import ZERO
from gifts.actions.checkouts import open_checkout
from gifts.actions.sweep import sweep
from gifts.actions.sync_checkout import sync_checkout
from gifts.actions.sync_payment import sync_payment
from gifts.models import Allocation, Checkout, CheckoutShare, Frequency, Gift, RecurringGift
from tests.factories import MOMENT, make_campaign, make_checkout, make_fund
from tests.gifts.counter import pay
from tests.gifts.facts import AT, payment
from tests.gifts.giving import give, pages_of, promised, send, visitor, wish_for
from tests.gifts.pretend import Pretend, check_constraints, forgotten
from tests.standin.process import StandIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

MONTH = 32 * 86_400
THIRDS = ("33.33", "33.33", "33.34")


def share(campaign: Campaign, *percents: str) -> list[Fund]:
    """Let a campaign share what is left to it among so many funds."""
    funds = [*campaign.funds.all(), *(make_fund() for _ in percents[1:])]
    campaign.funds.set(funds)
    CampaignShare.objects.bulk_create(
        CampaignShare(campaign=campaign, fund=fund, percent=Decimal(percent))
        for fund, percent in zip(funds, percents, strict=True)
    )
    return funds


def left_to_us(campaign: Campaign, **values: Any) -> Checkout:
    checkout = (
        make_checkout(campaign, **values) if not campaign.shares.exists() else _checkout(campaign, values)
    )
    check_constraints()
    return checkout


def _checkout(campaign: Campaign, values: dict[str, Any]) -> Checkout:
    first = campaign.funds.all()[0]
    campaign.funds.set([first])
    checkout = make_checkout(campaign, **values)
    campaign.funds.set([each.fund for each in campaign.shares.all()])
    CheckoutShare.objects.bulk_create(
        CheckoutShare(checkout=checkout, fund=each.fund, percent=each.percent)
        for each in campaign.shares.all()
    )
    Checkout.objects.filter(pk=checkout.pk).update(fund=None)
    checkout.refresh_from_db()
    check_constraints()
    return checkout


def shares_of_gifts() -> list[list[Decimal]]:
    """The shares of each gift, in the order in which the gifts came."""
    gifts = Gift.objects.order_by("given_at", "pk")
    return [list(gift.allocations.order_by("fund").values_list("amount", flat=True)) for gift in gifts]


def test_the_page_offers_to_leave_it_to_us_first_and_says_how_it_is_shared(client: Client) -> None:
    campaign = make_campaign()
    share(campaign, "62.50", "37.50")

    text = client.get(f"/give/{campaign.slug}/").content.decode()

    assert '<option value="needed-most" selected>Where it is needed most</option>' in text
    assert "62.5 %" in text


@pytest.mark.parametrize("fund", ["needed-most", "", None])
def test_what_is_left_to_us_is_written_down_with_its_shares(
    client: Client, monkeypatch: pytest.MonkeyPatch, fund: str | None
) -> None:
    pages = pages_of(monkeypatch)
    campaign = make_campaign()
    funds = share(campaign, *THIRDS)

    sent = give(client, campaign, fund=fund)

    checkout = Checkout.objects.get()
    assert sent.status_code == 303
    assert checkout.fund is None
    assert list(checkout.shares.values_list("fund", "percent")) == [
        (fund.pk, Decimal(percent)) for fund, percent in zip(funds, THIRDS, strict=True)
    ]
    assert pages.orders[0].product_id == ""


def test_a_fund_that_is_chosen_gets_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    pages_of(monkeypatch)
    campaign = make_campaign()
    funds = share(campaign, "50", "50")

    give(client, campaign, fund=funds[1].code)

    assert (Checkout.objects.get().fund, CheckoutShare.objects.count()) == (funds[1], 0)


def test_the_second_press_shows_how_it_is_shared(client: Client) -> None:
    campaign = make_campaign()
    share(campaign, "50", "50")

    text = send(client, campaign, **promised(campaign, fund="needed-most")).content.decode()

    assert "Where it is needed most" in text
    assert "50 %" in text


def test_where_a_fund_of_the_shares_is_closed_nobody_can_leave_it_to_us(client: Client) -> None:
    campaign = make_campaign()
    funds = share(campaign, "50", "50")
    Fund.objects.filter(pk=funds[1].pk).update(is_open=False)

    assert "needed-most" not in client.get(f"/give/{campaign.slug}/").content.decode()


cents = st.decimals(min_value="1.00", max_value="99999.99", places=2)
percents = st.lists(st.integers(1, 30), min_size=2, max_size=6).map(
    lambda parts: [*parts[:-1], 100 - sum(parts[:-1])] if sum(parts[:-1]) < 100 else [50, 50]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=cents, cover=cents, parts=percents)
def test_the_shares_of_a_payment_sum_to_it_also_with_the_fee_covered(
    amount: Decimal, cover: Decimal, parts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stripe = Pretend()
    stripe.stand_at_the_edge(monkeypatch)
    with forgotten():
        campaign = make_campaign()
        share(campaign, *(f"{part}" for part in parts))
        checkout = left_to_us(campaign, amount=f"{amount}")
        Checkout.objects.filter(pk=checkout.pk).update(fee_cover=cover)
        whole = amount + cover
        stripe.payments["pi_1"] = payment(amount=f"{whole}", checkout_id=str(checkout.pk))

        sync_payment(payment_id="pi_1", now=AT)
        check_constraints()

        gift = Gift.objects.get()
        assert gift.fee_cover == cover
        assert sum(gift.allocations.values_list("amount", flat=True), ZERO) == whole


@pytest.mark.enable_socket
def test_each_charge_of_a_recurring_gift_is_shared_as_it_was_promised(standin: StandIn, now: Any) -> None:
    campaign = make_campaign()
    share(campaign, *THIRDS)
    checkout = left_to_us(campaign, amount="20.00", frequency=Frequency.MONTHLY)
    pay(standin, checkout)
    sync_checkout(session_id=checkout.session_id or "", now=now)
    campaign.shares.all().delete()  # what the campaign says later changes no promise
    standin.control("clock", advance=MONTH)

    sweep(now=now)

    assert RecurringGift.objects.get().fund is None
    assert shares_of_gifts() == [[Decimal("6.67"), Decimal("6.66"), Decimal("6.67")]] * 2


@pytest.mark.parametrize("percent", ["99.99", "50"])
def test_the_database_refuses_shares_that_are_no_whole(percent: str) -> None:
    share(make_campaign(), percent)
    with pytest.raises(IntegrityError, match="campaign_shares_sum_to_100"):
        check_constraints()


def test_the_database_refuses_a_checkout_with_neither_fund_nor_shares() -> None:
    checkout = make_checkout(make_campaign())
    Checkout.objects.filter(pk=checkout.pk).update(fund=None)
    with pytest.raises(IntegrityError, match="checkout_has_fund_or_shares"):
        check_constraints()


def test_a_wish_with_shares_twice_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    pages_of(monkeypatch)
    campaign = make_campaign()
    funds = share(campaign, "50", "50")
    wish = wish_for(campaign, fund_id=None, split=tuple((fund.pk, Decimal(50)) for fund in funds))
    form = uuid4()

    rows = {open_checkout(wish=wish, form=form, visitor=visitor(), now=MOMENT).pk for _ in range(2)}

    assert len(rows) == 1
    assert Allocation.objects.count() == 0
    assert CheckoutShare.objects.count() == 2
