"""`python -m stripe_standin`: starts the stand-in on this machine, for tests and the demo."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from stripe_standin.agenda import AGENDA
from stripe_standin.api import LIVE
from stripe_standin.contract import Contract
from stripe_standin.errors import ContractBroken, StripeError
from stripe_standin.objects import endpoints, payouts
from stripe_standin.server import HOST, make_server
from stripe_standin.webhooks import deliver
from stripe_standin.world import World

SENDERS = 8


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m stripe_standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8412)
    parser.add_argument("--books", type=Path, help="keep the account in this file between runs")
    parser.add_argument("--webhook", help="send every event to this address on this machine")
    parser.add_argument("--webhook-secret", action="append", default=[],
                        help="sign with it; given twice, the second is the old secret")  # fmt: skip
    parser.add_argument("--capture-seconds", type=int, default=1,
                        help="from a success until the charge has its balance transaction")  # fmt: skip
    return parser.parse_args()


def tick(world: World, books: Path | None, stopped: threading.Event) -> None:
    """Does due work as real time passes, and keeps the account when something changed."""
    saved = world.changes
    while not stopped.wait(0.25):
        with world.lock:
            try:
                world.run_due()
            except (ContractBroken, StripeError) as broken:
                world.broken.append(repr(broken))
        if books and world.changes != saved:
            saved = world.changes
            world.save(books)


def fill(world: World, options: argparse.Namespace) -> None:
    if options.books and options.books.exists():
        world.load(options.books)
    else:
        payouts.schedule(world)
    world.settings["capture_seconds"] = options.capture_seconds
    if options.webhook:
        secrets = options.webhook_secret or ["whsec_standin"]
        world.configured = [(options.webhook, secrets)]
        known = [e for e in world.store.all("webhook_endpoint") if e["url"] == options.webhook]
        endpoint = known[0] if known else endpoints.add(world, options.webhook, [], ["*"])
        world.store.secret(endpoint["id"])["secrets"] = list(secrets)


def main() -> None:
    if os.environ.get("STRIPE_SECRET_KEY", "").startswith(LIVE):
        sys.exit("A live Stripe key is set: the stand-in refuses to start beside it.")
    options = arguments()
    world = World(Contract(), AGENDA, f"http://{HOST}:{options.port}")
    fill(world, options)
    try:
        server = make_server(world, options.port)
    except OSError as taken:
        sys.exit(f"Port {options.port} cannot be used: {taken.strerror}")
    stopped = threading.Event()
    for number in range(SENDERS):
        threading.Thread(target=deliver, args=(world, stopped), daemon=True, name=f"sender-{number}").start()
    threading.Thread(target=tick, args=(world, options.books, stopped), daemon=True, name="clock").start()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    sys.stdout.write(f"Stripe stand-in on {world.base} (API {world.contract.version})\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.05)
    stopped.set()
    server.server_close()
    if options.books:
        world.save(options.books)


if __name__ == "__main__":
    main()
