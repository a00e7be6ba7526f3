"""What the accounts of a month come to, and whether that ties out with where it comes from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from gifts.models import LedgerLine, Payout, Purpose
from gifts.reports.journal.accounts import (
    Named,
    chart,
    closed_through,
    following,
    journal_begins,
    months,
)
from gifts.reports.journal.late import live_rows
from gifts.reports.journal.month import Journal, open_rows
from gifts.reports.monthly import midnight

MOST_OPEN_LINES = 20_000


@dataclass(frozen=True)
class Balance:
    """What an account held before a month, what moved, and what it holds after."""

    code: str
    name: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        """What it holds after."""
        return self.opening + self.debit - self.credit


def balances(journal: Journal, before: dict[tuple[str, str], Decimal]) -> list[Balance]:
    """Return every account that the month or an earlier one moved."""
    debit: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    credit: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for row in journal.rows:
        side = debit if row.amount > 0 else credit
        side[row.code, row.name] += abs(row.amount)
    keys = sorted({*before, *debit, *credit})
    return [Balance(*key, before.get(key, ZERO), debit[key], credit[key]) for key in keys]


def sums_before(month: date, *, zone: str, today: date) -> dict[tuple[str, str], Decimal]:
    """Return what each account came to before a month, since the journal began."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    frozen = live_rows().filter(posted_on__lt=month).order_by().values_list("code", "name")
    for code, name, amount in frozen.annotate(sum=Sum("amount")):
        sums[code, name] += amount
    closed = closed_through()
    begin = journal_begins(today) if closed is None else following(closed.replace(day=1))
    for earlier in months(begin, month):
        if earlier < month:
            for row in open_rows(earlier, zone=zone, today=today):
                sums[row.code, row.name] += row.amount
    return dict(sums)


def is_quick(month: date, *, zone: str, today: date) -> bool:
    """Whether what came before a month is soon summed: closed months are, open ones are posted anew."""
    closed = closed_through()
    begin = journal_begins(today) if closed is None else following(closed.replace(day=1))
    lines = LedgerLine.objects.filter(
        occurred_at__gte=midnight(begin, zone), occurred_at__lt=midnight(month, zone)
    )
    return lines[:MOST_OPEN_LINES].count() < MOST_OPEN_LINES


@dataclass(frozen=True)
class Tie:
    """A figure of the journal beside the same figure from where it comes."""

    label: str
    journal: Decimal
    books: Decimal

    @property
    def holds(self) -> bool:
        """Whether both are the same."""
        return self.journal == self.books


def ties(journal: Journal, balances_of: Sequence[Balance], *, zone: str, today: date) -> list[Tie]:
    """Return what must be the same twice. Of an open month: later news of a closed one stands elsewhere."""
    if journal.period is not None:
        return []
    accounts, begin = chart(), journal_begins(today)
    held = {(one.code, one.name): one.closing for one in balances_of}
    end = midnight(following(journal.month), zone)
    stripe = accounts.account(Purpose.STRIPE, None)
    transit = accounts.account(Purpose.TRANSIT, None)
    lines = LedgerLine.objects.exclude(txn_id=None).filter(
        occurred_at__gte=midnight(begin, zone), occurred_at__lt=end
    )
    net = lines.aggregate(sum=Sum("net"))["sum"] or ZERO
    sent = lines.filter(kind="payout").aggregate(sum=Sum("amount"))["sum"] or ZERO
    arrived = Payout.objects.filter(
        state=Payout.State.PAID, arrives_on__gte=begin, arrives_on__lt=following(journal.month)
    )
    there = arrived.aggregate(sum=Sum("amount"))["sum"] or ZERO
    before = _left_before(begin, zone)
    on_the_way = _("On their way are the payouts that left Stripe and have not reached the bank")
    if before:
        on_the_way = _(
            "On their way are the payouts that left Stripe and have not reached the bank; %(sum)s of them "
            "had left before the journal began, which is an opening balance in your books"
        ) % {"sum": format_money(before, settings.CURRENCY)}
    return [
        Tie(_("Cash at Stripe is the net of all its movements"), held.get(_key(stripe), ZERO), net),
        Tie(on_the_way, held.get(_key(transit), ZERO) + before, before - sent - there),
        Tie(_("Debits and credits are the same"), _side(journal, 1), _side(journal, -1)),
    ]


def _left_before(begin: date, zone: str) -> Decimal:
    """Return what left Stripe before the journal began and reached the bank after that."""
    left = LedgerLine.objects.filter(
        kind="payout",
        occurred_at__lt=midnight(begin, zone),
        payout__state=Payout.State.PAID,
        payout__arrives_on__gte=begin,
    )
    return -(left.aggregate(sum=Sum("amount"))["sum"] or ZERO)


def _key(named: Named) -> tuple[str, str]:
    return named.code, named.name


def _side(journal: Journal, sign: int) -> Decimal:
    return sum((abs(row.amount) for row in journal.rows if row.amount * sign > 0), ZERO)
