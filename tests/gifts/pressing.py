"""A recurring gift at the stand-in, and a donor's hand that presses what stands on its pages."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.clock import legal_day
from gifts.actions.sweep import sweep
from gifts.models import Frequency, RecurringGift
from tests.accounts.makers import browser_of
from tests.factories import ZONE, make_campaign, make_checkout, make_user
from tests.gifts.counter import pay
from tests.standin.process import StandIn


@pytest.fixture
def gift(standin: StandIn, now: datetime) -> RecurringGift:
    """$50.00 each month, begun at this moment of the stand-in's clock."""
    pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    found = RecurringGift.objects.select_related("donor").get()
    assert found.donor is not None
    found.donor.user = make_user()
    found.donor.save()
    return found


@pytest.fixture
def browser(gift: RecurringGift) -> Client:
    assert gift.donor is not None
    assert gift.donor.user is not None
    return browser_of(gift.donor.user, factor_at=0)


class Hand:
    """Presses what stands on the pages of one gift."""

    def __init__(self, browser: Client, gift: RecurringGift) -> None:
        self.browser, self.gift = browser, gift

    def send(self, what: str, **values: str) -> str:
        """Send a form; return the words of the page that follows."""
        answer = self.browser.post(f"/my/recurring/{self.gift.pk}/{what}/", values, follow=True)
        self.context: Any = answer.context
        return " ".join(answer.content.decode().split())

    def confirm(self, what: str, **values: str) -> str:
        """Send a form, then press what the next page shows."""
        self.send(what, **values)
        return self.send(what, sure=self.context["preview"].seal, **values)

    def today(self) -> date:
        """The day of the pages, where the organisation is."""
        return legal_day(timezone.now(), ZONE)

    def state(self) -> RecurringGift:
        """The gift as it stands."""
        return RecurringGift.objects.get()


@pytest.fixture
def hand(browser: Client, gift: RecurringGift) -> Hand:
    return Hand(browser, gift)
