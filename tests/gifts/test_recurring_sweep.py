"""Every change made on Stripe's side is here after one sweep, though no event was heard."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F, Sum

from gifts.actions.recurring.changes import monthly
from gifts.actions.sweep import sweep
from gifts.models import Difference, RecurringChange, RecurringGift
from tests.gifts.counter import our_side, stripes_side
from tests.gifts.life import Life

LATER = datetime(2027, 2, 20, 12, tzinfo=UTC)


def control(action: str, **data: Any) -> Callable[[Life], Any]:
    return lambda life: life.stripe.control(f"subscription/{life.row.subscription_id}", action=action, **data)


def update(**params: Any) -> Callable[[Life], Any]:
    told: Any = params
    return lambda life: life.stripe.client().v1.subscriptions.update(life.row.subscription_id, told)


def another_price(life: Life, **recurring: Any) -> Any:
    price = {"currency": "usd", "product": life.row.product_id, "unit_amount": 9_000, "recurring": recurring}
    items = [{"id": life.row.item_id, "price_data": price}]
    return update(items=items, proration_behavior="none")(life)


OFFICE: list[tuple[str, Callable[[Life], Any], dict[str, Any]]] = [
    ("amount", control("amount", amount=7_500), {"amount": Decimal("75.00")}),
    ("pause", control("pause"), {"is_paused": True, "paused_until": None}),
    ("cancel", control("cancel"), {"state": "cancelled", "ended_for": "asked"}),
    (
        "cancel at the end",
        control("cancel_at_period_end"),
        {"ends_at": datetime(2027, 2, 28, 17, tzinfo=UTC), "next_charge_at": None},
    ),
    ("end", update(cancel_at=int(LATER.timestamp())), {"ends_at": LATER, "next_charge_at": None}),
    ("card", control("card", card="4000000000000341"), {"method_last4": "0341"}),
    (
        "date",
        update(trial_end=int(LATER.timestamp()), proration_behavior="none"),
        {"next_charge_at": LATER, "anchor_at": LATER},
    ),
    (
        "rhythm",
        lambda life: another_price(life, interval="year"),
        {"frequency": "annually", "amount": Decimal("90.00")},
    ),
    ("portal card", lambda life: life.new_card(), {"method_brand": "mastercard"}),
]


@pytest.mark.parametrize(("act", "wanted"), [pytest.param(*rest, id=name) for name, *rest in OFFICE])
def test_a_change_at_stripes_desk_or_portal_is_here_after_one_sweep(
    life: Life, act: Callable[[Life], Any], wanted: dict[str, Any]
) -> None:
    act(life)
    forget_events(life)

    sweep(now=life.stripe.now())

    found = RecurringGift.objects.values(*wanted).get()
    assert found == wanted
    history = RecurringChange.objects.count()
    forget_events(life)
    sweep(now=life.stripe.now())
    assert (RecurringChange.objects.count(), Difference.objects.count()) == (history, 0)
    assert_moves_sum_to_the_line()


def test_what_time_does_is_here_after_one_sweep(life: Life) -> None:
    control("card", card="4000000000000341")(life)
    states = []
    for day in (datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)):
        life.stripe.move_to(int(day.timestamp()))
        forget_events(life)
        sweep(now=life.stripe.now())
        states.append(RecurringGift.objects.values_list("state", "ended_for", "failed_attempts").get())
        assert_moves_sum_to_the_line()
    assert states == [("past_due", "", 1), ("cancelled", "failed", 0)]
    assert our_side() == stripes_side(life.stripe)


def test_a_gift_made_at_stripes_desk_appears_with_all_its_columns(life: Life) -> None:
    made = life.stripe.client().v1.subscriptions.create(
        {
            "customer": life.row.customer_id,
            "default_payment_method": life.subscription()["default_payment_method"],
            "items": [{"price": life.subscription()["items"]["data"][0]["price"]["id"]}],
        }
    )
    forget_events(life)
    sweep(now=life.stripe.now())
    row = RecurringGift.objects.get(subscription_id=made.id)
    assert (row.donor_id, row.state, row.amount) == (None, "active", Decimal(20))
    assert row.item_id == made["items"].data[0].id


def forget_events(life: Life) -> None:
    """No event was ever sent, nor is any kept at Stripe."""
    life.stripe.world.store.kinds["event"].clear()


def assert_moves_sum_to_the_line() -> None:
    rows = RecurringGift.objects.filter(state="active", is_paused=False)
    line = sum((monthly(row.amount, row.frequency) for row in rows), Decimal(0))
    moves = RecurringChange.objects.aggregate(sum=Sum(F("monthly_after") - F("monthly_before")))
    assert moves["sum"] == line
