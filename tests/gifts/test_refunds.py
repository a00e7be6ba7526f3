"""Giving back from the desk: once, never too much, and never forgotten on the way."""

import uuid
from datetime import datetime
from decimal import Decimal

import pytest

from accounts.models import AuditEntry, Role, User
from gifts.actions.refunds import RefundRefused, request_refund, send_refund
from gifts.actions.sweep import sweep
from gifts.actions.sync_payment import sync_payment
from gifts.gateway.client import DoorShut
from gifts.models import Gift, Refund
from jobs.models import Job
from tests.factories import make_campaign, make_checkout, make_gift, make_user
from tests.gifts.counter import our_side, pay, stripes_side
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


@pytest.fixture
def finance() -> User:
    return make_user(Role.FINANCE)


@pytest.fixture
def gift(standin: StandIn, now: datetime) -> Gift:
    paid = pay(standin, make_checkout(make_campaign()))
    sync_payment(payment_id=paid["payment_intent"], now=now)
    return Gift.objects.get()


def ask(gift: Gift, amount: str, by: User, now: datetime, form_key: uuid.UUID | None = None) -> Refund:
    return request_refund(
        gift_id=gift.pk,
        amount=Decimal(amount),
        reason=Refund.Reason.REQUESTED,
        form_key=form_key or uuid.uuid4(),
        by=by,
        now=now,
    )


def at_stripe(standin: StandIn, gift: Gift) -> tuple[int, int]:
    """How many refunds Stripe has, and of how much."""
    found = standin.client().v1.refunds.list({"payment_intent": gift.payment_id or "", "limit": 100}).data
    return len(found), sum(refund.amount for refund in found)


def test_a_part_goes_back_and_who_asked_is_written_down(
    standin: StandIn, gift: Gift, finance: User, now: datetime
) -> None:
    refund = ask(gift, "20.00", finance, now)

    gift.refresh_from_db()
    assert (refund.state, gift.state) == (Refund.State.SUCCEEDED, Gift.State.PARTLY_REFUNDED)
    entry = AuditEntry.objects.get(verb="gift.refund_requested")
    assert (entry.actor, entry.about_id, entry.after["amount"]) == (finance, str(gift.pk), "20.00")
    assert our_side() == stripes_side(standin)


def test_a_double_click_is_one_refund(standin: StandIn, gift: Gift, finance: User, now: datetime) -> None:
    form_key = uuid.uuid4()

    first, second = (ask(gift, "20.00", finance, now, form_key) for _ in range(2))

    assert first == second
    assert at_stripe(standin, gift) == (1, 2000)


@pytest.mark.parametrize("amount", ["50.01", "0.00", "-1.00", "0.001", "1000000.00"])
def test_more_than_is_left_or_no_amount_at_all_is_refused(
    standin: StandIn, gift: Gift, finance: User, now: datetime, amount: str
) -> None:
    with pytest.raises(RefundRefused):
        ask(gift, amount, finance, now)

    assert (Refund.objects.count(), at_stripe(standin, gift)) == (0, (0, 0))


def test_what_was_asked_before_counts_even_while_stripe_is_away(
    standin: StandIn, gift: Gift, finance: User, now: datetime
) -> None:
    standin.control("faults", kind="refuse_connection", method="*", path="/v1/refunds", times=-1)
    waiting = ask(gift, "30.00", finance, now)

    with pytest.raises(RefundRefused, match=r"\$20.00"):
        ask(gift, "20.01", finance, now)

    assert waiting.state == Refund.State.REQUESTED
    assert Job.objects.filter(kind="gifts.send_refund", about=str(waiting.pk)).exists()


def test_a_gift_that_came_by_check_does_not_go_back_through_stripe(finance: User, now: datetime) -> None:
    gift = make_gift()
    Gift.objects.filter(pk=gift.pk).update(source=Gift.Source.CHECK, payment_id=None, recorded_by=finance)

    with pytest.raises(RefundRefused):
        ask(gift, "1.00", finance, now)


@pytest.mark.parametrize("kind", ["lose_answer", "conflict", "rate_limit", "error_before", "error_after"])
@pytest.mark.parametrize("times", [1, 3])
def test_whatever_the_first_call_meets_money_goes_back_once(
    standin: StandIn, gift: Gift, finance: User, now: datetime, kind: str, times: int
) -> None:
    standin.control("faults", kind=kind, method="POST", path="/v1/refunds", times=times)
    refund = ask(gift, "20.00", finance, now)
    standin.control("faults/clear")

    send_refund(refund_id=refund.pk, now=now)
    send_refund(refund_id=refund.pk, now=now)

    refund.refresh_from_db()
    assert refund.state == Refund.State.SUCCEEDED
    assert at_stripe(standin, gift) == (1, 2000)
    assert our_side() == stripes_side(standin)


def test_a_refund_that_could_not_be_sent_says_so_and_stays(
    standin: StandIn, gift: Gift, finance: User, now: datetime
) -> None:
    standin.control("faults", kind="error_before", method="POST", path="/v1/refunds", times=-1)
    refund = ask(gift, "20.00", finance, now)

    with pytest.raises(DoorShut):
        send_refund(refund_id=refund.pk, now=now)

    refund.refresh_from_db()
    assert (refund.state, refund.attempt) == (Refund.State.REQUESTED, 3)


def test_the_sweep_sends_what_was_left_behind(
    standin: StandIn, gift: Gift, finance: User, now: datetime
) -> None:
    standin.control("faults", kind="refuse_connection", method="*", path="/v1/refunds", times=-1)
    ask(gift, "50.00", finance, now)
    standin.control("faults/clear")

    sweep(now=now)

    gift.refresh_from_db()
    assert gift.state == Gift.State.REFUNDED


def test_what_stripe_refuses_is_said_and_frees_the_amount(
    standin: StandIn, gift: Gift, finance: User, now: datetime
) -> None:
    standin.control(f"dispute/{gift.payment_id}")

    with pytest.raises(RefundRefused, match="charge_disputed"):
        ask(gift, "20.00", finance, now)

    assert Refund.objects.values_list("state", "error").get() == (Refund.State.FAILED, "charge_disputed")
