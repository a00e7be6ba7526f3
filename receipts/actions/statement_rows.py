"""From what donors gave in a year to the rows of their statements, many at once."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import structlog

from accounts.models import Organisation, User
from campaigns.models import Fund
from core.clock import legal_day
from core.money import ZERO
from donors.models import Address, Donor
from gifts.models import Allocation
from receipts.models import Series, Statement, StatementLine, StatementRun
from receipts.models.receipt import numbered
from receipts.models.statement import number_of
from receipts.papers import draw_statement
from receipts.regimes import regime_named
from receipts.reports.statements import lines_of
from receipts.snapshot import TEMPLATE_VERSION, StatedGift, StatedYear, digest, state_year

PAPERS_AT_ONCE = 5  # in one INSERT: a paper has some fifty kilobytes, and the statement is in memory thrice

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Drawing:
    """What statements are drawn for: which year, when, by whom, in which run, under which letterhead."""

    year: int
    now: datetime
    by: User | None
    run: StatementRun | None
    organisation: Organisation


@dataclass(frozen=True)
class Drawn:
    """Statements that are written down, and by donor the kind of error of those that could not be drawn."""

    statements: Sequence[Statement]
    errors: Mapping[int, str]


class _Line(NamedTuple):
    """What a statement needs of one line of a receipt. Rows are many: no objects are made of them."""

    pk: int
    donor: int
    gift: UUID
    given_on: date
    currency: str
    paid: Decimal
    benefit: Decimal
    series: int
    number: int


@dataclass(frozen=True)
class _Source:
    """What one donor's statement is made from."""

    donor: Donor
    address: Address | None
    lines: Sequence[_Line]
    before: Statement | None


@dataclass(frozen=True)
class _Names:
    """What ids stand for: funds by gift, series of receipts."""

    funds: Mapping[UUID, Sequence[Fund]]
    series: Mapping[int, Series]


def write_statements(donors: Sequence[Donor], drawing: Drawing) -> Drawn:
    """Write down a statement for each of some locked donors who have none, in the caller's transaction.

    Six reads and a handful of inserts, however many donors.
    """
    sources = _sources(donors, drawing.year)
    names = _names([line.gift for source in sources for line in source.lines])
    statements, errors = [], {}
    for source in sources:
        try:
            statements.append(_statement(source, names, drawing))
        # the second place that catches everything, beside jobs.worker: whatever one donor's words do to the
        # paper, the batch goes on. Between here and there nothing is written, so nothing is half done
        except Exception as error:
            errors[source.donor.pk] = type(error).__name__[:60]
            log.error("statement_not_drawn", kind=type(error).__name__)
    Statement.objects.bulk_create(statements, batch_size=PAPERS_AT_ONCE)
    lines = {source.donor.pk: source.lines for source in sources}
    StatementLine.objects.bulk_create(
        StatementLine(statement=statement, gift_id=line.gift, receipt_line_id=line.pk)
        for statement in statements
        for line in lines[statement.donor_id]
    )
    return Drawn(statements, errors)


def _sources(donors: Sequence[Donor], year: int) -> list[_Source]:
    ids = [donor.pk for donor in donors]
    lines: dict[int, list[_Line]] = defaultdict(list)
    columns = ("pk", "receipt__donor", "gift", "gift__given_on", "gift__currency", "paid", "benefit")
    for row in lines_of(ids, year).values_list(*columns, "receipt__series", "receipt__number"):
        line = _Line(*row)
        lines[line.donor].append(line)
    addresses = {row.donor_id: row for row in Address.objects.filter(donor__in=ids, is_primary=True)}
    earlier = Statement.objects.filter(donor__in=ids, year=year).order_by("version").defer("pdf", "snapshot")
    before = {statement.donor_id: statement for statement in earlier}
    return [
        _Source(donor, addresses.get(donor.pk), lines[donor.pk], before.get(donor.pk)) for donor in donors
    ]


def _names(gifts: Sequence[UUID]) -> _Names:
    """Return the funds of gifts in the order of their shares, and the series."""
    known, funds = Fund.objects.in_bulk(), defaultdict(list)
    shares = Allocation.objects.filter(gift__in=gifts).order_by("pk")
    for gift, fund in shares.values_list("gift", "fund"):
        funds[gift].append(known[fund])
    return _Names(funds, Series.objects.in_bulk())


def _statement(source: _Source, names: _Names, drawing: Drawing) -> Statement:
    """Return a statement that is not written down yet, with its paper. Raises: LeakRefused; BadPicture."""
    before, year = source.before, drawing.year
    version = before.version + 1 if before else 1
    number = number_of(year, source.donor.pk, version)
    gifts = [_gift(line, names) for line in source.lines]
    said = state_year(
        StatedYear(
            donor=source.donor,
            address=source.address,
            year=year,
            number=number,
            replaces=str(before) if before else "",
            gifts=gifts,
        ),
        regime=regime_named(drawing.organisation.regime),
        organisation=drawing.organisation,
        issued_on=legal_day(drawing.now, drawing.organisation.zone),
    )
    paper = draw_statement(said, issued_at=drawing.now, today=drawing.organisation)
    return Statement(
        donor=source.donor,
        year=year,
        version=version,
        number=number,
        language=source.donor.language,
        issued_at=drawing.now,
        issued_by=drawing.by,
        run=drawing.run,
        amount=sum((line.paid for line in source.lines), ZERO),
        snapshot=said,
        snapshot_sha256=digest(said),
        template_version=TEMPLATE_VERSION,
        pdf=paper,
        pdf_sha256=hashlib.sha256(paper).hexdigest(),
        replaces=before,
    )


def _gift(line: _Line, names: _Names) -> StatedGift:
    return StatedGift(
        given_on=line.given_on,
        funds=names.funds[line.gift],
        receipt=numbered(names.series[line.series], line.number),
        paid=line.paid,
        benefit=line.benefit,
        currency=line.currency,
    )
