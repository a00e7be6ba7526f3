"""Sends what the outbox holds, signed as Stripe signs."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from stripe_standin.outbox import Delivery
from stripe_standin.store import Obj
from stripe_standin.world import World

TIMEOUT = 20


def signature(payload: bytes, secrets: list[str], at: int) -> str:
    signed = f"{at}.".encode() + payload
    marks = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])


def secrets_of(world: World, endpoint: str) -> list[str]:
    """The secrets to sign with, newest first, as the test asked for."""
    known = list(world.store.secret(endpoint).get("secrets", []))
    if world.outbox.sign_with == "both":
        return known
    if world.outbox.sign_with == "old":
        return known[-1:]
    if world.outbox.sign_with == "wrong":
        return ["whsec_of_somebody_else"]
    return known[:1]


def thin(event: Obj) -> dict[str, Any]:
    """The same news without the object: only its id and where to read it."""
    obj = event["data"]["object"]
    kind = obj["object"]
    return {
        "id": event["id"],
        "object": "v2.core.event",
        "type": "v1." + event["type"],
        "created": datetime.fromtimestamp(event["created"], UTC).isoformat().replace("+00:00", "Z"),
        "livemode": False,
        "context": None,
        "reason": None,
        "related_object": {
            "id": obj["id"],
            "type": kind,
            "url": f"/v1/{kind.replace('.', '/')}s/{obj['id']}",
        },
    }


def prepare(world: World, delivery: Delivery) -> tuple[str, bytes, dict[str, str]] | None:
    """(url, body, headers), or None when the event or the endpoint is gone."""
    with world.lock:
        event = world.store.by_id.get(delivery["event"])
        endpoint = world.store.by_id.get(delivery["endpoint"])
        if event is None or endpoint is None:
            return None
        body = json.dumps(thin(event) if world.outbox.thin else event, indent=2).encode()
        at = int(time.time()) + world.outbox.skew
        mark = signature(body, secrets_of(world, endpoint["id"]), at)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": mark,
        "User-Agent": "Stripe/1.0 (stand-in)",
    }
    return endpoint["url"], body, headers


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer; 0 when there was none."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=TIMEOUT)
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def deliver(world: World, stopped: threading.Event) -> None:
    """The work of one delivering thread. Signatures bear real time, since receivers compare with theirs."""
    while not stopped.is_set():
        delivery = world.outbox.take()
        if delivery is None:
            continue
        prepared = prepare(world, delivery)
        status = post(*prepared) if prepared else 200
        if 200 <= status < 300 and prepared:
            with world.lock:
                event = world.store.by_id.get(delivery["event"])
                if event is not None and event["pending_webhooks"] > 0:
                    event["pending_webhooks"] -= 1
        world.outbox.done(delivery, status)
