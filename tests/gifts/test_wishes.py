"""Goods that are wanted are promised as far as they are wanted, and brought to public places only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Role
from campaigns.actions.wishes import WishRefused, lapse_offers, note_brought, note_not_come, withdraw_offer
from campaigns.models import DropOff, WishItem, WishOffer
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.makers import queries_of
from tests.campaigns.wishing import make_offer, make_place, make_wish
from tests.factories import MOMENT, make_organisation, make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def promised(item: WishItem) -> int:
    item.refresh_from_db()
    return item.promised


def test_a_wish_is_made_promised_and_brought(desk: Client) -> None:
    desk.post(
        "/desk/wishes/places/new/",
        {"name": "Office", "address": "PO Box 1", "is_public": "on", "is_open": "on"},
    )
    desk.post("/desk/wishes/new/", {"name": "Twin sheets, new", "wanted": "10", "is_open": "on"})
    item, place = WishItem.objects.get(), DropOff.objects.get()
    assert "Twin sheets, new" in Client().get("/wishes/").content.decode()
    day = (MOMENT + timedelta(days=400)).date()
    typed = {"count": "4", "name": "Ana", "brings_on": str(day), "place": place.pk}
    assert "next sixty" in Client().post(f"/wishes/{item.pk}/", typed).content.decode()
    made = make_offer(item, count=4, place=place)
    page = Client().get(f"/wishes/kept/{made.code}/").content.decode()
    assert "4 × Twin sheets, new" in page
    assert "PO Box 1" in page
    assert "6</strong> of 10 still wanted" in Client().get("/wishes/").content.decode()
    desk.post(f"/desk/wishes/offers/{made.pk}/", {"what": "brought"})
    made.refresh_from_db()
    assert (made.state, promised(item)) == ("brought", 4)
    assert "It is there" in Client().get(f"/wishes/kept/{made.code}/").content.decode()


def test_somebody_promises_in_the_browser_and_takes_it_back(desk: Client) -> None:
    item, place = make_wish(), make_place()
    day = (MOMENT + timedelta(days=2)).date()
    typed = {"count": "3", "name": "Ana", "brings_on": str(day), "place": place.pk}
    with time_machine.travel(MOMENT, tick=False):
        answer = Client().post(f"/wishes/{item.pk}/", typed)
        kept = answer["Location"]
        assert promised(item) == 3
        Client().post(kept)
    assert promised(item) == 0
    assert "Others may bring it now" in Client().get(kept).content.decode()


def test_the_same_form_sent_again_is_one_promise(desk: Client) -> None:
    item, place = make_wish(), make_place()
    page = Client().get(f"/wishes/{item.pk}/")
    typed = {
        "form_key": page.context["form"]["form_key"].value(),
        "count": 4,
        "brings_on": (MOMENT + timedelta(days=3)).date(),
        "place": place.pk,
        "name": "Ana",
    }
    with time_machine.travel(MOMENT, tick=False):
        again = [Client().post(f"/wishes/{item.pk}/", typed)["Location"] for _time in range(2)]
        other = Client().post(f"/wishes/{item.pk}/", {**typed, "form_key": ""})["Location"]
    assert again[0] == again[1] != other
    assert promised(item) == 8


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_five_times_at_once_is_one_promise() -> None:
    make_organisation()
    item, place, key = make_wish(), make_place(), uuid4()
    works: list[Callable[[], Any]] = [
        lambda: make_offer(item, count=2, place=place, form_key=key) for _one in range(5)
    ]
    assert len({made.code for made in at_once(*works)}) == 1
    assert promised(item) == 2


def test_no_more_is_promised_than_is_wanted() -> None:
    item = make_wish(wanted=3)
    make_offer(item, count=2)
    with pytest.raises(WishRefused, match="Only 1"):
        make_offer(item, count=2)
    assert promised(item) == 2


@pytest.mark.django_db(transaction=True)
def test_ten_who_promise_the_last_one_at_once_are_one() -> None:
    make_organisation()
    item, place = make_wish(wanted=1), make_place()
    works: list[Callable[[], Any]] = [lambda: make_offer(item, count=1, place=place) for _one in range(10)]
    answers = at_once(*works, refusals=(WishRefused,))
    assert sum(isinstance(answer, WishOffer) for answer in answers) == 1
    assert promised(item) == 1


def test_what_nobody_brought_is_free_again_after_three_days_and_names_are_forgotten() -> None:
    item = make_wish()
    made = make_offer(item, in_days=5)
    assert lapse_offers(now=MOMENT + timedelta(days=8)) == 0
    assert lapse_offers(now=MOMENT + timedelta(days=9)) == 1
    assert lapse_offers(now=MOMENT + timedelta(days=9)) == 0
    made.refresh_from_db()
    assert (made.state, made.name, promised(item)) == ("lapsed", "Ana", 0)
    lapse_offers(now=MOMENT + timedelta(days=100))
    made.refresh_from_db()
    assert made.name == ""


def test_what_comes_late_counts_unless_others_promised_it() -> None:
    item, by = make_wish(wanted=2), make_user(Role.FUNDRAISER)
    first = make_offer(item, count=2)
    note_not_come(offer_id=first.pk, by=by, now=MOMENT)
    second = make_offer(item, count=1)
    with pytest.raises(WishRefused, match="Others promised it"):
        note_brought(offer_id=first.pk, by=by, now=MOMENT)
    withdraw_offer(code=second.code, now=MOMENT)
    note_brought(offer_id=first.pk, by=by, now=MOMENT)
    note_brought(offer_id=first.pk, by=by, now=MOMENT)
    assert promised(item) == 2
    withdraw_offer(code=first.code, now=MOMENT)
    assert promised(item) == 2


def test_a_place_is_confirmed_as_public(desk: Client) -> None:
    typed = {"name": "Office", "address": "PO Box 1", "is_open": "on"}
    answer = desk.post("/desk/wishes/places/new/", typed)
    assert "public places only" in answer.content.decode()
    assert not DropOff.objects.exists()


def test_staff_cannot_wish_for_less_than_is_promised(desk: Client) -> None:
    item = make_wish()
    make_offer(item, count=6)
    typed = {"name": item.name, "wanted": "5", "is_open": "on"}
    assert "6 of it are promised already" in desk.post(f"/desk/wishes/{item.pk}/", typed).content.decode()
    assert promised(item) == 6


def test_what_is_hidden_cannot_be_promised(desk: Client) -> None:
    item = make_wish()
    WishItem.objects.filter(pk=item.pk).update(is_open=False)
    assert Client().get(f"/wishes/{item.pk}/").status_code == 404
    with pytest.raises(WishRefused, match="not wanted any more"):
        make_offer(item)


def test_the_database_keeps_what_a_wish_and_an_offer_are() -> None:
    made = make_offer()
    items, offers = WishItem.objects.filter(pk=made.item_id), WishOffer.objects.filter(pk=made.pk)
    refusals: list[tuple[Any, dict[str, Any], str]] = [
        (items, {"name": ""}, "wish_has_a_name"),
        (items, {"wanted": 0, "promised": 0}, "wish_is_for_something"),
        (items, {"wanted": 1}, "wish_is_not_promised_beyond_it"),
        (offers, {"count": 0}, "offer_brings_something"),
        (offers, {"count": 11}, "wish_is_not_promised_beyond_it"),
        (offers, {"state": "lost", "settled_at": MOMENT}, "offer_state_is_known"),
        (offers, {"state": "brought"}, "offer_is_settled_at_a_moment"),
        (DropOff.objects.all(), {"address": ""}, "drop_off_has_name_and_address"),
    ]
    for rows, change, name in refusals:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**change)


def test_the_desk_asks_the_database_as_often_for_three_offers_as_for_one(desk: Client) -> None:
    item, place = make_wish(wanted=100), make_place()
    make_offer(item, place=place)
    alone = queries_of(desk, "/desk/wishes/")
    for _more in range(2):
        make_offer(item, place=place)
    assert queries_of(desk, "/desk/wishes/") == alone


def test_what_somebody_promised_is_kept_by_no_cache_and_told_to_no_robot() -> None:
    make_organisation()
    assert Client().get(f"/wishes/kept/{make_offer().code}/")["Cache-Control"] == "no-store"
    assert "Disallow: /wishes/kept/" in Client().get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    ("role", "may_settle"), [(Role.FINANCE, True), (Role.READ_ONLY, False), (Role.FUNDRAISER, True)]
)
def test_whoever_may_not_tick_an_offer_off_sees_no_button(role: Role, *, may_settle: bool) -> None:
    make_organisation()
    made = make_offer()
    page = browser_of(make_staff(role)).get("/desk/wishes/").content.decode()
    assert (f"/desk/wishes/offers/{made.pk}/" in page) == may_settle


def test_nothing_is_brought_to_a_place_that_takes_nothing() -> None:
    make_organisation()
    place = make_place()
    DropOff.objects.filter(pk=place.pk).update(is_open=False)
    with pytest.raises(WishRefused, match="not wanted any more"):
        make_offer(place=place)
    assert not WishOffer.objects.exists()
