"""Messages about shifts are forgotten in time, and not before."""

from datetime import timedelta

import pytest

from tests.factories import MOMENT, make_user
from tests.volunteers.makers import make_shift, make_sign_up, make_volunteer
from volunteers.actions.feeds import make_feed, revoke_feed
from volunteers.actions.messages import KEPT, forget_old_messages
from volunteers.models import Broadcast, CalendarFeed, ShiftKiosk, TextMessage

pytestmark = pytest.mark.django_db


def test_messages_and_dead_addresses_are_forgotten_after_their_time() -> None:
    seat = make_sign_up(make_shift(), make_volunteer())
    for state in TextMessage.State.values:
        TextMessage.objects.create(
            volunteer=seat.volunteer,
            sign_up=seat,
            kind="confirmed",
            key=state,
            state=state,
            created_at=MOMENT,
            send_after=MOMENT,
        )
    Broadcast.objects.create(shift=seat.shift, words="Bring a coat.", sent_by=make_user(), sent_at=MOMENT)
    make_feed(volunteer=seat.volunteer, now=MOMENT)
    revoke_feed(volunteer=seat.volunteer, now=MOMENT)
    make_feed(volunteer=seat.volunteer, now=MOMENT)
    for token, closes_at in (("old", MOMENT), ("new", MOMENT + timedelta(hours=1))):
        ShiftKiosk.objects.create(
            site=seat.shift.site,
            token_hash=token,
            opened_by=make_user(),
            opened_at=MOMENT - timedelta(hours=8),
            closes_at=closes_at,
        )
    nothing = {"texts": 0, "broadcasts": 0, "feeds": 0, "kiosks": 0}
    assert forget_old_messages(now=MOMENT + KEPT) == nothing
    late = MOMENT + KEPT + timedelta(seconds=1)
    assert forget_old_messages(now=late) == {"texts": 3, "broadcasts": 1, "feeds": 1, "kiosks": 1}
    assert forget_old_messages(now=late) == nothing
    assert TextMessage.objects.get().state == "queued"
    assert CalendarFeed.objects.get().revoked_at is None
    assert ShiftKiosk.objects.get().token_hash == "new"
