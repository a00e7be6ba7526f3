"""What donors' gifts come to, from kept totals: as the gifts themselves say, marked or not."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Count, Max, Min, Sum
from django.utils import timezone

from donors.models import Donor
from gifts.actions.tallies import keep_tallies
from gifts.models import Gift, LedgerLine
from gifts.reports.donor_giving import given_by
from gifts.reports.giving_years import GivingSums, giving_sums
from tests.factories import MOMENT, make_donor, make_gift, make_line, make_organisation

pytestmark = pytest.mark.django_db


def live(donors: list[int]) -> dict[int, GivingSums]:
    """From gifts and ledger, row by row."""
    lines = LedgerLine.objects.filter(gift__donor__in=donors).order_by()
    stands = dict(lines.values_list("gift__donor").annotate(total=Sum("amount")))
    gifts = Gift.objects.arrived().filter(donor__in=donors).order_by().values("donor")
    seen = gifts.annotate(n=Count("pk"), first=Min("given_on"), last=Max("given_on"), most=Max("amount"))
    return {
        row["donor"]: GivingSums(row["n"], stands[row["donor"]], row["first"], row["last"], row["most"])
        for row in seen
    }


@pytest.mark.parametrize("is_kept", [True, False])
def test_sums_are_those_of_the_gifts(is_kept: bool) -> None:
    make_organisation()
    donors = [make_donor(name=f"Donor {number}") for number in range(4)]
    for number, donor in enumerate(donors[:3]):
        for days in range(number + 1):
            gift = make_gift(donor, amount=f"{10 + days}.10", given_at=MOMENT - timedelta(days=400 * days))
            if days == 1:
                make_line(gift, kind="refund", amount=Decimal("-3.05"))
    make_gift(donors[3], state=Gift.State.FAILED)
    keys = [donor.pk for donor in donors]
    if is_kept:
        keep_tallies(now=timezone.now())
    assert giving_sums(keys) == live(keys)
    assert giving_sums([]) == {}
    some = Donor.objects.filter(pk__in=keys[:2])
    assert given_by(some) == sum(row.stands for row in live(keys[:2]).values())
    assert given_by(Donor.objects.none()) is None
