"""From a wish to the payment page: one row and one page, whatever Stripe answers, however often pressed."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection

from core.money import ZERO
from gifts.actions.checkouts import open_checkout
from gifts.actions.sync_checkout import sync_checkout
from gifts.gateway.client import DoorShut, StripeRefused
from gifts.gateway.sessions import MadeSession, Order, find_session
from gifts.models import Checkout, Gift, StripeProduct
from tests.factories import make_campaign, make_fund
from tests.gifts.giving import Pages, pages_of, visitor, wish_for
from tests.standin.process import StandIn

at_stripe = pytest.mark.enable_socket
SESSIONS = "^/v1/checkout/sessions$"


def sessions(standin: StandIn) -> list[Any]:
    return list(standin.client().v1.checkout.sessions.list({"limit": 100}).data)


def make_fail(standin: StandIn, kind: str, times: int = 1) -> None:
    standin.control("faults", kind=kind, method="POST", path=SESSIONS, times=times)


@pytest.fixture
def pages(db: None, monkeypatch: pytest.MonkeyPatch) -> Pages:
    return pages_of(monkeypatch)


@at_stripe
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("frequency", "mode", "interval"),
    [
        ("once", "payment", None),
        ("monthly", "subscription", ("month", 1)),
        ("quarterly", "subscription", ("month", 3)),
        ("annually", "subscription", ("year", 1)),
    ],
)
def test_stripe_gets_the_whole_amount_and_our_id(
    standin: StandIn, frequency: str, mode: str, interval: tuple[str, int] | None
) -> None:
    campaign = make_campaign()
    wish = wish_for(campaign, amount=Decimal("50.00"), fee_cover=Decimal("1.81"), frequency=frequency)

    row = open_checkout(wish=wish, form=uuid.uuid4(), visitor=visitor(), now=datetime.now(UTC))

    (session,) = sessions(standin)
    assert (row.session_id, row.session_url, session.mode) == (session.id, session.url, mode)
    assert (session.amount_total, session.metadata["checkout"]) == (5181, str(row.pk))
    line = standin.client().v1.checkout.sessions.line_items.list(session.id).data[0]
    assert line.price is not None
    repeats = line.price.recurring
    assert (repeats and (repeats.interval, repeats.interval_count)) == interval


@at_stripe
@pytest.mark.django_db
@pytest.mark.parametrize("frequency", ["once", "monthly"])
def test_what_is_paid_there_becomes_this_checkouts_gift(standin: StandIn, frequency: str) -> None:
    now = datetime.now(UTC)
    campaign = make_campaign()
    StripeProduct.objects.create(
        fund=campaign.funds.get(),
        product_id=standin.client().v1.products.create({"name": "Housing"}).id,
        livemode=False,
    )
    wish = wish_for(campaign, frequency=frequency)
    row = open_checkout(wish=wish, form=uuid.uuid4(), visitor=visitor(), now=now)

    standin.control(f"pay/{row.session_id}", card="4242424242424242", name="Maria", email="maria@example.org")
    sync_checkout(session_id=row.session_id or "", now=now)

    assert Gift.objects.values_list("checkout", "amount", "state").get() == (row.pk, Decimal("50.00"), "paid")
    again = open_checkout(wish=wish, form=row.form, visitor=visitor(), now=now)
    assert (again.pk, again.state, len(sessions(standin))) == (row.pk, "completed", 1)


@at_stripe
@pytest.mark.django_db
def test_an_answer_lost_on_the_way_leaves_one_page(standin: StandIn) -> None:
    make_fail(standin, "lose_answer")

    row = open_checkout(
        wish=wish_for(make_campaign()), form=uuid.uuid4(), visitor=visitor(), now=datetime.now(UTC)
    )

    assert [session.id for session in sessions(standin)] == [row.session_id]
    assert (Checkout.objects.count(), row.attempt) == (1, 1)


@at_stripe
@pytest.mark.django_db
def test_a_stripe_out_of_reach_charges_nothing_and_the_next_press_goes_on(standin: StandIn) -> None:
    campaign, form, now = make_campaign(), uuid.uuid4(), datetime.now(UTC)
    make_fail(standin, "refuse_connection", -1)

    with pytest.raises(DoorShut):
        open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)
    standin.control("faults/clear")
    row = open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)

    assert [session.id for session in sessions(standin)] == [row.session_id]
    assert (Checkout.objects.count(), row.attempt) == (1, 1)


@at_stripe
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["conflict", "rate_limit"])
def test_a_busy_stripe_is_asked_again_with_the_same_key(standin: StandIn, kind: str) -> None:
    campaign, form, now = make_campaign(), uuid.uuid4(), datetime.now(UTC)
    make_fail(standin, kind, -1)

    with pytest.raises(DoorShut):
        open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)
    standin.control("faults/clear")
    row = open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)

    assert (len(sessions(standin)), row.attempt) == (1, 1)


@at_stripe
@pytest.mark.django_db
def test_after_a_500_that_did_the_work_its_page_is_found(standin: StandIn) -> None:
    make_fail(standin, "error_after")

    row = open_checkout(
        wish=wish_for(make_campaign()), form=uuid.uuid4(), visitor=visitor(), now=datetime.now(UTC)
    )

    assert [session.id for session in sessions(standin)] == [row.session_id]


@at_stripe
@pytest.mark.django_db
def test_after_a_500_that_did_nothing_another_key_is_used(standin: StandIn) -> None:
    make_fail(standin, "error_before", 3)

    row = open_checkout(
        wish=wish_for(make_campaign()), form=uuid.uuid4(), visitor=visitor(), now=datetime.now(UTC)
    )

    assert [session.id for session in sessions(standin)] == [row.session_id]
    assert row.attempt == 2


@at_stripe
@pytest.mark.django_db
def test_looking_finds_no_page_of_somebody_else(standin: StandIn) -> None:
    now = datetime.now(UTC)
    open_checkout(wish=wish_for(make_campaign()), form=uuid.uuid4(), visitor=visitor(), now=now)

    assert find_session(uuid.uuid4(), since=now) is None


@at_stripe
@pytest.mark.django_db
def test_another_amount_closes_the_first_page(standin: StandIn) -> None:
    campaign, form, now = make_campaign(), uuid.uuid4(), datetime.now(UTC)
    first = open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)

    second = open_checkout(
        wish=wish_for(campaign, amount=Decimal("80.00")), form=form, visitor=visitor(), now=now
    )
    third = open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)

    states = {session.id: session.status for session in sessions(standin)}
    assert len({first.session_id, second.session_id, third.session_id}) == 3
    assert states == {first.session_id: "expired", second.session_id: "expired", third.session_id: "open"}
    assert (third.pk, third.attempt) == (first.pk, 2)


def test_an_expired_page_is_replaced(pages: Pages, now: datetime) -> None:
    campaign, form = make_campaign(), uuid.uuid4()
    first = open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)
    Checkout.objects.update(expires_at=now + timedelta(hours=24))

    again = open_checkout(
        wish=wish_for(campaign), form=form, visitor=visitor(), now=now + timedelta(hours=25)
    )

    assert (first.pk, again.pk, again.attempt) == (first.pk, first.pk, 2)
    assert (first.session_id, again.session_id) == ("cs_1", "cs_2")


def test_the_order_depends_on_the_row_alone(pages: Pages, now: datetime) -> None:
    """Stripe refuses a used key with other parameters."""
    campaign, form = make_campaign(), uuid.uuid4()
    pages.error = DoorShut("timeout")
    for hours in range(3):
        with time_machine.travel(now + timedelta(hours=hours)), pytest.raises(DoorShut):
            open_checkout(
                wish=wish_for(campaign), form=form, visitor=visitor(), now=now + timedelta(hours=hours)
            )

    assert [order == pages.orders[0] for order in pages.orders] == [True] * 3


def test_a_refusal_leaves_the_row_without_a_page(pages: Pages, now: datetime) -> None:
    pages.error = StripeRefused("email_invalid")

    with pytest.raises(StripeRefused, match="email_invalid"):
        open_checkout(wish=wish_for(make_campaign()), form=uuid.uuid4(), visitor=visitor(), now=now)

    assert Checkout.objects.values_list("session_id", "session_url", "state").get() == (None, "", "open")


def test_the_page_is_asked_for_outside_any_transaction(
    monkeypatch: pytest.MonkeyPatch, pages: Pages, now: datetime, transactional_db: None
) -> None:
    campaign = make_campaign()
    inside: list[bool] = []

    def create(order: Order) -> MadeSession:
        inside.append(connection.in_atomic_block)
        return pages.create(order)

    monkeypatch.setattr("gifts.actions.checkouts.create_session", create)

    open_checkout(wish=wish_for(campaign), form=uuid.uuid4(), visitor=visitor(), now=now)

    assert inside == [False]


def test_the_fund_and_the_appeal_are_part_of_the_wish(pages: Pages, now: datetime) -> None:
    campaign, form = make_campaign(), uuid.uuid4()
    campaign.funds.add(other := make_fund("other"))

    one = open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now)
    two = open_checkout(wish=wish_for(campaign, fund_id=other.pk), form=form, visitor=visitor(), now=now)

    assert (one.pk == two.pk, pages.closed) == (False, [one.session_id])
    assert two.fee_cover == ZERO
