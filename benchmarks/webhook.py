"""Stripe's messages in: verified, stored, answered; against one bare statement under the same server.

    python -m benchmarks.webhook [--events 10000] [--stored 10000]

Every event comes three times, all shuffled, over 16 connections. The floor is a bare view without any
middleware that checks one signature and runs one INSERT. Both run in turns, so that a busy machine slows
both. `--stored` rows lie in the table before; the last line compares with ten times as many.
"""

import argparse
import hashlib
import hmac
import json
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from socket import create_connection, socket

import psycopg

from benchmarks.server import SECRET, Server, database, serving

CONNECTIONS, COPIES, ROUNDS = 16, 3, 3


@dataclass
class Run:
    """What one round measured."""

    per_second: float
    cpu_ms: float
    slowest_ms: float  # the 99th percentile


def message(number: int, tag: str) -> bytes:
    """A whole request, signed now, of the size of a payment's event."""
    about = {
        "id": f"pi_{tag}{number:08d}",
        "object": "payment_intent",
        "amount": 5000,
        "metadata": {"filling": "x" * 1500},
    }
    event = {
        "id": f"evt_{tag}{number:08d}",
        "object": "event",
        "type": "payment_intent.succeeded",
        "livemode": False,
        "created": int(time.time()),
        "data": {"object": about},
    }
    body = json.dumps(event).encode()
    at = int(time.time())
    mark = hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    head = (
        "POST /stripe/webhook/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Stripe-Signature: t={at},v1={mark}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send(port: int, messages: list[bytes]) -> list[float]:
    """Send over one connection, each after the answer to the one before; return the seconds each took."""
    took = []
    connection = create_connection(("127.0.0.1", port))
    for one in messages:
        began = time.perf_counter()
        while not (answer := asked(connection, one)):  # a server closes a kept connection now and then
            connection.close()
            connection = create_connection(("127.0.0.1", port))
        if not answer.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"answered {answer[:60]!r}")
        took.append(time.perf_counter() - began)
    connection.close()
    return took


def asked(connection: socket, one: bytes) -> bytes:
    """Return the answer's head; empty when the connection was closed before."""
    answer = b""
    try:
        connection.sendall(one)
        while b"\r\n\r\n" not in answer:
            piece = connection.recv(4096)
            if not piece:
                return b""
            answer += piece
    except ConnectionError:
        return b""
    return answer


def measure(server: Server, tag: str, events: int) -> Run:
    """One round: every event three times, shuffled."""
    messages = [message(number, tag) for number in range(events)] * COPIES
    random.Random(tag).shuffle(messages)
    before, began = server.cpu_seconds(), time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [messages[n::CONNECTIONS] for n in range(CONNECTIONS)]
        took = [one for part in pool.map(lambda share: send(server.port, share), shares) for one in part]
    seconds = time.perf_counter() - began
    return Run(
        per_second=len(messages) / seconds,
        cpu_ms=(server.cpu_seconds() - before) / len(messages) * 1000,
        slowest_ms=statistics.quantiles(took, n=100)[98] * 1000,
    )


def fill(url: str, rows: int) -> None:
    """Rows that lie there from before, all done."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO gifts_stripeevent (event_id, kind, root, received_at, done_at, attempts, error)"
            " SELECT 'evt_old' || n, 'payment_intent.succeeded', 'pi_old' || n, now(), now(), 0, ''"
            " FROM generate_series(1, %s) AS n ON CONFLICT DO NOTHING",
            [rows],
        )
        connection.execute("ANALYZE gifts_stripeevent")


def middle(runs: list[Run]) -> Run:
    """The median of each figure."""
    return Run(
        statistics.median(run.per_second for run in runs),
        statistics.median(run.cpu_ms for run in runs),
        statistics.median(run.slowest_ms for run in runs),
    )


def compare(url: str, events: int, size: str) -> tuple[Run, Run]:
    """Ours and the floor in turns."""
    ours: list[Run] = []
    floor: list[Run] = []
    with serving("core.wsgi", url) as house, serving("benchmarks.bare_wsgi", url) as bare:
        for turn in range(ROUNDS + 1):
            floor.append(measure(bare, f"f{size}{turn}", events // ROUNDS))
            ours.append(measure(house, f"o{size}{turn}", events // ROUNDS))
    return middle(ours[1:]), middle(floor[1:])  # the first turn warms up


def said(run: Run) -> str:
    """In words."""
    return f"{run.per_second:,.0f}/s, p99 {run.slowest_ms:.0f} ms, {run.cpu_ms:.2f} CPU-ms"


def main() -> None:
    """Measure at two sizes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--stored", type=int, default=10_000)
    options = parser.parse_args()
    cpu = []
    with database("benchmark_webhook") as url:
        for stored in (options.stored, options.stored * 10):
            fill(url, stored)
            ours, floor = compare(url, options.events, str(stored))
            cpu.append(ours.cpu_ms)
            print(f"{stored:>9,} stored: ours {said(ours)} | floor {said(floor)}")
            rate, work = ours.per_second / floor.per_second, floor.cpu_ms / ours.cpu_ms
            print(f"{'':>9}          {rate:.0%} of the floor's rate, {work:.0%} by CPU")
    print(f"CPU at ten times the rows: {cpu[1] / cpu[0]:.2f} x")


if __name__ == "__main__":
    main()
