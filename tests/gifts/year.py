"""A year of giving on the stand-in's clock: monthly and single gifts, refunds, disputes, debits, payouts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from campaigns.models import Campaign
from gifts.actions.events import read_root
from gifts.actions.sweep import Sweep, sweep
from gifts.gateway.events import SUBSCRIBED, event_facts
from stripe_standin.objects import payouts
from tests.factories import make_campaign, make_checkout, make_organisation
from tests.gifts.counter import pay
from tests.gifts.inside import Inside, inside

BEGINS = datetime(2026, 1, 5, 15, tzinfo=UTC)


@dataclass
class Year:
    """What happened, month by month, and how far we heard of it."""

    stripe: Inside
    campaign: Campaign = field(init=False)
    payments: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Three people give monthly; Stripe pays out every day on which there is something."""
        payouts.schedule(self.stripe.world)
        make_organisation(zone="America/New_York")
        self.campaign = make_campaign()
        for number in range(3):
            email = f"monthly{number}@example.org"
            checkout = make_checkout(
                self.campaign, frequency="monthly", amount=f"{20 + number}.00", email=email
            )
            pay(self.stripe, checkout)
        self.hear()

    def month(self, number: int) -> None:
        """Two single gifts, a debit in some months, a refund in others, a dispute now and then."""
        for place, amount in enumerate(("50.00", "12.34")):
            email = f"giver{number}-{place}@example.org"
            paid = pay(self.stripe, make_checkout(self.campaign, amount=amount, email=email))
            self.payments.append(paid["payment_intent"])
        if number % 3 == 0:
            checkout = make_checkout(self.campaign, amount="80.00", email=f"debit{number}@example.org")
            debit = pay(self.stripe, checkout, method="us_bank_account")["payment_intent"]
            self.payments.append(debit)
        self.go(days=9)
        if number % 2:
            self.stripe.control(f"refund/{self.payments[-1]}", amount=500)
        if number % 4 == 2:
            dispute = self.stripe.control(f"dispute/{self.payments[-2]}")
            self.go(days=2)
            self.stripe.control(f"dispute/{dispute['id']}/close", result="won" if number > 5 else "lost")
        self.go(days=19)

    def go(self, *, days: int) -> None:
        """Let time go by, hearing of things every day."""
        for _day in range(days):
            self.stripe.move_to(int((self.stripe.now() + timedelta(days=1)).timestamp()))
            self.hear()

    def hear(self) -> None:
        """Read the root of each event that came."""
        for _round in range(5):
            events = [event for event in self.stripe.new_events() if event["type"] in SUBSCRIBED]
            roots = dict.fromkeys(facts.root for facts in map(event_facts, events) if facts.root)
            for root in roots:
                read_root(root, now=self.stripe.now())
            if not roots:
                return

    def compare(self, *, everything: bool = True) -> Sweep:
        """The night's comparison, some minutes after whatever happened last."""
        self.stripe.move_to(int((self.stripe.now() + timedelta(hours=1)).timestamp()))
        return sweep(now=self.stripe.now(), everything=everything)


@contextmanager
def lived(monkeypatch: pytest.MonkeyPatch, months: int = 12) -> Iterator[Year]:
    """So many months, compared at the end of each."""
    with inside(BEGINS, monkeypatch) as stripe:
        year = Year(stripe)
        year.begin()
        for number in range(months):
            year.month(number)
            year.compare(everything=False)
        target = BEGINS + relativedelta(months=months)
        year.stripe.move_to(int(target.timestamp()))
        year.hear()
        year.compare()
        yield year
