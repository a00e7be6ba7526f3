"""How one movement is posted: debit above zero, credit below, together nothing.

Whatever moved posts its net to where the money lies, its fee to fees and the rest to what it was for.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from uuid import UUID

from core.money import CENT, ZERO
from gifts.models import Gift, GiftKind, LedgerLine, Purpose

Kind = LedgerLine.Kind
MONEY = {GiftKind.MONEY, GiftKind.CURRENCY}
ALONE: dict[str, Purpose] = {
    Kind.FEE: Purpose.FEES,
    Kind.PAYOUT: Purpose.TRANSIT,
    Kind.ADJUSTMENT: Purpose.ADJUSTMENTS,
}
PLACES = {purpose: place for place, purpose in enumerate(Purpose)}


class Given(NamedTuple):
    """What a posting asks of a gift, and of the batch that it came with."""

    kind: str
    source: str
    amount: Decimal
    fee_cover: Decimal
    given_on: date | None
    received_on: date | None = None
    posted_at: datetime | None = None
    deposited_on: date | None = None
    undone_at: datetime | None = None


class Moved(NamedTuple):
    """What a posting asks of a line of the ledger. A tuple: a month has thousands."""

    pk: int
    kind: str
    stripe_type: str
    txn_id: str | None
    amount: Decimal
    fee: Decimal
    net: Decimal
    occurred_at: datetime
    created_at: datetime
    gift_id: UUID | None = None
    gift: Given | None = None


class Share(NamedTuple):
    """What part of a gift is for a fund, and whether the fund bears the fees of its gifts."""

    fund_id: int
    amount: Decimal
    bears_fees: bool = False


class Posting(NamedTuple):
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


def of_line(line: Moved, shares: Sequence[Share]) -> tuple[Posting, ...]:
    """Return the sides of a movement. One whose gift or fund nobody knows waits in suspense."""
    if line.kind == Kind.OFFLINE:
        return _offline(line, shares)
    return joined(
        [
            Posting(Purpose.STRIPE, None, line.net),
            *_fees(line.fee, shares if line.kind == Kind.CHARGE else ()),
            *_counterpart(line, shares),
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
    order = sorted(sums, key=lambda key: (PLACES[key[0]], key[1] or 0))
    return tuple(Posting(*key, sums[key]) for key in order if sums[key])


def less(postings: Iterable[Posting], frozen: Iterable[Posting]) -> tuple[Posting, ...]:
    """Return what must still be posted so that what is frozen and this say together what is so."""
    taken = (Posting(one.purpose, one.fund_id, -one.amount) for one in frozen)
    return joined([*postings, *taken])


def goes_by_mail(gift: Given) -> bool:
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


def where_it_lies(gift: Given) -> Purpose:
    """Return the account of what was handed over: a thing, the bank, or the box of checks and cash."""
    if gift.kind not in MONEY:
        return Purpose.THINGS
    return Purpose.BANK if gift.source == Gift.Source.WIRE else Purpose.UNDEPOSITED


def where_it_goes_from(line: Moved, gift: Given) -> Purpose:
    """Return the account that a gift by hand leaves: the bank, if its batch had gone there by then.

    What was reversed before its batch was posted never went to the bank; a batch that was taken back whole
    did not, either.
    """
    lies = where_it_lies(gift)
    if lies != Purpose.UNDEPOSITED or gift.deposited_on is None or gift.posted_at is None:
        return lies
    went = gift.undone_at is None and line.created_at > gift.posted_at
    return Purpose.BANK if went else lies


def _offline(line: Moved, shares: Sequence[Share]) -> tuple[Posting, ...]:
    gift = line.gift
    if gift is None:
        return ()
    given = Purpose.GIFTS if gift.kind in MONEY else Purpose.IN_KIND
    if line.amount > 0:
        place = Purpose.MAIL if goes_by_mail(gift) else where_it_lies(gift)
    else:
        place = where_it_goes_from(line, gift)
        given = Purpose.REFUNDS if given == Purpose.GIFTS else given
    return joined(
        [
            Posting(place, None, line.net),
            *_fees(line.fee, shares),
            *_by_fund(given, -line.amount, shares),
        ]
    )


def _counterpart(line: Moved, shares: Sequence[Share]) -> list[Posting]:
    """What a movement was for."""
    alone = ALONE.get(line.kind)
    if alone is not None:
        return [Posting(alone, None, -line.amount)]
    if line.kind == Kind.CHARGE:
        return _gift(line, shares)
    is_dispute = line.kind == Kind.DISPUTE or (
        line.kind == Kind.REVERSAL and line.stripe_type == "adjustment"
    )
    return _by_fund(Purpose.DISPUTES if is_dispute else Purpose.REFUNDS, -line.amount, shares)


def _gift(line: Moved, shares: Sequence[Share]) -> list[Posting]:
    gift = line.gift
    covered = gift.fee_cover if gift is not None and gift.amount == line.amount and shares else ZERO
    given = _by_fund(Purpose.GIFTS, -(line.amount - covered), shares)
    return given + (_by_fund(Purpose.COVER, -covered, shares) if covered else [])


def _by_fund(purpose: Purpose, amount: Decimal, shares: Sequence[Share]) -> list[Posting]:
    if not shares:
        return [Posting(Purpose.SUSPENSE, None, amount)]
    if len(shares) == 1:
        return [Posting(purpose, shares[0].fund_id, amount)]
    parts = split(amount, shares)
    return [Posting(purpose, share.fund_id, part) for share, part in zip(shares, parts, strict=True)]


def _fees(fee: Decimal, shares: Sequence[Share]) -> list[Posting]:
    if not shares or not any(share.bears_fees for share in shares):
        return [Posting(Purpose.FEES, None, fee)]
    return [
        Posting(Purpose.FEES, share.fund_id if share.bears_fees else None, part)
        for share, part in zip(shares, split(fee, shares), strict=True)
    ]
