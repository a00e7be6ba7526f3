"""The link in a letter, on a phone: it raises a recurring gift without scripts and without signing in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from gifts.actions.sweep import sweep
from gifts.models import Frequency, RecurringGift
from gifts.proofs import mark_of_raise
from tests.browser.conftest import Open, Visitor
from tests.browser.giving import our_hosts, standin, standin_process
from tests.browser.looking import audit, snap
from tests.factories import make_campaign, make_checkout, make_organisation
from tests.gifts import counter
from tests.standin.process import StandIn

__all__ = ["our_hosts", "standin", "standin_process"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gift(standin: StandIn, now: datetime) -> RecurringGift:
    """$50.00 each month."""
    make_organisation()
    counter.pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    return RecurringGift.objects.get()


def link_of(gift: RecurringGift) -> str:
    assert gift.donor is not None
    return f"/give/more/{mark_of_raise(gift.pk, email=gift.donor.email, now=timezone.now())}/"


def test_one_press_raises_it(open_page: Open, gift: RecurringGift) -> None:
    page = open_page(Visitor(scripts=False))
    page.goto(link_of(gift))
    page.check("text=$60.00", force=True)
    page.check("[name=cover_fee]")
    page.click("text=Raise my gift")
    page.wait_for_selector("h1:has-text('Thank you')")
    gift.refresh_from_db()
    assert (gift.amount, gift.fee_cover) == (Decimal("62.11"), Decimal("2.11"))
    assert "Your gift is $62.11, monthly." in page.inner_text("main")


def test_anyone_can_use_the_page(open_page: Open, gift: RecurringGift) -> None:
    page = open_page(Visitor())
    page.goto(link_of(gift))
    wrong = audit(page)
    snap(page, "give-more")
    page.click("text=Raise my gift")
    page.wait_for_selector("text=Please choose or write an amount.")
    wrong += audit(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert wrong == []
