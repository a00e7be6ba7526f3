"""The life of one recurring gift on the stand-in's clock, lived step by step beside its forecast."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from campaigns.models import Fund
from core.clock import legal_day, moment
from gifts.actions.events import read_root
from gifts.actions.recurring.rounds import carry_out_waiting, keep_all_promises
from gifts.actions.sweep import sweep
from gifts.gateway.events import SUBSCRIBED, event_facts
from gifts.gateway.facts import EventFacts
from gifts.models import RecurringGift, RecurringRequest
from gifts.schedule import COLLECTED_AFTER, Charge, charges
from tests.factories import make_campaign, make_checkout, make_fund, make_organisation, make_user
from tests.gifts.counter import pay
from tests.gifts.inside import Inside

AN_HOUR_OR_SO = timedelta(hours=2)
HORIZON = timedelta(days=5 * 366)


@dataclass
class Life:
    """A gift, who gives it, and what was promised since the last change."""

    stripe: Inside
    zone: str
    frequency: str = "monthly"
    lag: timedelta = timedelta(0)  # until we hear of what happened
    row: RecurringGift = field(init=False)
    funds: list[Fund] = field(init=False)
    promised: list[Charge] = field(init=False)
    since: datetime = field(init=False)
    seen: set[str] = field(default_factory=set)
    standing: tuple[object, ...] = ()
    compared: int = 0

    def begin(self) -> None:
        """The first payment on the giving page."""
        make_organisation(zone=self.zone)
        self.funds = [make_fund("one"), make_fund("two")]
        checkout = make_checkout(make_campaign(), frequency=self.frequency, amount="20.00")
        pay(self.stripe, checkout)
        self.hear()
        self.row = RecurringGift.objects.get()
        self.user = make_user()
        self.look()
        self.seen |= set(self.attempts())
        self.promise()

    # what happened at Stripe

    def attempts(self) -> dict[str, tuple[datetime, Decimal]]:
        """The first try of each charge, by its payment."""
        found: dict[str, tuple[datetime, Decimal]] = {}
        for charge in self.stripe.world.store.all("charge"):
            tried = (moment(charge["created"]), Decimal(charge["amount"]) / 100)
            found[charge["payment_intent"]] = min(found.get(charge["payment_intent"], tried), tried)
        return found

    def paid(self) -> list[tuple[datetime, Decimal]]:
        """The charges that succeeded, in order."""
        return sorted(
            (moment(charge["created"]), Decimal(charge["amount"]) / 100)
            for charge in self.stripe.world.store.all("charge")
            if charge["status"] == "succeeded"
        )

    def debits(self) -> list[str]:
        """The payments of bank debits that succeeded and were not taken back, in order."""
        return [
            charge["payment_intent"]
            for charge in self.stripe.world.store.all("charge")
            if charge["payment_method_details"]["type"] == "us_bank_account"
            and (charge["status"], charge["disputed"]) == ("succeeded", False)
        ]

    def confirmed(self, made_at: datetime) -> datetime:
        """When a bank had confirmed the charge of a moment; that moment for a card."""
        for event in self.stripe.world.store.all("event"):
            about = event["data"]["object"]
            if event["type"] == "charge.succeeded" and moment(about["created"]) == made_at:
                return moment(event["created"])
        return made_at

    # time

    def hear(self) -> None:
        """Our worker reads the root of each event."""
        for _round in range(5):
            roots: dict[str, EventFacts] = {}
            for event in self.stripe.new_events():
                facts = event_facts(event)
                if event["type"] in SUBSCRIBED and facts.root:
                    roots[facts.root] = facts
            for root in roots:
                read_root(root, now=self.stripe.now())
            if not roots:
                return

    def run_jobs(self) -> None:
        """Half a minute later the jobs carry out what a lost answer left undone."""
        self.stripe.move_to(int(self.stripe.now().timestamp()) + 30)
        self.hear()
        carry_out_waiting(now=self.stripe.now())
        self.hear()

    def look(self) -> None:
        self.row = RecurringGift.objects.get()

    def run_until(self, target: datetime) -> None:
        """Let time go by; what was promised is compared whenever something disturbs it."""
        end = int(target.timestamp())
        while (due := self.stripe.next_due()) is not None and due <= end:
            self.stripe.move_to(min(due + int(self.lag.total_seconds()), end))
            self.hear()
            carry_out_waiting(now=self.stripe.now())
            self.look()
            if self.standing != self.state_now():
                self.compare()
                self.promise()
        self.stripe.move_to(end)
        self.compare()
        self.promise()

    def state_now(self) -> tuple[object, ...]:
        """What disturbs a forecast: a bank that says no, or yes at last, or the end."""
        return (self.row.state, self.row.failed_attempts)

    # the forecast

    def promise(self) -> None:
        """What the donor's page says now."""
        self.look()
        self.standing = self.state_now()
        self.since = self.stripe.now()
        until = legal_day(self.since + HORIZON, self.zone)
        self.promised = list(charges(self.row, until=until, zone=self.zone))

    def compare(self) -> None:
        """Whatever was tried since is what the page said, to the day and the cent, and nothing else."""
        now = self.stripe.now()
        tried = self.attempts()
        happened = sorted(
            (legal_day(at, self.zone), amount) for pk, (at, amount) in tried.items() if pk not in self.seen
        )
        due = [one for one in self.promised if one.at + COLLECTED_AFTER + AN_HOUR_OR_SO <= now]
        # the day is promised, not its hour: by the wall clock a charge moves when the clocks change
        close = [one for one in self.promised[len(due) :] if one.at + COLLECTED_AFTER - AN_HOUR_OR_SO <= now]
        due += close[: max(len(happened) - len(due), 0)]
        assert happened == [(one.on, one.amount) for one in due], self.story()
        self.compared += len(happened)
        self.seen |= set(tried)

    def story(self) -> dict[str, Any]:
        """What a person needs to understand a failure."""
        return {
            "since": self.since,
            "now": self.stripe.now(),
            "row": {name: value for name, value in vars(self.row).items() if name != "_state"},
            "requests": list(
                RecurringRequest.objects.order_by("asked_at").values_list(
                    "asked_at", "kind", "state", "wanted", "error"
                )
            ),
            "attempts": sorted(self.attempts().values()),
        }

    # checks of a whole life

    def end_of_day(self) -> None:
        """The nightly round and the sweep find nothing left to do, twice."""
        now = self.stripe.now()
        keep_all_promises(now=now)
        sweep(now=now)
        self.hear()

    def today(self) -> date:
        return legal_day(self.stripe.now(), self.zone)

    # short ways for tests of one thing

    def asking(self, **more: Any) -> dict[str, Any]:
        """What every action is told: which gift, who, when."""
        return {"recurring_id": self.row.pk, "by": self.user, "now": self.stripe.now(), **more}

    def days(self, count: int = 3) -> list[str]:
        """The days of the next charges, as the page says them."""
        self.promise()
        return [one.on.isoformat() for one in self.promised[:count]]

    def go_to(self, year: int, month: int, day: int, hour: int = 12) -> None:
        """Let time go by until an hour of a day in UTC."""
        self.run_until(datetime(year, month, day, hour, tzinfo=UTC))

    def card(self, number: str) -> None:
        """The subscription's own card, as the bank behaves from now on."""
        self.stripe.control(f"subscription/{self.row.subscription_id}", action="card", card=number)
        self.hear()
        self.promise()

    def new_card(self) -> None:
        """What the donor does on Stripe's page within a minute; nobody tells us yet."""
        self.stripe.move_to(int(self.stripe.now().timestamp()) + 60)
        self.stripe.control(f"customer/{self.row.customer_id}/card", card="5555555555554444")

    def subscription(self) -> dict[str, Any]:
        """What Stripe holds."""
        found: dict[str, Any] = self.stripe.world.store.get("subscription", self.row.subscription_id)
        return found
