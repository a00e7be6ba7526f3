"""What was promised and Stripe cannot hold: after each reading, and daily, it is made to keep it.

The chosen day comes back after short months; a charge that came late is not followed too soon; the end
stays where it was promised; of two open charges the older one is given up.
"""

from datetime import datetime, timedelta
from functools import partial

from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.recurring.calls import in_this_period
from gifts.actions.recurring.cards import take_up_card
from gifts.actions.recurring.ends import end_after, end_in_period, with_end
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, State, Wish, ask, must_go_on
from gifts.actions.sync_subscription import sync_subscription
from gifts.gateway.subscriptions import an_end, another_date
from gifts.models import RecurringGift
from gifts.schedule import REST, at_noon, charged_on, next_on_day

ROUNDS = 4
ASKED_ANEW = timedelta(hours=20)


class NothingLacks(RequestRefused):
    """Every promise is kept, or Stripe will not have it today: an ordinary end, no sentence for anybody."""


def attend(*, subscription_id: str, now: datetime) -> None:
    """Read a subscription, then do what its donor was promised. Twice is once.

    Raises: DoorShut, NotAtStripe, StripeRefused, when it cannot be read.
    """
    sync_subscription(subscription_id=subscription_id, now=now)
    keep_promises(subscription_id=subscription_id, now=now)


def attend_customer(*, customer_id: str, now: datetime) -> None:
    """Take up what a donor changed on Stripe's page: a card, for each gift of theirs that goes on.

    Raises: as `attend`.
    """
    for row in RecurringGift.objects.going_on().filter(customer_id=customer_id):
        take_up_card(recurring_id=row.pk, now=now)
        attend(subscription_id=row.subscription_id, now=now)


def keep_promises(*, subscription_id: str, now: datetime) -> None:
    """Ask Stripe for whatever a promise lacks, one after the other.

    While somebody's request is on its way, nothing is asked: that comes first.
    """
    for _round in range(ROUNDS):
        row = RecurringGift.objects.going_on().filter(subscription_id=subscription_id).first()
        if row is None or lacking(row, now=now) is None:
            return
        try:
            ask(row.pk, partial(_plan, now=now), Asker(None), now=now)
        except RequestRefused:
            return


def _plan(row: RecurringGift, *, now: datetime) -> Wish:
    """What Stripe refused is asked anew the next day, not with each reading."""
    wish = lacking(must_go_on(row), now=now)
    if wish is None:
        raise NothingLacks
    refused = row.requests.filter(kind=Kind.KEEP, state=State.REFUSED, wanted=wish.wanted)
    if refused.filter(asked_at__gt=now - ASKED_ANEW).exists():
        raise NothingLacks
    return wish


def lacking(row: RecurringGift, *, now: datetime) -> Wish | None:
    """Return what must be asked of Stripe so that a promise is kept; None where all are.

    What a bank confirms cannot be given up yet, and comes last: it keeps no other promise waiting.
    """
    wish = _lacking_of_charges(row, now=now)
    if wish is None and row.older_invoice_id:
        return Wish(Kind.KEEP, {"ended": row.older_invoice_id}, {"void": row.older_invoice_id})
    return wish


def _lacking_of_charges(row: RecurringGift, *, now: datetime) -> Wish | None:
    ends = end_after(row, now=now) if row.has_end else None
    if row.has_end and ends is None:
        return _last_period(row, now=now)
    zone = the_zone()
    if not row.open_invoice_id and row.next_charge_at and row.next_charge_at > now:
        at, day = _after_rest(row, zone), row.day or charged_on(row.anchor_at, zone).day
        at = at or next_on_day(row, zone)
        if at is not None and at > now:
            sent = with_end(another_date(at), row, now=now, next_charge_at=at, anchor_at=at, day=day)
            wanted = {"day": day, "next_on": charged_on(at, zone).isoformat()}
            return Wish(Kind.KEEP, wanted, sent | in_this_period(row))
    if ends is not None and ends != row.ends_at:
        return Wish(Kind.KEEP, {"ends": ends.isoformat()}, {"update": an_end(ends)})
    return None


def _last_period(row: RecurringGift, *, now: datetime) -> Wish | None:
    """Let the end lie in the period that runs, after the last charge; what was begun beyond it is ended."""
    at = end_in_period(row, now=now)
    is_told = row.ends_at is not None and row.ends_at <= at
    is_beyond = row.next_charge_at is not None and row.next_charge_at <= now
    if row.is_paused or (is_told and not is_beyond):
        return None
    told = {} if is_told else {"update": an_end(at)}
    return Wish(Kind.KEEP, {"ends": at.isoformat()}, told | ({"close": True} if is_beyond else {}))


def _after_rest(row: RecurringGift, zone: str) -> datetime | None:
    """Return the earliest moment for the charge after one that came late; None where there is time enough.

    A period that began after the last charge was begun by somebody who moved the date: that stands.
    """
    paid = row.gifts.arrived().order_by("-given_at").values_list("given_at", flat=True).first()
    if paid is None or row.period_began_at is None or row.next_charge_at is None:
        return None
    if paid <= row.period_began_at or row.next_charge_at - paid >= REST:
        return None
    return at_noon(legal_day(paid + REST, zone) + timedelta(days=1), zone)
