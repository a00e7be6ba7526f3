"""From what donors gave in a year to the rows of their statements, many at once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from accounts.models import Organisation, User
from campaigns.models import Fund
from core.clock import legal_day
from core.money import ZERO
from donors.models import Address, Donor
from gifts.models import Allocation
from receipts.models import ReceiptLine, Statement, StatementLine, StatementRun
from receipts.models.statement import number_of
from receipts.papers import draw_statement
from receipts.regimes import UNITED_STATES
from receipts.reports.statements import lines_of
from receipts.snapshot import TEMPLATE_VERSION, StatedGift, StatedYear, digest, state_year

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


@dataclass(frozen=True)
class _Source:
    """What one donor's statement is made from."""

    donor: Donor
    address: Address | None
    lines: Sequence[ReceiptLine]
    before: Statement | None


def write_statements(donors: Sequence[Donor], drawing: Drawing) -> Drawn:
    """Write down a statement for each of some locked donors who have none, in the caller's transaction.

    Four reads and two inserts, however many donors.
    """
    sources = _sources(donors, drawing.year)
    funds = _funds([line.gift_id for source in sources for line in source.lines])
    statements, errors = [], {}
    for source in sources:
        try:
            statements.append(_statement(source, funds, drawing))
        # the second place that catches everything, beside jobs.worker: whatever one donor's words do to the
        # paper, the batch goes on. Between here and there nothing is written, so nothing is half done
        except Exception as error:
            errors[source.donor.pk] = type(error).__name__[:60]
            log.error("statement_not_drawn", kind=type(error).__name__)
    Statement.objects.bulk_create(statements)
    lines = {source.donor.pk: source.lines for source in sources}
    StatementLine.objects.bulk_create(
        StatementLine(statement=statement, gift_id=line.gift_id, receipt_line=line)
        for statement in statements
        for line in lines[statement.donor_id]
    )
    return Drawn(statements, errors)


def _sources(donors: Sequence[Donor], year: int) -> list[_Source]:
    ids = [donor.pk for donor in donors]
    lines: dict[int | None, list[ReceiptLine]] = defaultdict(list)
    wanted = lines_of(ids, year).select_related("receipt__series", "gift")
    for line in wanted.defer("receipt__pdf", "receipt__snapshot"):
        lines[line.receipt.donor_id].append(line)
    addresses = {row.donor_id: row for row in Address.objects.filter(donor__in=ids, is_primary=True)}
    earlier = Statement.objects.filter(donor__in=ids, year=year).order_by("version").defer("pdf", "snapshot")
    before = {statement.donor_id: statement for statement in earlier}
    return [
        _Source(donor, addresses.get(donor.pk), lines[donor.pk], before.get(donor.pk)) for donor in donors
    ]


def _funds(gifts: Iterable[UUID]) -> dict[UUID, list[Fund]]:
    """Return the funds of gifts, by gift, in the order of their shares."""
    found: dict[UUID, list[Fund]] = defaultdict(list)
    for share in Allocation.objects.filter(gift__in=list(gifts)).select_related("fund").order_by("pk"):
        found[share.gift_id].append(share.fund)
    return found


def _statement(source: _Source, funds: Mapping[UUID, Sequence[Fund]], drawing: Drawing) -> Statement:
    """Return a statement that is not written down yet, with its paper. Raises: LeakRefused; BadPicture."""
    before, year = source.before, drawing.year
    version = before.version + 1 if before else 1
    number = number_of(year, source.donor.pk, version)
    gifts = [_gift(line, funds.get(line.gift_id, ())) for line in source.lines]
    said = state_year(
        StatedYear(
            donor=source.donor,
            address=source.address,
            year=year,
            number=number,
            replaces=str(before) if before else "",
            gifts=gifts,
        ),
        regime=UNITED_STATES,
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


def _gift(line: ReceiptLine, funds: Sequence[Fund]) -> StatedGift:
    given_on = line.gift.given_on
    if given_on is None:
        raise ValueError("a gift that has not arrived stands on no statement")
    return StatedGift(given_on, funds, str(line.receipt), line.paid, line.benefit, line.gift.currency)
