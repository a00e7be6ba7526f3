"""The clock asks for each gift whose receipt differs: soon, after an outage, and many at once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gifts.models import Gift
from jobs.models import Job
from receipts.clock import settle_missed, settle_receipts
from tests.factories import make_gift

pytestmark = pytest.mark.django_db


def asked() -> set[str]:
    return set(Job.objects.filter(kind="receipts.settle").values_list("about", flat=True))


def test_a_gift_that_a_page_recorded_while_no_clock_ran_is_asked_for_soon_after(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    gift = make_gift()
    monkeypatch.setattr("receipts.reports.ledger.Now", lambda: timezone.now() + timedelta(hours=3))

    settle_receipts(now)
    at_once = asked()
    settle_missed(now)

    assert (at_once, asked()) == (set(), {str(gift.pk)})


@pytest.mark.parametrize("gifts", [1, 3])
def test_many_gifts_are_asked_for_by_one_statement(
    gifts: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _gift in range(gifts):
        make_gift()

    with django_assert_num_queries(3):
        settle_receipts(now)

    assert asked() == {str(pk) for pk in Gift.objects.values_list("pk", flat=True)}
