"""Stripe's client, once per process, and the three ways a call can end other than well."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import stripe
from django.conf import settings

CONNECT_SECONDS, READ_SECONDS = 3, 20
Json = dict[str, Any]
RETRIES = 2  # the client's own default is none


class DoorShut(Exception):
    """Stripe cannot be reached, is too busy, failed or does not know our key. Here nothing was written.

    After `is_open_question` Stripe may have done what was asked although it answered 500: whoever repeats
    a write looks first whether it is there. In all other cases the same idempotency key can be sent again.
    """

    def __init__(self, reason: str, *, is_open_question: bool = False) -> None:
        super().__init__(reason)
        self.is_open_question = is_open_question


class NotAtStripe(Exception):
    """Stripe has no object of that id for our key."""


class StripeRefused(Exception):
    """Stripe understood and said no; `code` is its word for the reason, like `charge_already_refunded`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def stripe_door() -> Iterator[stripe.StripeClient]:
    """Give the client for one or more calls, and turn its errors into ours.

    Raises: DoorShut, NotAtStripe, StripeRefused.
    """
    try:
        yield _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)
    except stripe.InvalidRequestError as error:
        if error.http_status == 404:
            raise NotAtStripe from error
        raise StripeRefused(error.code or "invalid_request") from error
    except stripe.CardError as error:
        raise StripeRefused(error.code or "card_error") from error
    except stripe.StripeError as error:
        is_open = (error.http_status or 0) >= 500
        raise DoorShut(type(error).__name__, is_open_question=is_open) from error


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    if not key:
        raise DoorShut("STRIPE_SECRET_KEY is not set")
    stripe.enable_telemetry = False  # it would tell Stripe how this host behaves
    return stripe.StripeClient(
        key,
        base_addresses={"api": base.rstrip("/")},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
    )


def read(path: str, **params: Any) -> Json:
    """Return one object or page of Stripe's as plain data.

    Raw on purpose: building the library's objects for a payment costs as much again as the whole request.

    Raises: as `stripe_door`.
    """
    with stripe_door() as client:
        answer: stripe.StripeResponse = client.raw_request("get", path, **params)
    data: Json = answer.data  # type: ignore[assignment] # raw JSON; the library types it as an object
    return data


def read_all(path: str, **params: Any) -> Iterator[Json]:
    """Yield every object of a list, newest first, a hundred for each request. Raises: as `stripe_door`."""
    while True:
        page = read(path, limit=100, **params)
        yield from page["data"]
        if not page["has_more"]:
            return
        params["starting_after"] = page["data"][-1]["id"]
