"""What donors, banks, staff and Stripe's dashboard do in a storm, drawn from one seeded source of chance.

Used by the test in the suite and by `python -m benchmarks.storm`. Acts go through the doors that people use:
`open_checkout` and the payment page, `request_refund`, `match_gift`, the stand-in's controls.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gifts.actions.checkouts import Wish, open_checkout
from gifts.actions.defence import Visitor
from gifts.actions.events import replay_event
from gifts.actions.matching import MatchRefused, match_gift
from gifts.actions.refunds import RefundRefused, request_refund
from gifts.actions.sync_checkout import sync_checkout
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.models import Checkout, Frequency, Gift, StripeEvent
from tests.storm.scene import Storm
from tests.storm.weather import DAY

CARDS = (
    *("4242424242424242",) * 8,
    "4000000000000002",  # declined
    "4000002500003155",  # asks the bank
    "4000000000000259",  # disputed afterwards
    "4000000000005126",  # its refund fails later
    "4000000000007726",  # its refund is pending first
    "4000000000000341",  # can be saved, charges fail
    "4000000000005423",  # early fraud warning
)
ACCOUNTS = ("000123456789", "000123456789", "000222222227")
SHUT = (DoorShut, StripeRefused, NotAtStripe)


def act(storm: Storm) -> None:
    """Do one thing."""
    one = storm.chance.choices(list(ACTS), weights=list(ACTS.values()))[0]
    one(storm)
    storm.done[one.__name__] = storm.done.get(one.__name__, 0) + 1


def give_once(storm: Storm) -> None:
    _visit(storm, Frequency.ONCE)


def give_again_and_again(storm: Storm) -> None:
    _visit(storm, storm.chance.choice([Frequency.MONTHLY, Frequency.MONTHLY, Frequency.ANNUALLY]))


def refund_from_the_desk(storm: Storm) -> None:
    """Part or all of a gift, sometimes by a double click."""
    chance = storm.chance
    gifts = Gift.objects.filter(state__in=[Gift.State.PAID, Gift.State.PARTLY_REFUNDED])
    gift = gifts.order_by("payment_id")[chance.randint(0, max(gifts.count() - 1, 0)) :].first()
    if gift is None:
        return
    amount = gift.amount if chance.random() < 0.5 else (gift.amount / 3).quantize(Decimal("0.01"))
    form = uuid.UUID(int=chance.getrandbits(128))
    for _press in range(chance.choice([1, 1, 2])):
        with suppress(RefundRefused, *SHUT):
            request_refund(
                gift_id=gift.pk, amount=amount, reason="", form_key=form, by=storm.staff, now=timezone.now()
            )


def match_a_stranger(storm: Storm) -> None:
    """Staff say whose an unmatched payment is."""
    gift = Gift.objects.filter(is_unmatched=True).order_by("payment_id").first()
    if gift is None:
        return
    campaign = storm.chance.choice(storm.campaigns)
    with suppress(MatchRefused):
        match_gift(
            gift_id=gift.pk,
            name="Found by staff",
            email=storm.chance.choice(["found@example.org", ""]),
            campaign=campaign,
            fund=campaign.funds.get(),
            by=storm.staff,
            now=timezone.now(),
        )


def replay_an_event(storm: Storm) -> None:
    """Staff press the button at an event, done or not."""
    events = StripeEvent.objects.exclude(root="").order_by("event_id")
    event = events[storm.chance.randint(0, max(events.count() - 1, 0)) :].first()
    if event is not None:
        replay_event(event_id=event.pk, now=timezone.now())


def pay_at_the_dashboard(storm: Storm) -> None:
    storm.control("direct_payment", amount=storm.chance.randint(500, 90_000))


def refund_at_the_dashboard(storm: Storm) -> None:
    some = {"amount": storm.chance.randint(1, 9_000)} if storm.chance.random() < 0.6 else {}
    storm.control(f"refund/{storm.one_of('payments')}", **some)


def end_a_refund(storm: Storm) -> None:
    storm.control(f"refund/{storm.one_moved('re')}/end", result=storm.chance.choice(["failed", "succeeded"]))


def dispute(storm: Storm) -> None:
    status = storm.chance.choice(["needs_response", "needs_response", "warning_needs_response"])
    made = storm.control(f"dispute/{storm.one_of('payments')}", status=status)
    if made:
        storm.asked.append(made["id"])


def go_on_with_a_dispute(storm: Storm) -> None:
    found = storm.one_moved("du")
    if storm.chance.random() < 0.3:
        storm.control(f"dispute/{found}/escalate")
    else:
        storm.control(f"dispute/{found}/close", result=storm.chance.choice(["won", "lost"]))


def bank_answers(storm: Storm) -> None:
    """Of a debit: also a return long after the success."""
    result = storm.chance.choice(["succeed", "fail", "return"])
    storm.control(f"ach/{storm.one_of('payments')}", result=result)


def warn_of_fraud(storm: Storm) -> None:
    storm.control(f"fraud_warning/{storm.one_of('payments')}")


def change_a_subscription(storm: Storm) -> None:
    """At the dashboard or by the donor's bank: the next renewals go on, fail, stop."""
    chance = storm.chance
    action = chance.choice(
        ["cancel", "cancel_at_period_end", "amount", "pause", "resume", "card", "card", "card"]
    )
    more: dict[str, Any] = {"amount": chance.randint(500, 9_000)} if action == "amount" else {}
    if action == "card":
        more = {"card": chance.choice(["4242424242424242", "4000000000000341"])}
    storm.control(f"subscription/{storm.one_of('subscriptions')}", action=action, **more)


