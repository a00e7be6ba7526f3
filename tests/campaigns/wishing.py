"""Wishes, places and promises as tests need them."""

from datetime import timedelta
from uuid import UUID, uuid4

from accounts.models import Role
from accounts.organisation import the_zone
from campaigns.actions.wishes import PlaceFacts, WishFacts, offer, save_place, save_wish
from campaigns.models import DropOff, WishItem, WishOffer
from core.clock import legal_day
from tests.factories import MOMENT, make_user


def make_place(name: str = "Office") -> DropOff:
    """A public place."""
    facts = PlaceFacts(name=name, address="PO Box 1, Albany", hours="weekdays, 9 to 5")
    return save_place(place_id=None, facts=facts, by=make_user(Role.FUNDRAISER), now=MOMENT)


def make_wish(wanted: int = 10, name: str = "Twin sheets, new") -> WishItem:
    """Something that is wanted."""
    facts = WishFacts(name=name, wanted=wanted)
    return save_wish(item_id=None, facts=facts, by=make_user(Role.FUNDRAISER), now=MOMENT)


def make_offer(
    item: WishItem | None = None,
    *,
    count: int = 2,
    place: DropOff | None = None,
    in_days: int = 5,
    form_key: UUID | None = None,
) -> WishOffer:
    """Somebody brings some of it."""
    return offer(
        item_id=(item or make_wish()).pk,
        place_id=(place or make_place()).pk,
        count=count,
        name="Ana",
        brings_on=legal_day(MOMENT, the_zone()) + timedelta(days=in_days),
        form_key=form_key or uuid4(),
        now=MOMENT,
    )
