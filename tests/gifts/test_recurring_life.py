"""Three years of a recurring gift: exactly what its page promised, whatever donor, bank and office do.

`SIMULATIONS` sets how many lives are lived; few by default, so that it stays quick.
"""

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db.models import F, Sum
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from gifts.actions.recurring.changes import monthly
from gifts.actions.recurring.dates import change_day, change_frequency, set_end
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.open_charges import try_again
from gifts.actions.recurring.pauses import pause, resume, skip_next
from gifts.actions.recurring.prices import change_amount, change_fund
from gifts.actions.recurring.requests import RequestRefused
from gifts.models import Gift, RecurringChange, RecurringGift, RecurringRequest
from gifts.schedule import REST, later, later_day
from tests.gifts.counter import our_side, stripes_side
from tests.gifts.inside import inside
from tests.gifts.life import Life
from tests.gifts.pretend import forgotten

pytestmark = [pytest.mark.django_db]

ZONES = ["America/New_York", "America/Los_Angeles", "Pacific/Auckland", "UTC"]
GOOD, BAD = "4242424242424242", "4000000000000341"
# a bank says yes or no some days after a debit
YES, NO = "000123456789", "000222222227"
DEEDS = [
    "amount",
    "fund",
    "frequency",
    "day",
    "end_on",
    "instalments",
    "day",
    "pause",
    "skip",
    "resume",
    "bad_card",
    "bad_card",
    "new_card",
    "new_card",
    "bank",
    "bad_bank",
    "returned",
    "try_again",
    "cancel",
    "office_amount",
    "office_pause",
    "office_resume",
    "lost_answer",
    "in_the_hour",
    "nothing",
]
Step = tuple[str, int, int]


def act(life: Life, deed: str, number: int) -> None:
    """One deed of the donor, the bank, or somebody at Stripe's own desk; what cannot be is refused."""
    who: dict[str, Any] = {"recurring_id": life.row.pk, "by": life.user, "now": life.stripe.now()}
    subscription = f"subscription/{life.row.subscription_id}"
    today = life.today()
    if deed == "amount":
        fee = Decimal(number % 2)
        change_amount(**who, amount=Decimal(10 + number % 40), fee_cover=fee)
    elif deed == "fund":
        change_fund(**who, fund=life.funds[number % 2])
    elif deed == "frequency":
        change_frequency(**who, frequency=["monthly", "quarterly", "annually"][number % 3])
    elif deed == "day":
        day = [1, 15, 28, 29, 30, 31][number % 6]
        first = later_day(today, number % 3, day)
        change_day(**who, day=day, first_on=first)
    elif deed == "end_on":
        set_end(**who, end_on=today + timedelta(days=30 + number * 5))
    elif deed == "instalments":
        set_end(**who, instalments=1 + number % 6)
    elif deed == "pause":
        pause(**who, until=today + timedelta(days=1 + number * 2))
    elif deed == "skip":
        skip_next(**who)
    elif deed == "resume":
        resume(**who)
    elif deed == "bad_card":
        life.stripe.control(subscription, action="card", card=BAD)
    elif deed == "new_card":
        life.stripe.control(f"customer/{life.row.customer_id}/card", card=GOOD)
    elif deed in {"bank", "bad_bank"}:
        account = YES if deed == "bank" else NO
        life.stripe.control(subscription, action="card", method="us_bank_account", account=account)
    elif deed == "returned" and life.debits():
        life.stripe.control(f"ach/{life.debits()[-1]}", result="return")
    elif deed == "try_again":
        try_again(**who)
    elif deed == "cancel":
        cancel(**who)
    elif deed == "office_amount":
        life.stripe.control(subscription, action="amount", amount=1_500)
    elif deed == "office_pause":
        life.stripe.control(subscription, action="pause")
    elif deed == "office_resume":
        life.stripe.control(subscription, action="resume")
    elif deed == "lost_answer":
        kind = ["lose_answer", "error_after", "error_before"][number % 3]
        life.stripe.control("faults", kind=kind, method="POST", path="^/v1/subscriptions/", times=1)
        change_amount(**who, amount=Decimal(70 + number % 5))


