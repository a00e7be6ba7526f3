"""How one movement is posted: debit above zero, credit below, together nothing.

Whatever moved at Stripe posts its net to cash there, its fee to fees and the rest to what it was for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.money import CENT, ZERO
from gifts.models import Gift, GiftKind, LedgerLine, Purpose

Kind = LedgerLine.Kind
MONEY = {GiftKind.MONEY, GiftKind.CURRENCY}


@dataclass(frozen=True)
class Share:
    """What part of a gift is for a fund, and whether the fund bears the fees of its gifts."""

    fund_id: int
    amount: Decimal
    bears_fees: bool = False


@dataclass(frozen=True)
class Posting:
    """One side of an entry."""

    purpose: Purpose
    fund_id: int | None
    amount: Decimal


def split(amount: Decimal, shares: Sequence[Share]) -> list[Decimal]:
    """Return an amount in the proportion of shares, to the cent; the first one takes what rounding leaves."""
    whole = sum((share.amount for share in shares), ZERO)
    parts = [(amount * share.amount / whole).quantize(CENT, ROUND_HALF_UP) for share in shares]
    parts[0] += amount - sum(parts, ZERO)
    return parts


def of_line(line: LedgerLine, gift: Gift | None, shares: Sequence[Share]) -> tuple[Posting, ...]:
    """Return the sides of a movement. One whose gift or fund nobody knows waits in suspense."""
    if line.kind == Kind.OFFLINE:
        return _offline(line, gift, shares)
    return joined(
        [
            Posting(Purpose.STRIPE, None, line.net),
            *_fees(line.fee, shares if line.kind == Kind.CHARGE else ()),
            *_counterpart(line, gift, shares),
        ]
    )


def moved(from_: Purpose, to: Purpose, amount: Decimal, fund_id: int | None = None) -> tuple[Posting, ...]:
    """Return the sides of what goes from one account to another; nothing for nothing."""
    return joined([Posting(to, fund_id, amount), Posting(from_, fund_id, -amount)])


def joined(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Return one side per account and fund, without those that move nothing."""
    sums: dict[tuple[Purpose, int | None], Decimal] = {}
    for one in postings:
        sums[one.purpose, one.fund_id] = sums.get((one.purpose, one.fund_id), ZERO) + one.amount
    places = list(Purpose)
    order = sorted(sums, key=lambda key: (places.index(key[0]), key[1] or 0))
    return tuple(Posting(*key, sums[key]) for key in order if sums[key])


def less(postings: Iterable[Posting], frozen: Iterable[Posting]) -> tuple[Posting, ...]:
    """Return what must still be posted so that what is frozen and this say together what is so."""
    taken = (Posting(one.purpose, one.fund_id, -one.amount) for one in frozen)
    return joined([*postings, *taken])


def goes_by_mail(gift: Gift) -> bool:
    """Whether a gift counts in a month before the one in which it reached us."""
    given, received = gift.given_on, gift.received_on
    return (
        given is not None
        and received is not None
        and (given.year, given.month)
        != (
            received.year,
            received.month,
        )
    )


def where_it_lies(gift: Gift) -> Purpose:
    """Return the account of what was handed over: a thing, the bank, or the box of checks and cash."""
    if gift.kind not in MONEY:
        return Purpose.THINGS
    return Purpose.BANK if gift.source == Gift.Source.WIRE else Purpose.UNDEPOSITED


def _offline(line: LedgerLine, gift: Gift | None, shares: Sequence[Share]) -> tuple[Posting, ...]:
    if gift is None:
        return ()
    place = where_it_lies(gift)
    is_coming = line.amount > 0 and goes_by_mail(gift)
    given = Purpose.GIFTS if gift.kind in MONEY else Purpose.IN_KIND
    if line.amount < 0 and given == Purpose.GIFTS:
        given = Purpose.REFUNDS
    return joined(
        [
            Posting(Purpose.MAIL if is_coming else place, None, line.amount),
            *_by_fund(given, -line.amount, shares),
        ]
    )


def _counterpart(line: LedgerLine, gift: Gift | None, shares: Sequence[Share]) -> list[Posting]:
    """What a movement was for."""
    alone = {
        Kind.FEE: Purpose.FEES,
        Kind.PAYOUT: Purpose.TRANSIT,
        Kind.ADJUSTMENT: Purpose.ADJUSTMENTS,
    }.get(Kind(line.kind))
    if alone is not None:
        return [Posting(alone, None, -line.amount)]
    if line.kind == Kind.CHARGE:
        return _gift(line, gift, shares)
    is_dispute = line.kind == Kind.DISPUTE or (
        line.kind == Kind.REVERSAL and line.stripe_type == "adjustment"
    )
    return _by_fund(Purpose.DISPUTES if is_dispute else Purpose.REFUNDS, -line.amount, shares)


def _gift(line: LedgerLine, gift: Gift | None, shares: Sequence[Share]) -> list[Posting]:
    covered = gift.fee_cover if gift is not None and gift.amount == line.amount and shares else ZERO
    given = _by_fund(Purpose.GIFTS, -(line.amount - covered), shares)
    return given + (_by_fund(Purpose.COVER, -covered, shares) if covered else [])


def _by_fund(purpose: Purpose, amount: Decimal, shares: Sequence[Share]) -> list[Posting]:
    if not shares:
        return [Posting(Purpose.SUSPENSE, None, amount)]
    parts = split(amount, shares)
    return [Posting(purpose, share.fund_id, part) for share, part in zip(shares, parts, strict=True)]


def _fees(fee: Decimal, shares: Sequence[Share]) -> list[Posting]:
    if not shares or not any(share.bears_fees for share in shares):
        return [Posting(Purpose.FEES, None, fee)]
    return [
        Posting(Purpose.FEES, share.fund_id if share.bears_fees else None, part)
        for share, part in zip(shares, split(fee, shares), strict=True)
    ]
