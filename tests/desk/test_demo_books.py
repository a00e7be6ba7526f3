"""The demo's finance officer works through the same actions as a real one."""

import pytest

from accounts.models import Role
from desk.demo.books import keep_books
from gifts.models import ClosedPeriod, Comparison, FundSpending, Payout
from tests.factories import make_fund, make_user
from tests.gifts.year import lived

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_demo_spends_ticks_and_closes_a_month_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with lived(monkeypatch, months=3) as year:
        make_user(Role.FINANCE)
        for code in ("housing", "therapy"):
            make_fund(code)
        for _time in range(2):
            keep_books(year.stripe.now())
        ticked = Payout.objects.exclude(seen_on=None).count()
    assert (ClosedPeriod.objects.count(), FundSpending.objects.count()) == (1, 6)
    assert (ticked > 0, Comparison.objects.exists()) == (True, True)
