"""Where our books do not explain themselves: what a person has to look at."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Sum

from core.money import ZERO
from gifts.gateway.payouts import read_balance
from gifts.models import LedgerLine, Payout

Kind = LedgerLine.Kind


def payout_differences() -> dict[str, tuple[str, str]]:
    """Return the payouts whose lines do not sum to them."""
    rows = Payout.objects.filter(needs_attention=True)
    return {row.payout_id: (str(row.lines_net), str(row.amount)) for row in rows}


def stray_lines() -> dict[str, tuple[str, str]]:
    """Return the lines that took money from or gave it to a donor whose gift we do not have."""
    moved = LedgerLine.objects.filter(
        gift=None, kind__in=[Kind.CHARGE, Kind.REFUND, Kind.DISPUTE, Kind.REVERSAL]
    )
    return {row.txn_id or "": ("no gift", f"{row.stripe_type} {row.amount}") for row in moved}


def balance_difference(drift: Mapping[str, Decimal]) -> dict[str, tuple[str, str]]:
    """Return the currencies in which the sum of our lines is not what Stripe holds. Raises: DoorShut.

    `drift` is what lines that stand on the list themselves are off by: they explain that much of it.
    """
    held = read_balance()
    sums = LedgerLine.objects.exclude(txn_id=None).values_list("currency").annotate(net=Sum("net"))
    ours = dict(sums)
    return {
        currency: (str(ours.get(currency, ZERO)), str(held.get(currency, ZERO)))
        for currency in sorted(held.keys() | ours.keys())
        if ours.get(currency, ZERO) + drift.get(currency, ZERO) != held.get(currency, ZERO)
    }
