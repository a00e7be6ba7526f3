"""The accounts that a journal names: what finance typed, and a sensible number where they have not yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.models import Fund
from gifts.models import Account, ClosedPeriod, Gift, JournalPolicy, LedgerLine, Purpose

# numbers and names as a small charity's chart of accounts has them; in English, as exports are
DEFAULTS = {
    Purpose.STRIPE: ("1020", "Cash at Stripe"),
    Purpose.TRANSIT: ("1030", "Payouts in transit"),
    Purpose.BANK: ("1000", "Bank, operating"),
    Purpose.UNDEPOSITED: ("1010", "Undeposited checks and cash"),
    Purpose.MAIL: ("1040", "Gifts in the mail"),
    Purpose.THINGS: ("1400", "Donated goods and securities"),
    Purpose.SUSPENSE: ("2900", "Receipts to be identified"),
    Purpose.GIFTS: ("4000", "Gifts, without donor restriction"),
    Purpose.RESTRICTED: ("4100", "Gifts, with donor restriction"),
    Purpose.IN_KIND: ("4200", "Gifts in kind"),
    Purpose.COVER: ("4050", "Processing fees covered by donors"),
    Purpose.FEES: ("6100", "Processing fees"),
    Purpose.REFUNDS: ("4800", "Refunded and returned gifts"),
    Purpose.DISPUTES: ("4810", "Disputed gifts"),
    Purpose.ADJUSTMENTS: ("6110", "Other movements at Stripe"),
    Purpose.RELEASED_FROM: ("4900", "Net assets released, with restriction"),
    Purpose.RELEASED_TO: ("4910", "Net assets released, without restriction"),
}


@dataclass(frozen=True)
class Named:
    """Number and name of an account."""

    code: str
    name: str


@dataclass(frozen=True)
class Chart:
    """The accounts, and which funds are restricted."""

    general: dict[str, Named]
    own: dict[tuple[str, int], Named]
    restricted: frozenset[int]
    codes: dict[int, str]

    def account(self, purpose: str, fund_id: int | None) -> Named:
        """Return the account of a posting: the fund's own, else one for all funds."""
        if fund_id is not None and (purpose, fund_id) in self.own:
            return self.own[purpose, fund_id]
        if purpose == Purpose.GIFTS and fund_id in self.restricted:
            return self.general[Purpose.RESTRICTED]
        return self.general[purpose]


def chart() -> Chart:
    """Return the accounts as they stand."""
    general = {purpose.value: Named(*DEFAULTS[purpose]) for purpose in Purpose}
    own: dict[tuple[str, int], Named] = {}
    for row in Account.objects.all():
        if row.fund_id is None:
            general[row.purpose] = Named(row.code, row.name)
        else:
            own[row.purpose, row.fund_id] = Named(row.code, row.name)
    funds = list(Fund.objects.all())
    restricted = frozenset(fund.pk for fund in funds if fund.is_restricted)
    return Chart(general, own, restricted, {fund.pk: fund.code for fund in funds})


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    """Return the last day of the month that begins on a day."""
    return date.fromordinal(following(month).toordinal() - 1)


def following(month: date) -> date:
    """Return the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months(begin: date, end: date) -> Iterable[date]:
    """Yield the months from one to another, both included."""
    month = begin
    while month <= end:
        yield month
        month = following(month)


def journal_begins(today: date) -> date:
    """Return the first month of the journal: as finance said, else that of the first movement."""
    policy = JournalPolicy.objects.filter(pk=1).first()
    if policy is not None:
        return policy.begins_on
    line = LedgerLine.objects.order_by("occurred_at").values_list("occurred_at", flat=True).first()
    given = (
        Gift.objects.exclude(given_on=None).order_by("given_on").values_list("given_on", flat=True).first()
    )
    days = [day for day in (line.date() if line else None, given) if day is not None]
    return month_of(min(days, default=today))


def closed_through() -> date | None:
    """Return the last day of the newest closed month."""
    live = ClosedPeriod.objects.filter(reopened_at=None).order_by("-ends_on")
    return live.values_list("ends_on", flat=True).first()


def first_open(today: date) -> date:
    """Return the first day of the first month that is not closed."""
    closed = closed_through()
    return journal_begins(today) if closed is None else following(month_of(closed))
