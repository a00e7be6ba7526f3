"""Our books laid beside the stand-in's own: what was given, moved, paid out, thanked for and certified.

The stand-in's `truth` is written where it moves money, and never derived from what its API says.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Sum

from campaigns.models import Campaign
from core.money import ZERO
from gifts.gateway.events import SUBSCRIBED, event_facts
from gifts.models import Allocation, CampaignTotal, Comparison, Difference, Gift, LedgerLine, StripeEvent
from gifts.models.tallies import Tally
from gifts.reports.books import gift_rows, other_books
from letters.models import Letter
from receipts.models import Receipt, ReceiptLine
from tests.standin.process import StandIn

Numbers = dict[str, int]
PARTS = ("charged", "refunded", "disputed", "returned", "fee", "net")
COLUMNS = {
    ("charge", ""): "charged",
    ("refund", ""): "refunded",
    ("reversal", "refund_failure"): "refunded",
    ("dispute", ""): "disputed",
    ("reversal", "adjustment"): "disputed",
    ("reversal", "payment_failure_refund"): "returned",
}
STATES = {
    "active": "active",
    "trialing": "active",
    "paused": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "canceled": "cancelled",
    "incomplete_expired": "cancelled",
    "incomplete": "pending",
}
REFUND_STATES = {"requires_action": "pending"}
STANDS = (Gift.State.PAID, Gift.State.PARTLY_REFUNDED)
NO_MONEY = (Gift.State.PROCESSING, Gift.State.FAILED)
DUMPED = ("gifts", "donors", "receipts", "letters", "campaigns")


def cents(amount: object) -> int:
    return int(Decimal(str(amount)) * 100)


def our_money() -> dict[str, Any]:
    """Our books, as numbers by Stripe's ids."""
    books = other_books()
    gifts = dict(gift_rows())
    payments: dict[str, Numbers] = defaultdict(lambda: dict.fromkeys(PARTS, 0))
    for line in books["ledger"]:
        if line["payment"]:
            numbers = payments[str(line["payment"])]
            kind, of_type = str(line["kind"]), str(line["type"])
            column = COLUMNS[kind, of_type if kind == "reversal" else ""]
            numbers[column] += cents(line["amount"]) * (1 if kind == "charge" else -1)
            numbers["fee"] += cents(line["fee"])
            numbers["net"] += cents(line["net"])
    return {
        "payments": dict(payments),
        "amounts": {
            row["payment"]: cents(row["amount"]) for row in gifts.values() if row["status"] not in NO_MONEY
        },
        "moves": sorted(
            (
                str(line["txn"]),
                *(cents(line[name]) for name in ("amount", "fee", "net")),
                line["payment"] or "",
                "" if line["kind"] == "payout" and cents(line["amount"]) < 0 else line["payout"] or "",
            )
            for line in books["ledger"]
        ),
        "payouts": {
            str(row["payout"]): (cents(row["amount"]), row["status"] == "failed", row["needs_attention"])
            for row in books["payouts"]
        },
        "balance": sum(cents(line["net"]) for line in books["ledger"]),
        "subscriptions": {str(row["subscription"]): row["status"] for row in books["recurring"]},
        "refunds": {row["refund"]: _back(row) for row in books["refunds"] if row["refund"]},
        "disputes": {row["dispute"]: _back(row) for row in books["disputes"]},
    }


def stripes_money(standin: StandIn) -> dict[str, Any]:
    """The stand-in's books, in the same shape. States of refunds and disputes only its API tells."""
    truth = standin.truth()
    client = standin.client(retries=2)
    refunds = client.v1.refunds.list({"limit": 100}).auto_paging_iter()
    disputes = client.v1.disputes.list({"limit": 100}).auto_paging_iter()
    return {
        "payments": moved(truth),
        "amounts": {
            payment: facts["amount"] for payment, facts in truth["payments"].items() if facts["paid"]
        },
        "moves": sorted(
            (move["txn"], move["gross"], move["fee"], move["net"], move["payment"], move["payout"] or "")
            for move in truth["moves"]
        ),
        "payouts": {
            payout: (facts["amount"], facts["failed"], False) for payout, facts in truth["payouts"].items()
        },
        "balance": truth["balance"],
        "subscriptions": {name: STATES[facts["status"]] for name, facts in truth["subscriptions"].items()},
        "refunds": {
            one.id: (one.payment_intent, REFUND_STATES.get(str(one.status), one.status), one.amount)
            for one in refunds
        },
        "disputes": {one.id: (one.payment_intent, one.status, one.amount) for one in disputes},
    }


def moved(truth: Any) -> dict[str, Numbers]:
    """Per payment what moved, where anything did."""
    moving = {move["payment"] for move in truth["moves"]}
    return {
        payment: {part: facts[part] for part in PARTS}
        for payment, facts in truth["payments"].items()
        if payment in moving
    }


