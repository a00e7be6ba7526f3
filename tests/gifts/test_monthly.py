"""The monthly sum: its moves add up to where it stands, in every month and down to every row."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gifts.actions.recurring.rows import write_subscription
from gifts.gateway.facts import InvoiceFacts, MethodFacts, SubscriptionFacts
from gifts.models import Frequency, RecurringChange, RecurringGift
from gifts.reports.monthly import (
    Figure,
    Part,
    between,
    counted_at_end_of,
    line_now,
    months_of_line,
    moves,
    moves_of,
)
from tests.factories import ZONE, make_organisation
from tests.gifts.pretend import forgotten

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 1)
State, Ended = RecurringGift.State, RecurringGift.Ended
Step = tuple[int, int, str, bool, str, str]

steps = st.tuples(
    st.integers(0, 2),  # which gift
    st.integers(0, 45),  # days since the step before
    st.sampled_from(["active", "active", "past_due", "asked", "failed", "completed", "pending"]),
    st.booleans(),  # paused
    st.sampled_from(["10.00", "25.00", "100.01", "0.99"]),
    st.sampled_from(Frequency.values[1:]),
)


def read(number: int, at: datetime, state: str, **more: Any) -> None:
    """What one reading of Stripe says, written down."""
    is_over = state in Ended.values and state != ""
    facts: dict[str, Any] = {
        "subscription_id": f"sub_{number}",
        "item_id": "si_1",
        "customer_id": "cus_1",
        "checkout_id": None,
        "product_id": "",
        "amount": Decimal("25.00"),
        "currency": "usd",
        "frequency": Frequency.MONTHLY,
        "state": State.CANCELLED if is_over else State(state),
        "is_paused": False,
        "paused_until": None,
        "started_at": START,
        "anchor_at": START,
        "period_began_at": START,
        "next_charge_at": None if is_over else at + timedelta(days=20),
        "ends_at": None,
        "cancelled_at": at if is_over else None,
        "ended_for": Ended(state) if is_over else Ended.NOT,
        "method": MethodFacts(),
        "newer_method_id": "",
        "invoice": InvoiceFacts(),
    }
    write_subscription(SubscriptionFacts(**{**facts, **more}), now=at)


def live(history: list[Step]) -> None:
    """What ended stays ended, as at Stripe."""
    at, over = START, set()
    for number, days, state, paused, amount, frequency in history:
        at += timedelta(days=days, minutes=7)
        if number in over or at >= datetime(2026, 12, 31, tzinfo=UTC):
            continue
        is_over = state in Ended.values
        over |= {number} if is_over else set()
        more = {
            "is_paused": paused and not is_over,
            "amount": Decimal(amount),
            "frequency": Frequency(frequency),
        }
        read(number, at, state, **more)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=14))
def test_all_moves_add_up_to_the_line_in_every_month_and_to_the_rows_behind_them(history: list[Step]) -> None:
    with forgotten():
        live(history)
        months = months_of_line(since=FIRST, until=LAST, zone=ZONE)

        assert months[-1].closing == line_now() == (moves().aggregate(sum=Sum("moved"))["sum"] or 0)
        for month in months:
            counted = counted_at_end_of(month.last, ZONE).aggregate(sum=Sum("moved"))["sum"]
            assert (counted or 0) == month.closing
            for part, figure in month.parts.items():
                rows = between(moves_of(moves(), part), since=month.first, until=month.last, zone=ZONE)
                assert Figure(rows.aggregate(sum=Sum("moved"))["sum"] or Decimal(0), len(rows)) == figure


def test_the_line_begins_with_what_moved_it_before() -> None:
    make_organisation()
    read(1, START, "active")
    [march] = months_of_line(since=date(2026, 3, 1), until=date(2026, 3, 1), zone=ZONE)
    assert (march.opening, march.closing) == (Decimal(25), Decimal(25))


def test_a_change_belongs_to_the_month_of_the_organisations_wall() -> None:
    read(1, START, "active")  # half past six in the evening of January in New York
    read(2, START + timedelta(hours=5), "active")  # half past eleven
    read(3, START + timedelta(hours=6), "active")
    new = [month.parts[Part.NEW] for month in months_of_line(since=FIRST, until=date(2026, 2, 1), zone=ZONE)]
    assert new == [Figure(Decimal(50), 2), Figure(Decimal(25), 1)]


def test_what_fails_for_good_is_lost_to_failure_in_the_month_it_ends_and_no_longer_past_due() -> None:
    read(1, START, "active")
    read(1, START + relativedelta(months=1), "past_due")
    read(1, START + relativedelta(months=2), "failed")
    [_january, february, march] = months_of_line(since=FIRST, until=date(2026, 3, 1), zone=ZONE)
    assert february.parts[Part.PAST_DUE] == Figure(Decimal(-25), 1)
    assert (march.parts[Part.PAST_DUE], march.parts[Part.FAILED]) == (
        Figure(Decimal(25), 1),
        Figure(Decimal(-25), 1),
    )
    assert [february.closing, march.closing] == [0, 0]


def test_what_is_cancelled_while_paused_is_lost_and_no_longer_paused() -> None:
    read(1, START, "active")
    read(1, START + timedelta(days=3), "active", is_paused=True)
    read(1, START + timedelta(days=6), "asked")
    february = months_of_line(since=FIRST, until=date(2026, 2, 1), zone=ZONE)[1]
    assert (february.parts[Part.PAUSED], february.parts[Part.LOST]) == (
        Figure(Decimal(0), 2),
        Figure(Decimal(-25), 1),
    )


def test_each_kind_of_change_moves_its_own_part() -> None:
    read(1, START, "active")
    day = START + timedelta(days=2)
    for hours, state, more in (
        (0, "active", {"amount": Decimal("40.00")}),
        (1, "active", {"amount": Decimal("30.00")}),
        (2, "past_due", {"amount": Decimal("30.00")}),
        (3, "active", {"amount": Decimal("30.00")}),
        (4, "active", {"amount": Decimal("30.00"), "is_paused": True}),
        (5, "active", {"amount": Decimal("30.00")}),
        (6, "active", {"amount": Decimal("30.00"), "frequency": Frequency.ANNUALLY}),
        (7, "asked", {"amount": Decimal("30.00"), "frequency": Frequency.ANNUALLY}),
    ):
        read(1, day + timedelta(hours=hours), state, **more)
    parts = months_of_line(since=FIRST, until=date(2026, 2, 1), zone=ZONE)[1].parts
    assert {
        part: (f"{figure.amount:.2f}", figure.count) for part, figure in parts.items() if figure.count
    } == {
        Part.UPGRADED: ("15.00", 1),
        Part.DOWNGRADED: ("-37.50", 2),
        Part.PAST_DUE: ("-30.00", 1),
        Part.RECOVERED: ("30.00", 1),
        Part.PAUSED: ("0.00", 2),
        Part.LOST: ("-2.50", 1),
    }
    assert RecurringChange.objects.count() == 9


def test_a_third_and_a_twelfth_are_counted_as_the_history_counts_them() -> None:
    read(1, START, "active", amount=Decimal("100.00"), frequency=Frequency.QUARTERLY)
    read(2, START, "active", amount=Decimal("100.00"), frequency=Frequency.ANNUALLY)
    assert line_now() == Decimal("33.3333") + Decimal("8.3333")
