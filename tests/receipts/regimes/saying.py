"""Gifts to decide about, and the words a regime finds for them."""

from datetime import date
from decimal import Decimal

from core.money import format_money
from receipts.regimes import Claim, Contribution, Given, Regime, Said

ORGANISATION = {
    "legal_name": "Safe Harbor, Inc.",
    "tax_number": "12-3456789",
    "address": "PO Box 100\nAlbany, NY 12201",
}
IN_2024 = date(2024, 5, 6)


def money(paid: str, *benefits: Given, on: date = IN_2024) -> Contribution:
    return Contribution(paid=Decimal(paid), given_on=on, benefits=benefits)


def got(description: str, value: str, kind: str = "ordinary", **limits: str) -> Given:
    """A benefit; `cost` and `sold_from` as text."""
    return Given(description, Decimal(value), kind, **{name: Decimal(text) for name, text in limits.items()})


def words(regime: Regime, claim: Claim, gift: Contribution, **organisation: str) -> str:
    """All that a paper's statements say, days as in ISO 8601."""
    said = Said(
        claim=claim,
        gift=gift,
        organisation=ORGANISATION | organisation,
        money=lambda amount: format_money(amount, "usd"),
        day=date.isoformat,
    )
    return "\n".join(regime.sentences[code](said) for code in claim.statements)


def said_of(regime: Regime, gift: Contribution, **organisation: str) -> str:
    return words(regime, regime.claim(gift), gift, **organisation)
