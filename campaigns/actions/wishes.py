"""Goods that are wanted: what, where they are brought, and who brings them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from campaigns.models import DropOff, WishItem, WishOffer
from core.clock import legal_day

State = WishOffer.State
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
AHEAD = timedelta(days=60)
GRACE = timedelta(days=3)
KEPT = timedelta(days=90)


class WishRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class WishFacts:
    """What staff write of a wish."""

    name: str
    wanted: int
    name_es: str = ""
    note: str = ""
    note_es: str = ""
    position: int = 0
    is_open: bool = True


@dataclass(frozen=True)
class PlaceFacts:
    """What staff write of a public place where goods are taken."""

    name: str
    address: str
    hours: str = ""
    hours_es: str = ""
    is_open: bool = True


def save_wish(*, item_id: int | None, facts: WishFacts, by: User, now: datetime) -> WishItem:
    """Wish for something, or change it. Raises: WishRefused for fewer than were promised already."""
    with transaction.atomic():
        item = WishItem.objects.select_for_update().get(pk=item_id) if item_id else WishItem()
        if facts.wanted < item.promised:
            raise WishRefused(_("%(n)s of it are promised already.") % {"n": item.promised})
        for name, value in vars(facts).items():
            setattr(item, name, value)
        item.save()
        about = ("wish", str(item.pk))
        record(actor=by, verb="wish.saved", about=about, now=now, after={"wanted": item.wanted})
    return item


def save_place(*, place_id: int | None, facts: PlaceFacts, by: User, now: datetime) -> DropOff:
    """Name a public place where goods are taken, or change it."""
    with transaction.atomic():
        place = DropOff.objects.select_for_update().get(pk=place_id) if place_id else DropOff()
        for name, value in vars(facts).items():
            setattr(place, name, value)
        place.save()
        record(actor=by, verb="drop_off.saved", about=("drop_off", str(place.pk)), now=now)
    return place


def offer(
    *, item_id: int, place_id: int, count: int, name: str, brings_on: date, form_key: UUID, now: datetime
) -> WishOffer:
    """Promise to bring some of what is wanted. The database never lets more be promised than wanted.

    The same form twice is one promise.

    Raises: WishRefused where fewer are left, the day is over or far off, or the place takes nothing.
    """
    code, today = _code_of(form_key), legal_day(now, the_zone())
    if not today <= brings_on <= today + AHEAD:
        raise WishRefused(_("Please choose a day within the next sixty."))
    with transaction.atomic():
        item = WishItem.objects.select_for_update().filter(pk=item_id, is_open=True).first()
        if known := WishOffer.objects.filter(code=code).first():
            return known
        if item is None or not DropOff.objects.filter(pk=place_id, is_open=True).exists():
            raise WishRefused(_("This is not wanted any more. Thank you all the same."))
        if count > item.left:
            raise WishRefused(_("Only %(n)s are still wanted.") % {"n": item.left})
        return WishOffer.objects.create(
            item=item, place_id=place_id, count=count, name=name, brings_on=brings_on, code=code, made_at=now
        )


def withdraw_offer(*, code: str, now: datetime) -> WishOffer:
    """Bring nothing after all; others may then. Twice is once."""
    return _settle(WishOffer.objects.filter(code=code), State.WITHDRAWN, by=None, now=now)


def note_brought(*, offer_id: int, by: User, now: datetime) -> WishOffer:
    """Say that the goods are there. Twice is once.

    Raises: WishRefused where others promised what had been given free by then.
    """
    return _settle(WishOffer.objects.filter(pk=offer_id), State.BROUGHT, by=by, now=now)


def note_not_come(*, offer_id: int, by: User, now: datetime) -> WishOffer:
    """Let others bring it. Twice is once."""
    return _settle(WishOffer.objects.filter(pk=offer_id), State.LAPSED, by=by, now=now)


def lapse_offers(*, now: datetime) -> int:
    """Free what nobody brought within three days of the day they named; how many. Old names are forgotten."""
    late = legal_day(now, the_zone()) - GRACE
    with transaction.atomic():
        waiting = WishOffer.objects.filter(state=State.OFFERED, brings_on__lt=late)
        freed = waiting.update(state=State.LAPSED, settled_at=now)
        settled = WishOffer.objects.exclude(state=State.OFFERED).exclude(name="")
        settled.filter(settled_at__lt=now - KEPT).update(name="")
    return freed


def _code_of(form_key: UUID) -> str:
    """Return the code that stands for a form: whoever knows neither the form nor our key cannot draw it."""
    drawn = salted_hmac("campaigns.wishes", form_key.hex, algorithm="sha256").digest()
    return "".join(SIGNS[sign % len(SIGNS)] for sign in drawn[:10])


def _settle(rows: "models.QuerySet[WishOffer]", state: str, *, by: User | None, now: datetime) -> WishOffer:
    with transaction.atomic():
        found = rows.select_for_update(of=("self",)).select_related("item", "place").get()
        if found.state == state:
            return found
        if state == State.WITHDRAWN and found.state != State.OFFERED:
            return found
        found.state, found.settled_at, found.settled_by = state, now, by
        try:
            with transaction.atomic():
                found.save(update_fields=["state", "settled_at", "settled_by"])
        except IntegrityError as error:
            raise WishRefused(_("Others promised it meanwhile: wish for more first.")) from error
        if by is not None:
            record(actor=by, verb=f"wish_offer.{state}", about=("wish_offer", str(found.pk)), now=now)
    return found
