"""The demo's hand on the Stripe stand-in: its clock, and the people who pay on its page."""

import json
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any

from django.conf import settings

PATIENCE = 60


class NoStandIn(Exception):
    """Nothing that behaves like the stand-in listens at STRIPE_API_BASE."""


def plays_stripe() -> bool:
    """Whether the stand-in's address is where Stripe is called; with a real test key it is not."""
    return settings.STRIPE_API_BASE.startswith("http://127.0.0.1:")


def control(path: str, **data: object) -> dict[str, Any]:
    """Call a control of the stand-in and return its answer. Raises: NoStandIn."""
    if not plays_stripe():
        raise NoStandIn("STRIPE_API_BASE is not the stand-in's address")
    body = json.dumps(data).encode()
    request = urllib.request.Request(  # noqa: S310 - loopback http, checked above
        f"{settings.STRIPE_API_BASE}/_test/{path}", body, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - the same
            read: dict[str, Any] = json.loads(answer.read())
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        raise NoStandIn(f"{path}: {error}") from error
    return read


def move_clock(to: datetime) -> None:
    """Move the stand-in's clock to a moment; it runs by itself too, and never back. Raises: NoStandIn."""
    ahead = int(to.timestamp()) - int(control("clock")["now"])
    if ahead > 0:
        control("clock", advance=ahead)
