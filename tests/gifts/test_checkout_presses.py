"""However many press, and however often: one row and one payment page."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from gifts.actions.checkouts import open_checkout
from gifts.models import Checkout
from tests.factories import make_campaign
from tests.gifts.giving import visitor, wish_for
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("presses", [1, 10, 200])
def test_however_many_press_there_is_one_row_and_one_page(standin: StandIn, presses: int) -> None:
    """200 presses by 20 at a time: each needs a connection to the database."""
    campaign, form, now = make_campaign(), uuid.uuid4(), datetime.now(UTC)
    wish = wish_for(campaign)
    hands = min(presses, 20)
    barrier = Barrier(hands)

    def press(number: int) -> str | None:
        try:
            if number < hands:
                barrier.wait(20)
            return open_checkout(wish=wish, form=form, visitor=visitor(), now=now).session_id
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        found = set(pool.map(press, range(presses)))

    assert found == {session.id for session in standin.client().v1.checkout.sessions.list().data}
    assert (len(found), Checkout.objects.count()) == (1, 1)
