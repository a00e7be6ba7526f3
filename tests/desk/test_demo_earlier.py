"""The demo has years before its own, so that reports have something to compare."""

import pytest

from accounts.models import Role
from desk.demo.earlier import GIVING, enter_earlier
from gifts.models import Gift, TallyMark
from gifts.reports.figures import FIGURES, sums_of
from gifts.reports.figures.scope import this_year
from tests.factories import MOMENT, make_campaign, make_organisation, make_user

SHOWN = ("donors", "newcomers", "retained", "recaptured", "lybunt", "upgraded", "downgraded")
pytestmark = pytest.mark.django_db


def test_people_stayed_lapsed_and_came_back_and_entering_them_again_changes_nothing() -> None:
    make_organisation()
    make_user(Role.FINANCE)
    make_campaign()

    for _twice in range(2):
        entered = enter_earlier(MOMENT)

    assert Gift.objects.count() == entered == sum(bool(each) for _name, years in GIVING for each in years)
    assert not TallyMark.objects.exists()
    year = this_year(MOMENT.date(), 1)
    before = year.of_year(year.year - 1)
    assert all(sums_of(FIGURES[name], before).count for name in SHOWN)
