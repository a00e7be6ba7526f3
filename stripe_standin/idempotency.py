"""Idempotency-Key: the first answer is kept and given again to the same request."""

from dataclasses import dataclass
from typing import Any

from stripe_standin.errors import StripeError

KEPT_SECONDS = 24 * 3600


@dataclass
class Answer:
    fingerprint: str
    made_at: int
    status: int = 0  # 0 while the first request is still at work
    body: bytes = b""


class Answers:
    def __init__(self) -> None:
        self.kept: dict[str, Answer] = {}

    def begin(self, key: str, fingerprint: str, now: int) -> Answer | None:
        """None for a key never seen; the kept answer for a repetition.

        Raises StripeError for a key still at work (409) and for other parameters under a used key (400).
        """
        known = self.kept.get(key)
        if known is None or (known.status and now - known.made_at > KEPT_SECONDS):
            self.kept[key] = Answer(fingerprint, now)
            return None
        if known.fingerprint != fingerprint:
            message = (
                "Keys for idempotent requests can only be used with the same parameters "
                "they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
            raise StripeError(message, kind="idempotency_error")
        if not known.status:
            message = f"There is currently another in-progress request using this Idempotent Key: {key}."
            raise StripeError(message, status=409, kind="idempotency_error", code="idempotency_key_in_use")
        return known

    def finish(self, key: str, status: int, body: bytes) -> None:
        known = self.kept.get(key)
        if known is not None:
            known.status, known.body = status, body

    def forget(self, key: str) -> None:
        """For requests refused before they began: Stripe keeps no answer of those."""
        self.kept.pop(key, None)

    def dump(self) -> dict[str, Any]:
        return {
            k: [a.fingerprint, a.made_at, a.status, a.body.decode()] for k, a in self.kept.items() if a.status
        }

    def load(self, kept: dict[str, Any]) -> None:
        self.kept = {k: Answer(v[0], v[1], v[2], v[3].encode()) for k, v in kept.items()}
