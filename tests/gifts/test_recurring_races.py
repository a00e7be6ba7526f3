"""Two browsers at once: one request, one effect; and cancelling wins."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from gifts.actions.recurring.cards import take_up_card
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.open_charges import try_again
from gifts.actions.recurring.prices import change_amount
from gifts.actions.recurring.promises import keep_promises
from gifts.actions.recurring.raising import raise_amount
from gifts.actions.recurring.requests import RequestRefused
from gifts.models import RecurringGift
from tests.gifts.inside import inside
from tests.gifts.life import Life
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
# what one does may forbid the other
both = partial(at_once, refusals=(RequestRefused,))


@pytest.fixture
def shared(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    """A life whose rows other connections see."""
    with inside(datetime(2027, 1, 31, 17, 0, tzinfo=UTC), monkeypatch) as stripe:
        made = Life(stripe, "America/New_York")
        made.begin()
        yield made


def test_a_double_press_is_one_request(shared: Life) -> None:
    results = both(*[lambda: change_amount(**shared.asking(amount=Decimal("30")))] * 3)
    assert {getattr(one, "pk", None) for one in results} == {shared.row.requests.get().pk}
    shared.look()
    assert shared.row.amount == 30


def test_cancelling_wins_against_a_change_at_the_same_moment(shared: Life) -> None:
    both(
        lambda: change_amount(**shared.asking(amount=Decimal("30"))),
        lambda: cancel(**shared.asking()),
    )
    shared.look()
    assert shared.row.state == RecurringGift.State.CANCELLED
    assert not shared.row.requests.under_way().exists()
    shared.promise()
    shared.go_to(2027, 6, 1)
    assert len(shared.paid()) == 1


def test_two_changes_from_two_browsers_both_hold_or_one_is_refused(shared: Life) -> None:
    results = both(
        lambda: change_amount(**shared.asking(amount=Decimal("30"))),
        lambda: change_amount(**shared.asking(amount=Decimal("40"))),
    )
    shared.look()
    done = shared.row.requests.filter(state="done").order_by("ended_at", "asked_at")
    refused = [one for one in results if isinstance(one, RequestRefused)]
    assert len(refused) + done.count() == 2
    assert shared.row.amount in {Decimal(one.wanted["charge"]) for one in done}
    assert shared.subscription()["items"]["data"][0]["price"]["unit_amount"] == shared.row.amount * 100


def test_of_two_raises_by_one_link_the_second_does_nothing(shared: Life) -> None:
    now = shared.stripe.now()
    wish: dict[str, Any] = {"recurring_id": shared.row.pk, "marked_at": now, "cover_fee": False, "now": now}
    both(*[partial(raise_amount, amount=Decimal(amount), **wish) for amount in ("60", "25", "40")])
    shared.look()
    asked = shared.row.requests.get()
    for amount in ("22", "90"):
        assert raise_amount(amount=Decimal(amount), **wish) == asked
    shared.look()
    assert (asked.state, Decimal(asked.wanted["charge"])) == ("done", shared.row.amount)
    assert shared.row.requests.get() == asked


def test_a_card_and_a_press_at_once_pay_an_open_charge_once(shared: Life) -> None:
    shared.card("4000000000000341")
    shared.go_to(2027, 3, 1)
    shared.new_card()
    now = shared.stripe.now()
    both(
        lambda: take_up_card(recurring_id=shared.row.pk, now=now),
        lambda: take_up_card(recurring_id=shared.row.pk, now=now),
        lambda: try_again(**shared.asking()),
    )
    shared.look()
    assert (len(shared.paid()), shared.row.state) == (2, RecurringGift.State.ACTIVE)
    assert shared.row.requests.filter(kind="card").exclude(sent={}).count() == 1


def test_a_promise_never_undoes_a_change_that_came_before_it(shared: Life) -> None:
    subscription_id, now = shared.row.subscription_id, shared.stripe.now()
    RecurringGift.objects.update(day=15)
    both(
        lambda: keep_promises(subscription_id=subscription_id, now=now),
        lambda: cancel(**shared.asking()),
        lambda: keep_promises(subscription_id=subscription_id, now=now),
    )
    shared.look()
    assert shared.row.state == RecurringGift.State.CANCELLED
    assert not shared.row.requests.under_way().exists()
