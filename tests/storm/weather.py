"""What the network does to a storm's deliveries and requests."""

from typing import Any

from tests.storm.scene import Storm

PAYMENTS = "^/v1/payment_intents/"
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "lose_answer", "method": "POST", "path": "^/v1/(refunds|checkout)"},
    {"kind": "lose_answer", "method": "GET", "path": "^/v1/"},
    {"kind": "conflict", "method": "POST", "path": "^/v1/"},
    {"kind": "rate_limit", "method": "*", "path": "^/v1/"},
    {"kind": "error_before", "method": "*", "path": "^/v1/"},
    {"kind": "error_after", "method": "POST", "path": "^/v1/(refunds|checkout)"},
    {"kind": "refuse_connection", "method": "GET", "path": "^/v1/", "times": 3},
    {"kind": "slow", "method": "GET", "path": "^/v1/", "ms": 200},
    # an answer that is old when it comes: what the lock and the order of the noted ids are for
    {"kind": "slow_after", "method": "GET", "path": PAYMENTS, "ms": 400},
    {"kind": "slow_after", "method": "GET", "path": PAYMENTS, "ms": 400},
    {"kind": "slow_after", "method": "GET", "path": "^/v1/subscriptions/", "ms": 400},
)
DAY = 86_400
LOST, LATE, TWICE = 0.12, 0.25, 0.25


def cloud_over(storm: Storm) -> None:
    """Hold all deliveries; from now on `blow` decides of each."""
    storm.control("delivery", mode="hold", parallel=4, retry_seconds="0.2,0.5,1")


def trouble(storm: Storm) -> None:
    """Let one of the next requests go wrong, now and then."""
    if storm.chance.random() < 0.35:
        storm.control("faults", **storm.chance.choice(FAULTS))


def blow(storm: Storm) -> list[str]:
    """Deliver some of what is held, shuffled, some twice; keep some. Returns the events that are lost."""
    chance = storm.chance
    once: list[str] = []
    twice: list[str] = []
    lost: list[dict[str, Any]] = []
    for one in deliveries(storm, "held"):
        drawn = chance.random()
        if drawn < LOST:
            lost.append(one)
        elif drawn < LOST + LATE:
            continue
        elif drawn < LOST + LATE + TWICE:
            twice.append(one["id"])
        else:
            once.append(one["id"])
    seed = chance.randint(0, 1_000_000)
    for ids, copies in ((once, 1), (twice, 2)):
        if ids:
            storm.control("delivery/release", only=ids, order="shuffled", seed=seed, copies=copies)
    if lost:
        storm.control("delivery/drop", only=[one["id"] for one in lost])
    return [one["event"] for one in lost]


def deliveries(storm: Storm, state: str) -> list[dict[str, Any]]:
    """What is held or given up: ids of delivery and event."""
    found: list[dict[str, Any]] = storm.standin.read(f"deliveries?state={state}")["deliveries"]
    return found


def deliver_the_rest(storm: Storm) -> None:
    """Send what was late; wait until nothing is on its way."""
    storm.control("delivery/release", order="shuffled", seed=1)
    storm.control("delivery/drain", seconds=30)


def clear_up(storm: Storm) -> None:
    """No more faults; what is held or still on its way is lost; nothing happens by itself any more."""
    storm.control("faults/clear")
    # refunds that the bank ends later end now; those that jobs still ask for would end while we compare
    storm.control("settings", refund_seconds=30 * DAY)
    storm.control("clock", advance=120)
    storm.control("delivery/drop")
    storm.control("delivery/drain", seconds=30)
