"""The giving page: what it shows, to whom, how fresh, at what cost."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign
from gifts.models import GivingPolicy, LedgerLine
from gifts.proofs import BACK, mark
from gifts.views.giving_pages import READY
from tests.factories import (
    make_appeal,
    make_campaign,
    make_checkout,
    make_fund,
    make_gift,
    make_line,
    make_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def text_of(client: Client, campaign: Campaign, query: str = "") -> str:
    return client.get(f"/give/{campaign.slug}/{query}").content.decode()


def test_the_page_needs_one_query_and_while_it_is_fresh_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign()

    with django_assert_num_queries(1):
        first = client.get(f"/give/{campaign.slug}/")
    with django_assert_num_queries(0):
        again = client.get(f"/give/{campaign.slug}/?utm_source=letter", headers={"cookie": "csrf=x; other=y"})

    assert (first.status_code, again.status_code) == (200, 200)


def test_a_new_gift_costs_one_bar_not_a_page(client: Client, now: datetime) -> None:
    campaign = make_campaign()
    with time_machine.travel(now, tick=False) as clock:
        client.get(f"/give/{campaign.slug}/")
        drawn = READY[campaign.slug, "en"]
        make_gift(campaign=campaign)
        clock.shift(timedelta(seconds=1))
        client.get(f"/give/{campaign.slug}/")

    assert READY[campaign.slug, "en"].pieces is drawn.pieces
    assert READY[campaign.slug, "en"].progress != drawn.progress


def test_other_words_show_within_a_second(client: Client, now: datetime) -> None:
    campaign = make_campaign()
    with time_machine.travel(now, tick=False) as clock:
        client.get(f"/give/{campaign.slug}/")
        campaign.funds.update(name="Therapy")
        clock.shift(timedelta(seconds=1))
        page = text_of(client, campaign)

    assert "<strong>Therapy</strong>" in page


def test_the_cost_does_not_grow_with_gifts(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign()
    for _ in range(3):
        make_gift(campaign=campaign)

    with django_assert_num_queries(1):
        client.get(f"/give/{campaign.slug}/")


def test_a_new_gift_shows_within_a_second(client: Client, now: datetime) -> None:
    campaign = make_campaign()
    gift = make_gift(campaign=campaign, amount="75.00")
    with time_machine.travel(now, tick=False) as clock:
        before = text_of(client, campaign)
        make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-25.00"))
        clock.shift(timedelta(seconds=1))
        after = text_of(client, campaign)

    assert ("$75" in before, "$50</strong>" in before) == (True, False)
    assert ("$75</strong>" in after, "$50</strong>" in after) == (False, True)


def test_an_unchanged_page_is_not_drawn_again_but_says_when_it_was_counted(
    client: Client, now: datetime
) -> None:
    campaign = make_campaign()
    with time_machine.travel(now, tick=False) as clock:
        noon = text_of(client, campaign)
        clock.shift(timedelta(seconds=59))
        same = text_of(client, campaign)
        clock.shift(timedelta(seconds=1))
        later = text_of(client, campaign)

    assert ["at 12:00 PM EST" in text for text in (noon, same, later)] == [True, True, False]


def test_each_visitor_gets_their_own_tokens_and_marks(client: Client) -> None:
    campaign = make_campaign()

    mine = text_of(client, campaign, "?utm_source=letter&appeal=nov%22&utm_medium=mail&gclid=1")
    other = text_of(Client(), campaign)

    assert '<input type="hidden" name="utm_source" value="letter">' in mine
    assert '<input type="hidden" name="appeal" value="nov&quot;">' in mine
    assert "utm_source" not in other
    assert 'value="/give/' in other  # the way back of the language switch
    assert hidden_value(mine, "form") != hidden_value(other, "form")
    assert hidden_value(mine, "csrfmiddlewaretoken") != hidden_value(other, "csrfmiddlewaretoken")


def hidden_value(text: str, name: str) -> str:
    _before, _name, after = text.partition(f'name="{name}" value="')
    return after.partition('"')[0]


def test_no_opening_is_left_in_a_page(client: Client) -> None:
    text = text_of(client, make_campaign())

    assert hidden_value(text, "form").count("~") == 1
    assert len(hidden_value(text, "csrfmiddlewaretoken")) == 64


def test_the_page_speaks_spanish(client: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(name_es="Puertas abiertas")

    answer = client.get(f"/give/{campaign.slug}/", headers={"accept-language": "es"})

    assert "Puertas abiertas</h1>" in answer.content.decode()


@pytest.mark.parametrize("state", ["draft", None])
def test_a_draft_is_nowhere(client: Client, state: str | None) -> None:
    slug = make_campaign(state=state).slug if state else "nothing-here"

    assert client.get(f"/give/{slug}/").status_code == 404
    assert client.post(f"/give/{slug}/", {}).status_code == 404


def test_a_closed_campaign_thanks_and_takes_nothing(client: Client) -> None:
    campaign = make_campaign(state=Campaign.State.CLOSED)

    page = text_of(client, campaign)

    assert "This campaign has ended." in page
    assert "data-give" not in page


def test_a_paused_site_tells_other_ways(client: Client, now: datetime) -> None:
    campaign = make_campaign()
    GivingPolicy.objects.create(pk=1, paused_at=now)

    page = text_of(client, campaign)

    assert "We take no gifts on this page right now" in page
    assert "PO Box 100" in page
    assert "data-give" not in page


@pytest.mark.parametrize(
    ("query", "checked"),
    [
        ("?amount=25", 'value="25.00" data-amount checked'),
        ("?amount=31.5", 'maxlength="40" value="31.50"'),
        ("?frequency=monthly", 'value="monthly" checked'),
        ("?fund=second", 'value="second" selected'),
        ("?amount=NaN&frequency=hourly&fund=none", 'value="50.00" data-amount checked'),
        ("?amount=1e99999", 'value="50.00" data-amount checked'),
    ],
)
def test_an_address_may_propose(client: Client, query: str, checked: str) -> None:
    campaign = make_campaign()
    campaign.funds.add(make_fund("second"))

    assert checked in text_of(client, campaign, query)


def test_the_fee_is_exact_for_the_proposed_amount(client: Client) -> None:
    """50.00 + 1.81 = 51.81, of which 2.9 % + 0.30 = 1.80 goes to the card company."""
    page = text_of(client, make_campaign())

    assert "That adds <b>$1.81</b> to a gift of <b>$50.00</b>." in page


def test_back_from_the_payment_page_keeps_the_form(client: Client) -> None:
    campaign = make_campaign()
    checkout = make_checkout(campaign, amount="31.00", frequency="monthly")
    checkout.appeal = make_appeal(campaign, code="november")
    checkout.save()

    with time_machine.travel(checkout.created_at + timedelta(minutes=20)):
        answer = client.get(f"/give/{campaign.slug}/?back={mark(BACK, checkout.pk, checkout.created_at)}")
    page = answer.content.decode()

    assert "Nothing was charged. Your form is as you left it." in page
    kept = ('value="Maria Lopez"', 'value="maria@example.org"', 'value="31.00"', 'value="monthly" checked')
    assert [word in page for word in (*kept, 'name="appeal" value="november"')] == [True] * 5
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("hours", [3, 0])
def test_a_late_or_forged_way_back_shows_nobodys_name(client: Client, hours: int) -> None:
    campaign = make_campaign()
    checkout = make_checkout(campaign)
    token = mark(BACK, checkout.pk, checkout.created_at) if hours else "forged~mark"

    with time_machine.travel(checkout.created_at + timedelta(hours=hours)):
        answer = client.get(f"/give/{campaign.slug}/?back={token}", follow=True)

    assert "Maria Lopez" not in answer.content.decode()
    assert answer.redirect_chain == [(f"/give/{campaign.slug}/", 302)]