def do(life: Life, deed: str, number: int) -> None:
    over = life.row.state == RecurringGift.State.CANCELLED
    if over and deed in {"bad_card", "bank", "bad_bank", "office_amount", "office_pause", "office_resume"}:
        return
    if deed == "in_the_hour" and life.row.next_charge_at and life.row.next_charge_at > life.stripe.now():
        life.run_until(life.row.next_charge_at + timedelta(minutes=30))
        deed = DEEDS[number % 9]
    try:
        act(life, deed, number)
    except RequestRefused:
        life.look()
    life.stripe.control("faults/clear")
    life.run_jobs()
    life.promise()


def check(life: Life) -> None:
    """What must be true of every life."""
    paid = life.paid()
    moved = RecurringRequest.objects.filter(kind="date", state="done").values_list("ended_at", flat=True)
    for (before, _), (after, _) in pairwise(paid):
        by_donor = any(at is not None and before <= at <= after for at in moved)
        by_bank = life.confirmed(before) > after  # nobody can stop what a bank confirms
        assert after - before >= REST or by_donor or by_bank, life.story()
    row = life.row
    if row.state == RecurringGift.State.CANCELLED:
        assert row.cancelled_at is not None
        assert all(at <= row.cancelled_at for at, _ in paid), life.story()
    counts = row.state == RecurringGift.State.ACTIVE and not row.is_paused
    line = monthly(row.amount, row.frequency) if counts else Decimal(0)
    moves = RecurringChange.objects.aggregate(sum=Sum(F("monthly_after") - F("monthly_before")))
    assert moves["sum"] == line
    assert sorted(Gift.objects.arrived().values_list("given_at", "amount")) == paid
    assert our_side() == stripes_side(life.stripe)
    assert not RecurringRequest.objects.under_way().exists()


def steps() -> Any:
    """Deeds, a number for each, and how many days after it nothing is done."""
    return st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 60), st.integers(0, 150)), min_size=3, max_size=12
    )


def starts() -> Any:
    """Any moment, the ends of months more often."""
    days = st.one_of(
        st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        st.builds(
            lambda year, month, back: later_day(date(year, month, 1), 1) - timedelta(days=1 + back),
            st.integers(2026, 2028),
            st.integers(1, 12),
            st.integers(0, 2),
        ),
    )
    seconds = st.integers(0, 86_399)
    return st.builds(
        lambda day, second: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second),
        days,
        seconds,
    )


@settings(
    max_examples=int(os.environ.get("SIMULATIONS", "10")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a life takes a second: to shrink one, minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    start=starts(),
    zone=st.sampled_from(ZONES),
    frequency=st.sampled_from(["monthly", "monthly", "monthly", "quarterly", "annually"]),
    lag=st.sampled_from([0, 0, 5]),
    retries=st.sampled_from(["3,5,7", "3,5,7", "1", "7,7,7", "10,10,10,10"]),
    history=steps(),
)
@example(  # the date is moved in the second of the first payment
    start=datetime(2026, 11, 30, 0, 52, tzinfo=UTC),
    zone="America/Los_Angeles",
    frequency="monthly",
    lag=5,
    retries="7,7,7",
    history=[("day", 37, 144), ("day", 31, 70), ("new_card", 37, 23), ("day", 51, 118)],
)
def test_every_charge_of_three_years_is_what_the_page_promised(
    start: datetime,
    zone: str,
    frequency: str,
    lag: int,
    retries: str,
    history: list[Step],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with forgotten(), inside(start, monkeypatch) as stripe:
        stripe.control("settings", retry_days=retries)
        life = Life(stripe, zone, frequency, timedelta(hours=lag))
        life.begin()
        for deed, number, days in history:
            do(life, deed, number)
            life.run_until(stripe.now() + timedelta(days=days))
        life.run_until(max(stripe.now(), later(start, 36)))
        life.end_of_day()
        life.look()
        check(life)