def pay_out(storm: Storm) -> None:
    storm.control("payout", arrive=storm.chance.choice([True, False]))


def end_a_payout(storm: Storm) -> None:
    storm.control(f"payout/{storm.one_of('payouts')}", result=storm.chance.choice(["paid", "failed"]))


def time_passes(storm: Storm) -> None:
    """Bank debits settle, payouts leave and arrive, subscriptions renew and are tried again."""
    storm.control("clock", advance=storm.chance.choice([60, 3_700, DAY, 5 * DAY, 5 * DAY, 31 * DAY]))


ACTS: dict[Callable[[Storm], None], int] = {
    give_once: 30,
    give_again_and_again: 8,
    refund_from_the_desk: 7,
    refund_at_the_dashboard: 6,
    end_a_refund: 4,
    dispute: 6,
    go_on_with_a_dispute: 6,
    bank_answers: 6,
    warn_of_fraud: 1,
    pay_at_the_dashboard: 3,
    match_a_stranger: 2,
    replay_an_event: 2,
    change_a_subscription: 5,
    pay_out: 3,
    end_a_payout: 2,
    time_passes: 7,
}


def _visit(storm: Storm, frequency: str) -> None:
    """The form, the payment page, and usually the thank-you page, which reads as the workers do."""
    chance = storm.chance
    checkout = _open(storm, frequency)
    if checkout is None or checkout.session_id is None or chance.random() < 0.05:
        return
    entry: dict[str, Any] = {"card": chance.choice(CARDS), "confirm": chance.choice(["yes", "yes", "no"])}
    if chance.random() < 0.25:
        entry = {"method": "ach", "account": chance.choice(ACCOUNTS)}
    answer = storm.control(f"pay/{checkout.session_id}", name=checkout.name, email=checkout.email, **entry)
    if answer and answer["success_url"] and chance.random() < 0.7:
        with suppress(*SHUT):
            sync_checkout(session_id=checkout.session_id, now=timezone.now())


def _open(storm: Storm, frequency: str) -> Checkout | None:
    """What the form does, up to three presses when Stripe is away. None: the donor went away."""
    chance = storm.chance
    campaign = chance.choice(storm.campaigns)
    wish = Wish(
        campaign_id=campaign.pk,
        campaign_slug=campaign.slug,
        fund_id=campaign.funds.get().pk,
        appeal_id=None,
        amount=Decimal(chance.randint(500, 90_000)) / 100,
        fee_cover=Decimal(chance.choice([0, 0, 175])) / 100,
        currency="usd",
        frequency=frequency,
        name="Maria Lopez",
        email=f"Donor{chance.randint(1, 20)}@example.org",
        language=chance.choice(["en", "es"]),
        wants_news=chance.random() < 0.2,
    )
    form = uuid.UUID(int=chance.getrandbits(128))
    visitor = Visitor(network="", browser="", work=None)
    for _press in range(3):
        with suppress(*SHUT):
            return open_checkout(wish=wish, form=form, visitor=visitor, now=timezone.now())
    return None
