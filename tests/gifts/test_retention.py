"""Whoever only tried to give is forgotten; whoever gave is not."""

from datetime import timedelta

import pytest

from gifts.actions.retention import forget_unpaid_visits
from gifts.models import Checkout
from tests.factories import MOMENT, make_campaign, make_checkout, make_gift

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def visit(*, age: timedelta, state: str = "expired") -> Checkout:
    row = make_checkout(make_campaign())
    row.created_at, row.expires_at, row.state = MOMENT - age, MOMENT - age + DAY, state
    row.session_id, row.session_url = f"cs_{row.pk.hex}", "https://checkout.example/1"
    row.save()
    return row


def test_a_visit_without_a_gift_is_forgotten_after_ninety_days() -> None:
    visit(age=91 * DAY)
    visit(age=91 * DAY, state="open")
    completed = visit(age=91 * DAY, state="completed")
    given = visit(age=91 * DAY)
    gift = make_gift(campaign=given.campaign)
    gift.checkout = given
    gift.save()
    young = visit(age=89 * DAY)

    assert forget_unpaid_visits(now=MOMENT) == 2

    assert set(Checkout.objects.values_list("pk", flat=True)) == {completed.pk, given.pk, young.pk}
    assert forget_unpaid_visits(now=MOMENT) == 0


def test_the_address_of_a_payment_page_is_forgotten_a_day_after_it_closed() -> None:
    closed, just_closed, still_open = (visit(age=age) for age in (3 * DAY, 1.5 * DAY, 0.5 * DAY))

    forget_unpaid_visits(now=MOMENT)

    left = dict(Checkout.objects.values_list("pk", "session_url"))
    assert left[closed.pk] == ""
    assert left[just_closed.pk] == left[still_open.pk] == "https://checkout.example/1"
