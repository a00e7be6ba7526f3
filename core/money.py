"""Amounts of money: `Decimal` with two places beside a currency code. Never float, never minor units."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

Key = TypeVar("Key")
CENT = Decimal("0.01")
ZERO = Decimal("0.00")
LARGEST = Decimal("9999999999.99")
SYMBOLS = {"usd": "$", "cad": "CA$", "aud": "A$", "gbp": "£", "eur": "€"}
# Stripe counts these without a fraction; our two places would be wrong by a factor of 100
ZERO_DECIMAL = frozenset("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split())


def parse_amount(text: str) -> Decimal:
    """Return the amount that a person typed, like `25`, `25.00` or `1,250.50`, with two places.

    Raises: ValidationError with a sentence when the text is not a plain positive amount.
    """
    cleaned = text.strip().removeprefix("$").replace(" ", "")
    whole, _point, _fraction = cleaned.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        raise ValidationError(_("Please write the amount with a point for cents, like 25 or 25.50."))
    try:
        amount = Decimal(cleaned.replace(",", ""))
    except InvalidOperation:
        raise ValidationError(_("Please write the amount in digits, like 25 or 25.50.")) from None
    if not amount.is_finite() or "e" in cleaned.lower():
        raise ValidationError(_("Please write the amount in digits, like 25 or 25.50."))
    if amount != amount.quantize(CENT) if abs(amount) <= LARGEST else False:
        raise ValidationError(_("An amount has no fraction of a cent."))
    if amount <= 0:
        raise ValidationError(_("Please choose an amount above zero."))
    if amount > LARGEST:
        raise ValidationError(_("That amount is too large to be right. Please check it."))
    return amount.quantize(CENT)


def format_money(amount: Decimal, currency: str) -> str:
    """Return an amount as people write it in the active language, like `$1,250.00`."""
    sign = "−" if amount < 0 else ""
    digits = number_format(abs(amount).quantize(CENT), decimal_pos=2, use_l10n=True, force_grouping=True)
    symbol = SYMBOLS.get(currency, f"{currency.upper()} ")
    return f"{sign}{symbol}{digits}"


def money_field(**options: Any) -> "models.DecimalField[Decimal, Decimal]":
    """Return the column every amount uses: numeric(12,2)."""
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


def currency_field() -> "models.CharField[str, str]":
    """Return the column of an ISO 4217 code in lower case."""
    return models.CharField(max_length=3)


def shares_of(amount: Decimal, split: Sequence[tuple[Key, Decimal]]) -> list[tuple[Key, Decimal]]:
    """Share an amount by parts, such as percents: in whole cents, in the order of `split`, summing to it.

    Each gets its part cut to the cent; the cents left over go one by one to those who lost most by the cut,
    the earlier one first. A share of nothing is left out, so a few cents may not reach everyone.

    Raises: ValueError when a part is below zero, or no part is above it.
    """
    whole = sum((part for _key, part in split), Decimal(0))
    if whole <= 0 or any(part < 0 for _key, part in split):
        raise ValueError("a split needs parts, and none below zero")
    cents = int(amount / CENT)
    exact = [(cents * part) / whole for _key, part in split]
    given = [int(each) for each in exact]
    by_loss = sorted(range(len(split)), key=lambda place: (given[place] - exact[place], place))
    for place in by_loss[: cents - sum(given)]:
        given[place] += 1
    return [(key, count * CENT) for (key, _part), count in zip(split, given, strict=True) if count]
