"""The demo shows batches and pledges in each state that their pages speak of."""

import pytest
from django.utils import timezone

from accounts.models import Role
from desk.demo.batches import fill_batches
from gifts.models import Batch, Gift, Pledge
from gifts.reports.batches import counted_of
from tests.factories import make_campaign, make_organisation, make_user
from tests.gifts.pretend import check_constraints

pytestmark = pytest.mark.django_db


def test_the_demo_has_an_open_batch_a_posted_one_and_an_overdue_pledge() -> None:
    make_organisation()
    make_campaign()
    make_user(Role.FUNDRAISER)
    now = timezone.now()
    for _twice in range(2):
        fill_batches(now)
    check_constraints()
    opened, done = Batch.objects.get(posted_at=None), Batch.objects.exclude(posted_at=None).get()
    assert (counted_of(opened).matches, counted_of(done).matches) == (False, True)
    assert (Gift.objects.filter(batch=done).count(), Pledge.objects.count()) == (4, 3)
    assert list(opened.rows.order_by("pk").values_list("donor__name", "who")) == [
        ("June Okafor", ""),
        ("Harriet Lindqvist", ""),
        (None, "P. Osgood"),
    ]
    late = [row.donor.name for row in Pledge.objects.with_balance(now.date()) if row.overdue]
    assert late == ["June Okafor"]
