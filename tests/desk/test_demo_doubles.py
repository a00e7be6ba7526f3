"""The demo's doubles: three pairs to look at, one told apart, one merged."""

import pytest

from accounts.models import Role
from desk.demo.doubles import double_records
from donors.models import Donor, DonorMerge, DuplicatePair
from tests.factories import MOMENT, make_user

pytestmark = pytest.mark.django_db


def test_the_demo_has_doubles_in_each_state_once() -> None:
    double_records(MOMENT)
    assert Donor.objects.count() == 0
    make_user(Role.FUNDRAISER)
    double_records(MOMENT)
    double_records(MOMENT)
    states = DuplicatePair.objects.order_by("pk").values_list("state", flat=True)
    assert sorted(states) == ["dismissed", "merged", "open", "open", "open"]
    assert DonorMerge.objects.count() == 1
