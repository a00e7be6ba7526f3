"""Events on their way to webhook endpoints: waiting, held back, being sent, given up."""

import heapq
import json
import random
import threading
import time
from typing import Any

from stripe_standin.store import Obj, Store

Delivery = dict[
    str, Any
]  # id, event, endpoint, state (waiting | held | sending | failed), due, tries, status
RETRY_SECONDS = [0.5, 2, 10, 60, 300]


class Outbox:
    """`mode` hold keeps deliveries until a test releases them; auto sends at once."""

    def __init__(self) -> None:
        self.condition = threading.Condition()
        self.sending = 0
        self.reset()

    def reset(self) -> None:
        """Forgets all deliveries and how they go; those being sent right now still arrive."""
        with self.condition:
            self.start()
            self.condition.notify_all()

    def start(self) -> None:
        self.mode = "auto"
        self.delay = 0.0
        self.thin = False
        self.sign_with = "current"  # or old (the endpoint's previous secret), both, wrong
        self.skew = 0  # seconds added to the signature's time
        self.parallel = 1
        self.retry_seconds: list[float] = list(RETRY_SECONDS)
        self.deliveries: dict[str, Delivery] = {}
        self.queue: list[tuple[float, int, str]] = []
        self.moving = self.sending  # waiting or being sent
        self.count = 0

    def emit(
        self,
        store: Store,
        kind: str,
        obj: Obj,
        previous: dict[str, Any] | None,
        now: int,
        request: dict[str, str | None] | None,
    ) -> Obj:
        endpoints = [e for e in store.all("webhook_endpoint") if listens(e, kind)]
        data: dict[str, Any] = {"object": json.loads(json.dumps(obj))}
        if previous:
            data["previous_attributes"] = json.loads(json.dumps(previous))
        event = store.add("event", {
            "api_version": store.contract.version, "created": now, "data": data, "type": kind,
            "pending_webhooks": len(endpoints), "request": request or {"id": None, "idempotency_key": None},
        })  # fmt: skip
        store.contract.check_event(event)
        for endpoint in endpoints:
            self.add(event["id"], endpoint["id"], held=self.mode == "hold", delay=self.delay)
        return event

    def add(self, event: str, endpoint: str, held: bool = False, delay: float = 0) -> Delivery:
        with self.condition:
            self.count += 1
            delivery: Delivery = {"id": f"wd_{self.count:06d}", "event": event, "endpoint": endpoint,
                        "tries": 0, "status": None, "state": "held", "due": 0.0}  # fmt: skip
            self.deliveries[delivery["id"]] = delivery
            if not held:
                self.send(delivery, time.time() + delay)
            return delivery

    def send(self, delivery: Delivery, due: float) -> None:
        with self.condition:
            delivery["state"], delivery["due"] = "waiting", due
            self.moving += 1
            self.count += 1
            heapq.heappush(self.queue, (due, self.count, delivery["id"]))
            self.condition.notify_all()

    def take(self) -> Delivery | None:
        """The next delivery whose time has come, now being sent; waits up to a second for one."""
        with self.condition:
            while self.queue and self.queue[0][2] not in self.deliveries:
                heapq.heappop(self.queue)
            if not self.queue or self.sending >= self.parallel:
                self.condition.wait(1)
                return None
            if self.queue[0][0] > time.time():
                self.condition.wait(min(1.0, self.queue[0][0] - time.time()))
                return None
            delivery = self.deliveries[heapq.heappop(self.queue)[2]]
            delivery["state"] = "sending"
            delivery["tries"] += 1
            self.sending += 1
            return delivery

    def done(self, delivery: Delivery, status: int) -> None:
        """Stripe tries again after anything but a 2xx, with growing pauses, and gives up in the end."""
        with self.condition:
            self.sending -= 1
            self.moving -= 1
            delivery["status"] = status
            if 200 <= status < 300:
                self.deliveries.pop(delivery["id"], None)
            elif delivery["tries"] > len(self.retry_seconds):
                delivery["state"] = "failed"
            elif delivery["id"] in self.deliveries:
                self.send(delivery, time.time() + self.retry_seconds[delivery["tries"] - 1])
            self.condition.notify_all()

    def release(
        self, *, order: str = "made", seed: int = 0, only: list[str] | None = None, copies: int = 1
    ) -> int:
        """Sends held deliveries, each `copies` times. Returns how many are now on their way."""
        with self.condition:
            batch = [d for d in self.deliveries.values() if d["state"] in ("held", "failed")]
            batch = [d for d in batch if only is None or d["event"] in only or d["id"] in only]
            batch += [self.add(d["event"], d["endpoint"], True) for d in batch for _ in range(copies - 1)]
            if order == "shuffled":
                random.Random(seed).shuffle(batch)  # noqa: S311 # nosec B311 # a shuffle that can be repeated
            elif order == "reversed":
                batch.reverse()
            now = time.time()
            for delivery in batch:
                self.send(delivery, now)
            return len(batch)

    def drop(self, only: list[str] | None) -> int:
        """Forgets deliveries that are held, waiting or given up; the events stay for lists to find."""
        with self.condition:
            gone = [d for d in self.deliveries.values() if d["state"] != "sending"]
            gone = [d for d in gone if only is None or d["event"] in only or d["id"] in only]
            for delivery in gone:
                self.moving -= delivery["state"] == "waiting"
                self.deliveries.pop(delivery["id"])
            self.condition.notify_all()
            return len(gone)

    def drain(self, seconds: float) -> bool:
        """Waits until nothing is on its way; held and given-up deliveries do not count."""
        end = time.monotonic() + seconds
        with self.condition:
            while self.moving:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self.condition.wait(left)
        return True

    def dump(self) -> list[Delivery]:
        with self.condition:
            return [dict(d) for d in self.deliveries.values()]

    def load(self, deliveries: list[Delivery]) -> None:
        for delivery in deliveries:
            self.count = max(self.count, int(delivery["id"][3:]))
            self.deliveries[delivery["id"]] = delivery
            if delivery["state"] in ("waiting", "sending"):
                self.send(delivery, time.time())


def listens(endpoint: Obj, kind: str) -> bool:
    wanted = endpoint["enabled_events"]
    return endpoint["status"] == "enabled" and ("*" in wanted or kind in wanted)
