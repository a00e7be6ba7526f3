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

from accounts.organisation import the_zone
from core.money import ZERO
from gifts.models import Frequency, Gift, RecurringGift
from gifts.reports.coming import coming_by_month
from gifts.reports.forecast import coming
from gifts.schedule import at_noon, grid
from tests.factories import make_gift, make_organisation, make_recurring

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


def promised() -> tuple[dict[date, Decimal], dict[date, int]]:
    """Sums and counts of what each donor is promised, one by one."""
    sums, counts = defaultdict[date, Decimal](Decimal), Counter[date]()
    for gift in RecurringGift.objects.filter(state="active"):
        for charge in coming(gift, now=NOW):
            sums[charge.on.replace(day=1)] += charge.amount
            counts[charge.on.replace(day=1)] += 1
    return dict(sums), dict(counts)


def told() -> tuple[dict[date, Decimal], dict[date, int]]:
    """The same from the report."""
    months = [month for month in coming_by_month(now=NOW) if month.count]
    return {month.first: month.amount for month in months}, {month.first: month.count for month in months}


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

    assert told() == promised()
    months = coming_by_month(now=NOW)
    assert [months[0].first, months[-1].first] == [date(2026, 11, 1), date(2027, 12, 1)]


def any_of_it(chance: random.Random) -> RecurringGift:
    """A gift with any of the promises together, its next charge on the grid or moved beside it."""
    hours = timedelta(hours=chance.randrange(24), minutes=chance.choice([0, 0, 30, 59]))
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(1050)) + hours
    more: dict[str, Any] = {"frequency": chance.choice(Frequency.values[1:])}
    if chance.random() < 0.6:
        more["day"] = chance.choice([1, 2, 15, 28, 29, 30, 31])
    if chance.random() < 0.4:
        until = NOW + timedelta(days=chance.randrange(-20, 200), hours=chance.randrange(24))
        more |= {"is_paused": True, "paused_until": chance.choice([None, until, until])}
    if chance.random() < 0.3:
        more["ends_at"] = NOW + timedelta(days=chance.randrange(500), hours=chance.randrange(24))
    end = chance.randrange(4)
    if end == 0:
        more["end_on"] = (NOW + timedelta(days=chance.randrange(500))).date()
    elif end == 1:
        began = NOW - timedelta(days=chance.randrange(90))
        more |= {"instalments": chance.randrange(1, 9), "instalments_from": began}
    gift = begun(at, **more)
    after, before = gift.next_charge_at, gift.period_began_at
    assert after is not None
    assert before is not None
    moved: dict[int, dict[str, Any]] = {
        0: {"next_charge_at": at_noon(after.date() + timedelta(days=chance.randrange(40)), the_zone())},
        1: {"next_charge_at": before, "open_invoice_id": "in_1", "open_amount": chance.randrange(1, 9)},
        2: {"anchor_at": after},
        3: {"period_began_at": None},
        4: {"failed_attempts": 1},
        5: {"next_charge_at": None},
        6: {"next_charge_at": before, "open_invoice_id": "in_1"},
    }
    RecurringGift.objects.filter(pk=gift.pk).update(**moved.get(chance.randrange(14), {}))
    for _paid in range(chance.randrange(3)):
        paid = make_gift(given_at=NOW - timedelta(days=chance.randrange(120)))
        state = chance.choice(["paid", "paid", "failed", "processing"])
        unknown = {"given_at": None, "given_on": None} if state == "processing" else {}
        Gift.objects.filter(pk=paid.pk).update(recurring=gift, state=state, **unknown)
    return gift


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_whatever_was_promised_together_the_database_counts_what_the_schedule_does(
    zone: str, seed: int
) -> None:
    make_organisation(zone=zone)
    chance = random.Random(seed)
    for _number in range(60):
        any_of_it(chance)
    assert told() == promised()


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
