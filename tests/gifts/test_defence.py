"""Card testing: the attack is stopped, a hall full of donors is not; the alarm and the pause."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from accounts.models import AuditEntry, Role
from gifts.actions import defence
from gifts.actions.checkouts import open_checkout
from gifts.actions.defence import (
    TooMany,
    WorkUsed,
    admit,
    forget_budgets,
    pause_giving,
    resume_giving,
    take,
    watch_failures,
)
from gifts.models import Budget, Checkout, Difference, GivingPolicy, StripeEvent
from tests.factories import make_campaign, make_organisation, make_user
from tests.gifts.giving import (
    Pages,
    confirmed,
    give,
    pages_of,
    promised,
    send,
    shown,
    solved,
    visitor,
    wish_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    make_organisation()
    return pages_of(monkeypatch)


def test_a_hall_full_of_donors_behind_one_address_is_not_stopped(pages: Pages, now: datetime) -> None:
    campaign = make_campaign()
    for number in range(100):
        guest = visitor(f"guest {number}")
        guest = type(guest)(network="hall", browser=guest.browser, work=guest.work)
        row = open_checkout(wish=wish_for(campaign), form=uuid.uuid4(), visitor=guest, now=now)
        Checkout.objects.filter(pk=row.pk).update(state=Checkout.State.COMPLETED)

    assert len(pages.orders) == 100


def test_pressing_again_uses_nothing_up(pages: Pages, now: datetime) -> None:
    campaign, form = make_campaign(), uuid.uuid4()

    rows = {
        open_checkout(wish=wish_for(campaign), form=form, visitor=visitor(), now=now).pk for _ in range(50)
    }

    assert (len(rows), len(pages.orders)) == (1, 1)
    assert set(Budget.objects.values_list("used", flat=True)) == {1}


def attack(campaign: Any, *, solving: bool) -> list[HttpResponse]:
    """Half of 500 forms from 5 networks, a new browser each time, as quick as they can be sent."""
    answers = []
    for number in range(250):
        address = f"203.0.{number % 5}.{number % 250}"
        client = Client(REMOTE_ADDR=address, HTTP_COOKIE=f"csrf={number}")
        form = shown()
        proof = {"work": solved()} if solving else {"confirm": confirmed(form, 6)}
        answers.append(send(client, campaign, **promised(campaign, form=form, **proof)))
    return answers


@pytest.mark.parametrize(("solving", "most"), [(True, 5 * 12), (False, 5 * 6)])
def test_five_hundred_forms_from_five_networks_open_few_pages(
    pages: Pages, now: datetime, solving: bool, most: int
) -> None:
    with time_machine.travel(now, tick=False):
        answers = attack(make_campaign(), solving=solving)

    statuses = [answer.status_code for answer in answers]
    assert (len(pages.orders), statuses.count(303), statuses.count(429)) == (most, most, 250 - most)
    assert Checkout.objects.count() == most
    assert "Please try again in" in answers[-1].content.decode()
    assert 'value="Maria Lopez"' in answers[-1].content.decode()


def test_even_many_networks_are_held_by_the_sites_allowance(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(defence, "PLAIN_PER_SITE", 40)
    campaign = make_campaign()

    refused = 0
    for number in range(60):
        try:
            one = visitor(f"network {number}", work=False)
            open_checkout(wish=wish_for(campaign), form=uuid.uuid4(), visitor=one, now=now)
        except TooMany:
            refused += 1

    assert (Checkout.objects.count(), refused) == (40, 20)


@pytest.mark.django_db(transaction=True)
def test_racing_for_the_last_page_opens_no_more_than_allowed(now: datetime, pages: Pages) -> None:
    campaign, racers = make_campaign(), 16
    barrier = Barrier(racers)

    def race(_number: int) -> bool:
        try:
            barrier.wait(20)
            open_checkout(
                wish=wish_for(campaign), form=uuid.uuid4(), visitor=visitor("one", work=False), now=now
            )
        except TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(racers) as pool:
        opened = sum(pool.map(race, range(racers)))

    assert (opened, len(pages.orders), Checkout.objects.count()) == (4, 4, 4)


def test_a_new_hour_is_a_new_allowance(now: datetime) -> None:
    for _ in range(4):
        admit(visitor(work=False), now=now)
    with pytest.raises(TooMany, match="60 minutes"):
        admit(visitor(work=False), now=now)

    admit(visitor(work=False), now=now + timedelta(hours=1))


def test_what_was_refused_wrote_nothing(pages: Pages, now: datetime) -> None:
    campaign, used = make_campaign(), visitor()
    open_checkout(wish=wish_for(campaign), form=uuid.uuid4(), visitor=used, now=now)

    with pytest.raises(WorkUsed):
        open_checkout(wish=wish_for(campaign), form=uuid.uuid4(), visitor=used, now=now)

    assert (Checkout.objects.count(), len(pages.orders)) == (1, 1)


def test_budgets_scale_and_can_be_off(now: datetime, settings: Settings) -> None:
    settings.GIVING_BUDGETS = "0.5"
    for _ in range(2):
        admit(visitor(work=False), now=now)
    with pytest.raises(TooMany):
        admit(visitor(work=False), now=now)

    settings.GIVING_BUDGETS = "off"
    for _ in range(20):
        admit(visitor(work=False), now=now)


def test_without_budgets_the_promised_fields_are_enough(
    client: Client, settings: Settings, pages: Pages
) -> None:
    settings.GIVING_BUDGETS = "off"
    campaign = make_campaign()

    assert send(client, campaign, **promised(campaign)).status_code == 303


def test_a_form_without_the_sites_token_is_refused(pages: Pages) -> None:
    campaign = make_campaign()

    answer = give(Client(enforce_csrf_checks=True), campaign)

    assert (answer.status_code, pages.orders) == (403, [])


def test_no_address_is_kept(client: Client) -> None:
    give(Client(REMOTE_ADDR="203.0.113.77"), make_campaign())

    kept = [*Budget.objects.values_list("source", flat=True), Checkout.objects.get().network]
    assert [text for text in kept if "203" in text and "113" in text] == []
    assert {len(text) for text in kept} <= {0, 64}


def test_old_budgets_are_forgotten(now: datetime) -> None:
    take(scope="site", source="", limit=9, window=now - timedelta(days=3))
    take(scope="site", source="", limit=9, window=now)

    assert (forget_budgets(now=now), Budget.objects.count()) == (1, 1)


def test_taking_stops_at_the_limit(now: datetime) -> None:
    with transaction.atomic():
        taken = [take(scope="site", source="", limit=3, window=now) for _ in range(5)]

    assert taken == [True, True, True, False, False]


def events(kind: str, count: int, at: datetime) -> None:
    StripeEvent.objects.bulk_create(
        StripeEvent(event_id=uuid.uuid4().hex, kind=f"payment_intent.{kind}", received_at=at)
        for _ in range(count)
    )


@pytest.mark.parametrize(("failed", "paid", "is_on"), [(20, 6, True), (20, 7, False), (19, 0, False)])
def test_the_alarm_looks_at_how_many_fail(now: datetime, failed: int, paid: int, is_on: bool) -> None:
    events("payment_failed", failed, now)
    events("succeeded", paid, now)

    assert watch_failures(now=now) is is_on
    assert Difference.objects.filter(kind="card_testing", resolved_at=None).count() == is_on


def test_the_alarm_ends_by_itself(now: datetime) -> None:
    events("payment_failed", 50, now)
    watch_failures(now=now)

    assert watch_failures(now=now + timedelta(hours=1)) is False
    assert Difference.objects.get().resolved_at == now + timedelta(hours=1)


def test_pausing_stops_gifts_and_is_written_down(client: Client, pages: Pages, now: datetime) -> None:
    campaign, boss = make_campaign(), make_user(Role.FINANCE)

    pause_giving(by=boss, now=now)
    pause_giving(by=boss, now=now)
    paused = give(client, campaign)
    resume_giving(by=boss, now=now)
    resumed = give(client, campaign)

    assert (paused.status_code, resumed.status_code, len(pages.orders)) == (503, 303, 1)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "actor")) == [
        ("giving.paused", boss.pk),
        ("giving.resumed", boss.pk),
    ]
    assert GivingPolicy.objects.get().paused_by is None
