"""Whatever happens in whatever order, the stand-in keeps the contract and its books."""

import json
import random
import threading
import urllib.error
import urllib.request
from typing import Any

import pytest
import stripe

from tests.standin.giving import session
from tests.standin.process import StandIn

pytestmark = pytest.mark.enable_socket

CARDS = [
    "4242424242424242",
    "4000000000000002",
    "4000000000000259",
    "4000000000005126",
    "4000000000007726",
    "4000000000000341",
    "4000002500003155",
    "4000000000005423",
]
ACCOUNTS = ["000123456789", "000222222227"]


def tried(standin: StandIn, path: str, **data: Any) -> bool:
    """Whether the control did something; a refusal is an answer too, a failure is not."""
    request = urllib.request.Request(
        f"{standin.base}/_test/{path}", json.dumps(data).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60):
            return True
    except urllib.error.HTTPError as refused:
        if refused.code >= 500:
            raise
        return False


def pay(standin: StandIn, client: stripe.StripeClient, chance: random.Random) -> None:
    mode = chance.choice(["payment", "payment", "subscription"])
    made = session(client, chance.randint(50, 90_000), mode=mode)
    if chance.random() < 0.3:
        tried(standin, f"pay/{made.id}", method="ach", account=chance.choice(ACCOUNTS))
    else:
        answer = chance.choice(["yes", "no"])
        tried(standin, f"pay/{made.id}", card=chance.choice(CARDS), confirm=answer, email="a@example.org")


def act(standin: StandIn, client: stripe.StripeClient, chance: random.Random) -> None:
    """One random act of a donor, a bank, Stripe, or somebody at the dashboard."""
    truth = standin.truth()
    payment = chance.choice([*truth["payments"], "pi_none"])
    gift = chance.choice([*truth["subscriptions"], "sub_none"])
    dispute = chance.choice([d.id for d in client.v1.disputes.list().data] or ["du_none"])
    refund = chance.choice([r.id for r in client.v1.refunds.list().data] or ["re_none"])
    payout = chance.choice([*truth["payouts"], "po_none"])
    acts: list[tuple[str, dict[str, Any]]] = [
        (f"refund/{payment}", {"amount": chance.randint(1, 40_000)}),
        (f"refund/{payment}", {}),
        (f"refund/{refund}/end", {"result": "failed"}),
        (f"dispute/{payment}", {"status": chance.choice(["needs_response", "warning_needs_response"])}),
        (f"dispute/{dispute}/close", {"result": chance.choice(["won", "lost"])}),
        (f"dispute/{dispute}/escalate", {}),
        (f"ach/{payment}", {"result": chance.choice(["succeed", "fail", "return"])}),
        (f"fraud_warning/{payment}", {}),
        (f"subscription/{gift}", {"action": "card", "card": chance.choice(CARDS)}),
        (
            f"subscription/{gift}",
            {"action": chance.choice(["cancel", "cancel_at_period_end", "pause", "resume"])},
        ),
        (f"subscription/{gift}", {"action": "amount", "amount": chance.randint(100, 9_000)}),
        ("payout", {"arrive": chance.choice([True, False])}),
        (f"payout/{payout}", {"result": chance.choice(["failed", "paid"])}),
        ("direct_payment", {"amount": chance.randint(50, 9_000)}),
        ("clock", {"advance": chance.choice([60, 3_700, 86_400, 5 * 86_400, 31 * 86_400])}),
    ]
    path, data = chance.choice(acts)
    tried(standin, path, **data)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_acts_keep_contract_and_books(
    standin: StandIn, client: stripe.StripeClient, seed: int
) -> None:
    chance = random.Random(seed)
    standin.control("settings", ach_books=chance.choice(["on_success", "on_processing"]))
    for _ in range(120):
        if chance.random() < 0.35:
            pay(standin, client, chance)
        else:
            act(standin, client, chance)
    truth = standin.truth()
    lines = list(client.v1.balance_transactions.list({"limit": 100}).auto_paging_iter())
    assert {line.id: (line.amount, line.fee) for line in lines} == {
        move["txn"]: (move["gross"], move["fee"]) for move in truth["moves"]
    }
    assert truth["balance"] == truth["api_balance"] == sum(line.net for line in lines)
    for payment, facts in truth["payments"].items():
        mine = [move for move in truth["moves"] if move["payment"] == payment]
        assert facts["net"] == sum(move["net"] for move in mine)
        assert 0 <= facts["refunded"] <= facts["charged"]
    for payout in client.v1.payouts.list({"limit": 100}).data:
        inside = client.v1.balance_transactions.list({"payout": payout.id, "limit": 100}).auto_paging_iter()
        assert sum(line.net for line in inside if line.type != "payout") == payout.amount


def test_many_at_once_pay_each_session_once(standin: StandIn, client: stripe.StripeClient) -> None:
    sessions = [session(client, 1_000).id for _ in range(5)]
    barrier = threading.Barrier(10)
    done: list[bool] = []

    def work(number: int) -> None:
        barrier.wait()
        done.extend(tried(standin, f"pay/{one}") for one in sessions[number % 5 :] + sessions[: number % 5])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 5
    truth = standin.truth()
    assert [facts["charged"] for facts in truth["payments"].values()] == [1_000] * 5
