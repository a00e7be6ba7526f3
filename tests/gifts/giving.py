"""What a visitor of the giving page sends, and a Stripe that only hands out payment pages."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import altcha
import pytest
from django.http import HttpResponse
from django.test import Client

from campaigns.models import Campaign
from gifts import proofs
from gifts.actions import checkouts
from gifts.actions.checkouts import Wish
from gifts.actions.defence import Visitor
from gifts.gateway.sessions import MadeSession, Order
from gifts.proofs import CONFIRM, FORM, Work, mark, new_work

TOMORROW = datetime(2099, 1, 1, tzinfo=UTC)


@dataclass
class Pages:
    """Stripe's payment pages: the same order twice is the same page."""

    orders: list[Order] = field(default_factory=list)
    made: dict[tuple[uuid.UUID, int], MadeSession] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    error: Exception | None = None

    def create(self, order: Order) -> MadeSession:
        self.orders.append(order)
        if self.error is not None:
            raise self.error
        number = len(self.made) + 1
        page = MadeSession(f"cs_{number}", f"https://checkout.example/{number}", TOMORROW)
        return self.made.setdefault((order.checkout_id, order.attempt), page)


def pages_of(monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Put the payment pages at the edge of our gateway."""
    pages = Pages()
    monkeypatch.setattr(proofs, "WORK", 50)  # puzzles as quick as tests should be
    monkeypatch.setattr(checkouts, "create_session", pages.create)
    monkeypatch.setattr(checkouts, "expire_session", pages.closed.append)
    monkeypatch.setattr(checkouts, "find_session", lambda _checkout, since: None)
    return pages


def solved(now: datetime | None = None) -> str:
    """The solution of a fresh puzzle, as the browser sends it."""
    challenge = altcha.Challenge.from_dict(dict(new_work(now or datetime.now(UTC))))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def shown(seconds: int = 60, form: uuid.UUID | None = None) -> str:
    """The mark of a form that was shown some seconds ago."""
    return mark(FORM, form or uuid.uuid4(), datetime.now(UTC) - timedelta(seconds=seconds))


def promised(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    """The fields that are promised to the outside, and no other."""
    fields = {
        "amount": "25",
        "frequency": "once",
        "fund": campaign.funds.all()[0].code,
        "name": "Maria Lopez",
        "email": "maria@example.org",
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def send(client: Client, campaign: Campaign, **fields: Any) -> HttpResponse:
    """Send the giving form."""
    return client.post(f"/give/{campaign.slug}/", fields)  # type: ignore[return-value] # the stubs' own class of answer


def give(client: Client, campaign: Campaign, **changes: Any) -> HttpResponse:
    """Send the form as a browser with scripts does: a minute later, the puzzle solved."""
    return send(client, campaign, **{"form": shown(), "work": solved(), **promised(campaign, **changes)})


def wish_for(campaign: Campaign, **changes: Any) -> Wish:
    """What a checked form asks."""
    facts: dict[str, Any] = {
        "campaign_id": campaign.pk,
        "campaign_slug": campaign.slug,
        "fund_id": campaign.funds.all()[0].pk,
        "appeal_id": None,
        "amount": Decimal("50.00"),
        "fee_cover": Decimal("0.00"),
        "currency": "usd",
        "frequency": "once",
        "name": "Maria Lopez",
        "email": "maria@example.org",
        "language": "en",
    }
    return Wish(**{**facts, **changes})


def visitor(name: str = "one", *, work: bool = True) -> Visitor:
    """Somebody who asks; each with a puzzle of their own."""
    return Visitor(network=name, browser=name, work=Work(uuid.uuid4().hex, TOMORROW) if work else None)


def confirmed(form: str, seconds: int) -> str:
    """The mark of a second press's page that was shown some seconds ago."""
    form_id = uuid.UUID(form.partition("-")[0])
    return mark(CONFIRM, form_id, datetime.now(UTC) - timedelta(seconds=seconds))
