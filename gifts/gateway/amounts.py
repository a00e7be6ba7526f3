"""Minor units, as Stripe counts, to amounts and back. They meet nowhere else."""

from decimal import Decimal

from core.money import CENT, LARGEST, ZERO_DECIMAL


class BadAmount(ValueError):
    """An amount or currency that our two places cannot hold."""


def to_minor(amount: Decimal, currency: str) -> int:
    """Return an amount as Stripe's integer of hundredths. Raises: BadAmount."""
    _refuse(currency)
    if not amount.is_finite() or abs(amount) > LARGEST or amount != amount.quantize(CENT):
        raise BadAmount("an amount has two places")
    return int(amount * 100)


def from_minor(minor: int, currency: str) -> Decimal:
    """Return Stripe's integer of hundredths as an amount. Raises: BadAmount."""
    _refuse(currency)
    amount = (Decimal(minor) / 100).quantize(CENT)
    if abs(amount) > LARGEST:
        raise BadAmount("larger than any amount here")
    return amount


def _refuse(currency: str) -> None:
    if currency.lower() in ZERO_DECIMAL:
        raise BadAmount(f"{currency} has no hundredths")
