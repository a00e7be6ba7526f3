"""What is to come in all: the same as the donors' own forecasts together."""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.money import ZERO
from gifts.models import Frequency, RecurringGift
from gifts.reports.coming import coming_by_month
from gifts.reports.forecast import coming
from gifts.schedule import grid
from tests.factories import make_organisation, make_recurring

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
SPECIAL: list[dict[str, Any]] = [
    {"day": 31},
    {"end_on": date(2027, 3, 1)},
    {"instalments": 3, "instalments_from": NOW},
    {"is_paused": True, "paused_until": NOW + timedelta(days=70)},
    {"is_paused": True},
    {"ends_at": NOW + timedelta(days=200)},
    {"open_invoice_id": "in_1", "open_amount": Decimal("7.00")},
    {"state": RecurringGift.State.PAST_DUE},
]


def begun(at: datetime, **more: Any) -> RecurringGift:
    """A gift whose next charge lies where Stripe's grid says."""
    frequency = more.setdefault("frequency", Frequency.MONTHLY)
    after = next(grid(at, frequency, from_=NOW))
    before = max(moment for moment in takewhile(lambda moment: moment < after, grid(at, frequency, from_=at)))
    return make_recurring(started_at=at, next_charge_at=after, period_began_at=before, **more)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "UTC"])
def test_the_months_are_the_sums_of_what_each_donor_is_promised(zone: str) -> None:
    make_organisation(zone=zone)
    chance = random.Random(4)
    for number in range(60):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
            days=chance.randrange(320), minutes=chance.randrange(1440)
        )
        if number % 2:  # near the ends of months, where a charge may slip over
            at = at.replace(day=chance.choice([1, 28]), hour=chance.choice([0, 3, 4, 11, 22, 23]))
        more = SPECIAL[number % 20] if number % 20 < len(SPECIAL) else {}
        begun(at, frequency=chance.choice(Frequency.values[1:]), amount=Decimal(5 + number), **more)

    sums, counts = defaultdict[date, Decimal](Decimal), Counter[date]()
    for gift in RecurringGift.objects.filter(state="active"):
        for charge in coming(gift, now=NOW):
            sums[charge.on.replace(day=1)] += charge.amount
            counts[charge.on.replace(day=1)] += 1

    months = coming_by_month(now=NOW)
    assert {month.first: month.amount for month in months if month.count} == dict(sums)
    assert {month.first: month.count for month in months if month.count} == dict(counts)
    assert [months[0].first, months[-1].first] == [date(2026, 11, 1), date(2027, 12, 1)]


def test_a_month_without_a_charge_stands_there_with_nothing() -> None:
    make_organisation()
    begun(datetime(2026, 3, 10, 15, 0, tzinfo=UTC), frequency=Frequency.ANNUALLY)
    found = {month.first: month.amount for month in coming_by_month(now=NOW)}
    assert (len(found), found[date(2027, 3, 1)], found[date(2027, 4, 1)]) == (14, Decimal("20.00"), ZERO)


def test_more_gifts_ask_no_more_questions() -> None:
    make_organisation()

    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            coming_by_month(now=NOW)
        return len(queries)

    begun(datetime(2026, 3, 10, 15, 0, tzinfo=UTC))
    begun(datetime(2026, 3, 10, 15, 0, tzinfo=UTC), day=31)
    few = questions()
    for _more in range(3):
        begun(datetime(2026, 3, 10, 15, 0, tzinfo=UTC))
        begun(datetime(2026, 3, 10, 15, 0, tzinfo=UTC), day=31)
    assert questions() == few


def test_a_next_charge_beside_the_grid_is_looked_for_on_the_grid_as_the_forecast_does() -> None:
    make_organisation()
    gift = begun(datetime(2026, 3, 5, 15, 0, tzinfo=UTC))
    RecurringGift.objects.filter(pk=gift.pk).update(next_charge_at=datetime(2026, 12, 10, 15, 0, tzinfo=UTC))
    gift.refresh_from_db()
    found = [month.first for month in coming_by_month(now=NOW) if month.count]
    assert found == [charge.on.replace(day=1) for charge in coming(gift, now=NOW)]
    assert found[0] == date(2027, 1, 1)