def stale(standin: StandIn, lost: Iterable[str]) -> dict[str, tuple[object, object]]:
    """Payments that are wrong here although each of their events arrived and was answered: ours, Stripe's.

    Before any sweep. This is what the lock on the root, and noting the events before reading, are for.
    """
    gone = set(lost)
    events = standin.client(retries=2).v1.events.list({"limit": 100}).auto_paging_iter()
    unheard = {event_facts(event.to_dict()).root for event in events if event.id in gone}
    waiting = set(StripeEvent.objects.waiting().values_list("root", flat=True))
    ours, stripes = our_money()["payments"], moved(standin.truth())
    known = stripes.keys() - unheard - waiting
    return {
        payment: (ours.get(payment), stripes[payment])
        for payment in known
        if ours.get(payment) != stripes[payment]
    }


def broken_promises(standin: StandIn) -> list[str]:
    """What must hold inside our books after a sweep, and does not."""
    wrong = [f"difference {row.kind} {row.object_id}" for row in Difference.objects.filter(resolved_at=None)]
    wrong += [f"event {event.pk} waits" for event in StripeEvent.objects.waiting()]
    known = set(StripeEvent.objects.values_list("event_id", flat=True))
    events = standin.client(retries=2).v1.events.list({"limit": 100}).auto_paging_iter()
    wrong += [
        f"event {event.id} unknown" for event in events if event.type in SUBSCRIBED and event.id not in known
    ]
    wrong += [f"gift {gift.payment_id} is {gift.state} at {gift.net}" for gift in _odd_gifts()]
    for campaign in Campaign.objects.all():
        kept = CampaignTotal.objects.filter(campaign=campaign).aggregate(sum=Sum("raised"))["sum"] or ZERO
        lines = LedgerLine.objects.filter(gift__campaign=campaign)
        counted = lines.aggregate(sum=Sum("amount"))["sum"] or ZERO
        if kept != counted:
            wrong.append(f"{campaign.slug} raised {counted}, says {kept}")
    return wrong


def unanswered_gifts() -> list[str]:
    """Gifts whose thank-you or receipt is not what it must be, once the jobs are done."""
    thanked = set(Letter.objects.filter(kind="gift_thanks").values_list("key", flat=True))
    receipted: dict[object, Decimal] = dict(
        ReceiptLine.objects.filter(active=True, receipt__status=Receipt.Status.LIVE).values_list(
            "gift", "paid"
        )
    )
    wrong = []
    for gift in Gift.objects.with_net().select_related("donor"):
        is_thanked = f"gift_thanks:{gift.pk}" in thanked
        if gift.donor and gift.donor.email and gift.state in STANDS and not is_thanked:
            wrong.append(f"{gift.payment_id} is not thanked for")
        if is_thanked and gift.given_at is None:
            wrong.append(f"{gift.payment_id} is thanked for and never came")
        due = max(gift.net, ZERO) if gift.donor_id and gift.state not in NO_MONEY else ZERO
        if receipted.pop(gift.pk, ZERO) != due:
            wrong.append(f"{gift.payment_id} is worth {due}, which its receipt does not say")
        shares = Allocation.objects.filter(gift=gift).aggregate(sum=Sum("amount"))["sum"]
        if shares != (None if gift.is_unmatched else gift.amount):
            wrong.append(f"{gift.payment_id} is shared out as {shares}")
    return wrong + [f"a receipt for {gift}" for gift in receipted]


def all_rows() -> dict[str, list[str]]:
    """Every row of the apps that money touches, as text, by table; not when they were compared."""
    models = [model for app in DUMPED for model in apps.get_app_config(app).get_models()]
    tables = [model._meta.db_table for model in models if model not in (Comparison, Tally)]
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            # when the last sweep was is all that a sweep may change
            unless = " WHERE name <> 'events_swept_at'" if table == "gifts_stripesetting" else ""
            cursor.execute(f"SELECT t::text FROM {table} AS t{unless} ORDER BY 1")
            rows[table] = [str(row[0]) for row in cursor.fetchall()]
    return rows


def _odd_gifts() -> list[Gift]:
    """Gifts whose state and ledger tell different stories."""
    stories = {
        Gift.State.PAID: lambda gift: gift.net == gift.amount,
        Gift.State.PARTLY_REFUNDED: lambda gift: gift.net < gift.amount,
        Gift.State.REFUNDED: lambda gift: gift.net <= 0,
        Gift.State.DISPUTED: lambda gift: gift.net < gift.amount,
        Gift.State.LOST: lambda gift: gift.net < gift.amount,
        Gift.State.FAILED: lambda gift: gift.net == 0,
        Gift.State.PROCESSING: lambda gift: gift.net == 0,
    }
    # a debit that was refunded, failed all the same and was tried again may tell any story
    failed = LedgerLine.objects.filter(stripe_type="payment_failure_refund").values("gift")
    gifts = Gift.objects.with_net().exclude(pk__in=failed)
    return [gift for gift in gifts if not stories[Gift.State(gift.state)](gift)]


def _back(row: dict[str, object]) -> tuple[object, object, int]:
    return row["payment"], row["status"], cents(row["amount"])


def changed(before: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """What is no longer as it was: rows that went and rows that came, by table."""
    after = all_rows()
    return {
        table: (
            sorted(set(before[table]) - set(after[table])),
            sorted(set(after[table]) - set(before[table])),
        )
        for table in after
        if before[table] != after[table]
    }
