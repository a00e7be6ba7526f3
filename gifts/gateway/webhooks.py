"""Messages from Stripe: who says so, when, and to whom.

Source: https://docs.stripe.com/webhooks#verify-manually (read 2026-11)
"""

import hashlib
import hmac
import json
from collections.abc import Sequence

from gifts.gateway.client import Json
from gifts.gateway.events import event_facts
from gifts.gateway.facts import EventFacts

TOLERANCE_SECONDS = 300
LONGEST_ID, LONGEST_ROOT = 120, 80  # our columns; Stripe's own are shorter


class BadWebhook(Exception):
    """Not a message of Stripe's to this account, or one that was kept back. The text names the reason."""


def verify(
    body: bytes, header: str, *, secrets: Sequence[str], at: float, live: bool, account: str = ""
) -> EventFacts:
    """Return what a message says, once its signature over the raw bytes and its moment are right.

    Several secrets may be valid while one is rolled. `at` is now, in seconds since 1970; a message from the
    future is refused like an old one, since its signature could be kept and sent for as long.

    Raises: BadWebhook.
    """
    stamp, marks = _parts(header)
    if abs(at - stamp) > TOLERANCE_SECONDS:
        raise BadWebhook("too old" if stamp < at else "from the future")
    signed = b"%d." % stamp + body
    if not any(_matches(signed, secret, marks) for secret in secrets if secret):
        raise BadWebhook("wrong signature")
    try:
        data = json.loads(body)
        facts = event_facts(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadWebhook("not an event") from error
    _check_addressee(data, facts, live=live, account=account)
    return facts


def _parts(header: str) -> tuple[int, list[bytes]]:
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    marks = [value.encode() for name, _, value in pairs if name == "v1"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit()) or len(stamps[0]) > 12:
        raise BadWebhook("no signature")
    return int(stamps[0]), marks


def _matches(signed: bytes, secret: str, marks: list[bytes]) -> bool:
    mark = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
    return any(hmac.compare_digest(mark, given) for given in marks)


def _check_addressee(data: Json, facts: EventFacts, *, live: bool, account: str) -> None:
    if data.get("livemode") is not live:
        raise BadWebhook("other mode")
    sent_for = data.get("account") or data.get("context") or ""
    if sent_for not in ("", account):
        raise BadWebhook("other account")
    texts = (facts.event_id, facts.kind, facts.root)
    if not all(isinstance(text, str) and "\0" not in text for text in texts) or not facts.event_id:
        raise BadWebhook("not an event")
    if len(facts.event_id) > LONGEST_ID or len(facts.root) > LONGEST_ROOT or len(facts.kind) > 80:
        raise BadWebhook("not an event")
