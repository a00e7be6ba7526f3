"""Messages as Stripe signs them."""

import hashlib
import hmac
import json
import time
from typing import Any

SECRET = "whsec_of_these_tests"


def event(
    kind: str = "payment_intent.succeeded", about: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A snapshot event."""
    return {
        "id": "evt_1",
        "object": "event",
        "type": kind,
        "livemode": False,
        "created": 1_790_000_000,
        "data": {"object": about or {"id": "pi_1", "object": "payment_intent"}},
        **more,
    }


def thin(kind: str, about: dict[str, str] | None, **more: Any) -> dict[str, Any]:
    """An event that names its object and says nothing of it."""
    return {
        "id": "evt_thin",
        "object": "v2.core.event",
        "type": kind,
        "livemode": False,
        "created": "2026-11-25T17:00:00Z",
        "context": None,
        "related_object": about,
        **more,
    }


def signed(body: bytes, *secrets: str, age: int = 0) -> str:
    """The header over a body, signed some seconds ago."""
    at = int(time.time()) - age
    marks = [
        hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        for secret in secrets or (SECRET,)
    ]
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])


def written(data: dict[str, Any]) -> bytes:
    return json.dumps(data).encode()
