"""Closing a month while somebody records in it: the gift is in the frozen journal, or it is refused."""

from datetime import date, timedelta
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from accounts.models import Role
from gifts.actions.batches import note_deposit, post_batch
from gifts.actions.closing import ClosingRefused, close_month, set_accounts
from gifts.actions.fund_books import FundBooksRefused, spend
from gifts.actions.offline import OfflineRefused, record_gift
from gifts.actions.periods import hold_open
from gifts.models import Batch, ClosedPeriod, FundSpending, Gift, JournalRow
from gifts.models.guarding import PERIODS_LOCK
from tests.factories import MOMENT, make_fund, make_organisation, make_user
from tests.gifts.bundling import make_batch, make_row
from tests.gifts.offline import typed_check
from tests.gifts.test_period_constraints import spend as spending_of
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOVEMBER = date(2026, 11, 1)
LATER = MOMENT + timedelta(days=10)
WAITED_FOR = (
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid)"
)


@pytest.fixture(autouse=True)
def ready(transactional_db: None) -> None:
    make_organisation()
    set_accounts(begins_on=NOVEMBER, named={}, by=make_user(), now=MOMENT)


def test_of_a_gift_and_a_closing_at_once_the_gift_is_frozen_or_refused() -> None:
    closer, writer = make_user(), make_user(Role.FUNDRAISER)
    for _time in range(5):
        typed = typed_check()
        ClosedPeriod.objects.filter(reopened_at=None).update(
            reopened_by=writer, reopened_at=LATER, reason="Another round"
        )
        results = at_once(
            lambda: close_month(month=NOVEMBER, by=closer, now=LATER),
            lambda typed=typed: record_gift(typed=typed, by=writer, now=LATER),  # type: ignore[misc] # bound now
            refusals=(OfflineRefused, ClosingRefused),
        )
        period = next(one for one in results if isinstance(one, ClosedPeriod))
        frozen = set(JournalRow.objects.filter(period=period).values_list("line__gift", flat=True))
        assert frozen == set(Gift.objects.values_list("pk", flat=True))


def test_closing_waits_for_whoever_records_a_spending_in_the_month() -> None:
    fund, by = make_fund(), make_user()
    holding, closed = Event(), Event()

    def record() -> None:
        with transaction.atomic():
            hold_open(date(2026, 11, 3))
            holding.set()
            assert not closed.wait(0.5)
            spending_of(fund=fund, by=by)
        connection.close()

    def close() -> None:
        holding.wait(10)
        close_month(month=NOVEMBER, by=by, now=LATER)
        closed.set()
        connection.close()

    at_once(record, close)
    assert JournalRow.objects.filter(spending=FundSpending.objects.get()).count() == 2


def test_a_spending_in_a_closed_month_is_refused_with_a_sentence() -> None:
    close_month(month=NOVEMBER, by=make_user(), now=LATER)
    with pytest.raises(FundBooksRefused, match="November 2026 is closed"):
        spend(
            form_key=typed_check().form_key,
            fund_id=make_fund().pk,
            day=date(2026, 11, 30),
            amount=typed_check().amount,
            what="Bus passes",
            by=make_user(),
            now=LATER,
        )


def test_two_who_close_at_once_close_once() -> None:
    results = at_once(
        *[lambda: close_month(month=NOVEMBER, by=make_user(), now=LATER)] * 2, refusals=(ClosingRefused,)
    )
    assert [type(one) for one in results].count(ClosedPeriod) == 1
    assert ClosedPeriod.objects.count() == 1


def test_whoever_waits_for_a_batch_does_not_hold_its_month_meanwhile() -> None:
    """Who takes it back holds the batch and then asks for the month: one of the two orders only."""
    batch = make_batch(1, "100.00")
    make_row(batch)
    post_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)
    holding, by = Event(), make_user()

    def take() -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            Batch.objects.select_for_update().get(pk=batch.pk)
            holding.set()
            for _look in range(500):
                cursor.execute(WAITED_FOR)
                if cursor.fetchone() == (True,):
                    break
                sleep(0.01)
            else:
                pytest.fail("nobody waits for the batch")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PERIODS_LOCK])
            return bool(cursor.fetchone() == (True,))

    def note() -> bool:
        holding.wait(10)
        return note_deposit(batch_id=batch.pk, day=MOMENT.date(), by=by, now=LATER).deposited_on is not None

    assert at_once(take, note) == [True, True]
