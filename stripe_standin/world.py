"""One Stripe account in memory: everything an operation needs, handed to it as its first argument."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stripe_standin.books import Books
from stripe_standin.clock import Clock
from stripe_standin.contract import Contract
from stripe_standin.faults import Faults
from stripe_standin.idempotency import Answers
from stripe_standin.outbox import Outbox
from stripe_standin.store import Obj, Store

Action = Callable[["World", str], None]

SETTINGS: dict[str, Any] = {
    "capture_seconds": 1,  # after a success until the charge has its balance transaction
    "ach_days": 4,  # weekdays until a bank debit settles
    "ach_outcome": "succeed",  # or "fail": what settling does when nothing else was said
    "ach_books": "on_success",  # or "on_processing": when a debit's balance transaction is written
    "payouts": "auto",  # or "manual"
    "invoice_hold_seconds": 3600,  # a renewal stays a draft this long
    "retry_days": [3, 5, 7],  # after each failed renewal, in days from the failure
    "retries_end": "cancel",  # or "unpaid" or "past_due"
    "portal_updates": "customer",  # or "subscriptions" as well: what a new card at the portal changes
    "read_latency_ms": 0,  # added to every read
    "dispute_seconds": 1,  # until a 0259 card disputes
    "refund_seconds": 60,  # until a 5126 refund fails or a 7726 refund succeeds
}


class World:
    def __init__(self, contract: Contract, agenda: dict[str, Action], base: str) -> None:
        self.contract = contract
        self.base = base
        self.lock = threading.RLock()
        self.agenda = agenda
        self.faults = Faults()
        self.outbox = Outbox()
        self.configured: list[tuple[str, list[str]]] = []  # endpoints from the command line, with secrets
        self.reset()

    def reset(self) -> None:
        """An empty account. Faults and settings are forgotten too."""
        self.store = Store(self.contract)
        self.books = Books()
        self.clock = Clock()
        self.outbox.reset()
        self.answers = Answers()
        self.settings = dict(SETTINGS)
        self.request: dict[str, str | None] | None = None  # the request being answered, for events
        self.faults.clear()
        self.changes = 0
        self.broken: list[str] = []  # times the stand-in itself failed; a test run must end with none

    def now(self) -> int:
        return self.clock.now()

    def later(self, at: int, action: str, obj: Obj) -> None:
        self.clock.later(at, action, obj["id"])

    def run_due(self) -> int:
        """Does what is due by now; what it makes belongs to no request."""
        request, self.request = self.request, None
        try:
            return self.clock.run_due(lambda action, identifier: self.agenda[action](self, identifier))
        finally:
            self.request = request

    def emit(self, kind: str, obj: Obj, previous: dict[str, Any] | None = None) -> None:
        self.outbox.emit(self.store, kind, obj, previous, self.now(), self.request)
        self.changes += 1

    def save(self, path: Path) -> None:
        with self.lock:
            text = json.dumps({
                "kinds": self.store.kinds,
                "private": self.store.private,
                "moves": self.books.moves,
                "payments": self.books.payments,
                "offset": self.clock.offset,
                "agenda": self.clock.agenda,
                "order": self.clock.order,
                "settings": self.settings,
                "deliveries": self.outbox.dump(),
                "answers": self.answers.dump(),
            })  # fmt: skip
        draft = path.with_suffix(".new")
        draft.write_text(text)
        draft.replace(path)

    def load(self, path: Path) -> None:
        kept = json.loads(path.read_text())
        self.reset()
        for kind, objects in kept["kinds"].items():
            for obj in objects.values():
                self.store.put(kind, obj)
        self.store.private = kept["private"]
        self.books.moves, self.books.payments = kept["moves"], kept["payments"]
        self.clock.offset, self.clock.agenda = kept["offset"], kept["agenda"]
        self.clock.order = kept["order"]
        self.settings |= kept["settings"]
        self.outbox.load(kept["deliveries"])
        self.answers.load(kept["answers"])
