"""Who is to get a statement of a year, who has one, and by which way it reaches them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from donors.models import Address, Donor, DonorQuerySet
from gifts.models import Gift
from receipts.models import Receipt, ReceiptKind, ReceiptLine, Statement, StatementCopy
from receipts.models.statement import StatementQuerySet
from receipts.reports.annual import donors_waiting
from receipts.reports.ledger import differing

MAILED = Q(erased_at=None) & ~Q(contact=Donor.Contact.PORTAL) & ~Q(email="")
HAS_ADDRESS = Exists(Address.objects.filter(donor=OuterRef("pk"), is_primary=True))
UNMAILED = Q(erased_at=None, email="") & ~Q(contact=Donor.Contact.PORTAL)
POSTED = UNMAILED & Q(no_post=False) & Q(HAS_ADDRESS)
# what a summary sums: receipted money. Of property the books alone know a value; thanks for
# a grant, a distribution from an IRA and a purchase have papers that say they are no such receipt
SUMMED = [
    kind
    for kind in ReceiptKind.values
    if kind
    not in {
        ReceiptKind.NONCASH,
        ReceiptKind.VEHICLE,
        ReceiptKind.THANKS,
        ReceiptKind.QCD,
        ReceiptKind.SALE,
        ReceiptKind.EXPENSES,
    }
]
UNREACHED = UNMAILED & (Q(no_post=True) | ~Q(HAS_ADDRESS))


@dataclass(frozen=True)
class YearCount:
    """A year before its statements are drawn: donors who have none yet by the way theirs will go, and sums.

    `unreceipted`: gifts whose receipt does not agree with the ledger yet; the work begins with them.
    `annual`: donors who get an annual receipt first, for gifts that have none of their own.
    """

    donors: int
    mailed: int
    posted: int
    page_only: int
    unreached: int
    gifts: int
    amount: Decimal
    stated: int
    erased: int
    unreceipted: int
    annual: int


def statements_of(user: User) -> StatementQuerySet:
    """Return a person's own statements that hold, the newest year first, without their papers.

    `receipts:statement` with the key of one is the address of its paper.
    """
    own = Statement.objects.current().of(user)
    return own.defer("pdf", "snapshot").order_by("-year", "-version")


def last_year(now: datetime) -> int:
    """Return the year that ended last, where the organisation is."""
    return legal_day(now, the_zone()).year - 1


def years_before(now: datetime) -> list[int]:
    """Return the years that are over and have receipts, the newest first; always the last one."""
    last = last_year(now)
    first: int | None = Receipt.objects.filter(tax_year__gt=0).aggregate(year=Min("tax_year"))["year"]
    return list(range(last, min(first or last, last) - 1, -1))


def givers(year: int) -> DonorQuerySet:
    """Return everybody with a valid receipt for money given in the year."""
    live = Receipt.objects.filter(status=Receipt.Status.LIVE, tax_year=year, kind__in=SUMMED)
    return Donor.objects.filter(Exists(live.filter(donor=OuterRef("pk"))))


def without_statement(year: int) -> DonorQuerySet:
    """Return those of them who are to get a statement and have none that holds."""
    held = Statement.objects.current().filter(year=year, donor=OuterRef("pk"))
    return givers(year).filter(~Exists(held), erased_at=None)


def lines_of(donors: Iterable[int], year: int) -> QuerySet[ReceiptLine]:
    """Return what a statement of the year lists for some donors: their live receipts' gifts, oldest first."""
    lines = ReceiptLine.objects.filter(active=True, receipt__donor__in=donors, receipt__tax_year=year)
    lines = lines.filter(receipt__kind__in=SUMMED)
    return lines.order_by("gift__given_on", "receipt__number", "pk")


def unreceipted(donors: "Q", year: int) -> list[str]:
    """Return the ids of the year's gifts of some donors whose receipt does not agree with the ledger yet."""
    return [str(pk) for pk, _at in differing(Gift.objects.of_year(year).exclude(donor=None).filter(donors))]


def count_year(year: int) -> YearCount:
    """Return the figures of a year."""
    waiting = without_statement(year)
    ways = waiting.aggregate(
        donors=Count("pk"),
        mailed=Count("pk", filter=MAILED),
        posted=Count("pk", filter=POSTED),
        page_only=Count("pk", filter=Q(contact=Donor.Contact.PORTAL)),
        unreached=Count("pk", filter=UNREACHED),
    )
    receipts = Receipt.objects.filter(
        status=Receipt.Status.LIVE, tax_year=year, kind__in=SUMMED, donor__in=waiting.values("pk")
    )
    sums = ReceiptLine.objects.filter(active=True, receipt__in=receipts).aggregate(
        gifts=Count("pk"), amount=Sum("paid")
    )
    return YearCount(
        **ways,
        gifts=sums["gifts"],
        amount=sums["amount"] or ZERO,
        stated=Statement.objects.current().filter(year=year).count(),
        erased=givers(year).exclude(erased_at=None).count(),
        unreceipted=len(unreceipted(Q(), year)),
        annual=donors_waiting(year),
    )


def to_post(year: int) -> StatementQuerySet:
    """Return the statements that hold and go by post: no e-mail, an address, and post is welcome."""
    by_post = Donor.objects.filter(POSTED).values("pk")
    return Statement.objects.current().filter(year=year, donor__in=by_post).order_by("pk")


def welcoming_post() -> DonorQuerySet:
    """Return those to whom something may go by post as they wish to be reached now."""
    return Donor.objects.filter(erased_at=None, no_post=False).exclude(contact=Donor.Contact.PORTAL)


def posted_already(year: int) -> int:
    """Return how many of them have been taken for posting."""
    taken = StatementCopy.objects.filter(statement=OuterRef("pk"), channel=StatementCopy.Channel.POST)
    return to_post(year).filter(Exists(taken)).count()
