"""Statements drawn: those that donors lack, and a new version where gifts changed since."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import structlog
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_organisation
from donors.models import Donor
from gifts.models import Gift
from receipts.actions.annual import annual_first
from receipts.actions.settle import settle
from receipts.actions.statement_mail import send_new
from receipts.actions.statement_rows import Drawing, Drawn, write_statements
from receipts.models import Statement, StatementRun
from receipts.reports.statements import last_year, lines_of, unreceipted, without_statement

log = structlog.get_logger(__name__)


class StatementRefused(Exception):
    """A sentence for the person who asked."""


def prepare(donors: Q, *, year: int, now: datetime, by: User | None) -> dict[int, str]:
    """Let each of the year's gifts have the receipt it lacks: a statement names nothing without one.

    What gets no receipt of its own goes on its donor's annual receipt. Each in a transaction of its own.
    Return by donor the kind of error of a gift that could not get it; the others have theirs.
    """
    errors: dict[int, str] = {}
    owners = dict(Gift.objects.filter(pk__in=unreceipted(donors, year)).values_list("pk", "donor"))
    for gift_id, donor_id in owners.items():
        try:
            settle(gift_id=str(gift_id), now=now)
        except OperationalError:  # a deadlock or a lost connection says nothing of the gift: try it all again
            raise
        # as in `statement_rows`: whatever one gift does, the batch goes on; its own transaction is undone
        except Exception as error:
            if donor_id is not None:
                errors[donor_id] = type(error).__name__[:60]
            log.error("statement_gift_not_settled", kind=type(error).__name__)
    return errors | annual_first(donors, year=year, now=now, by=by)


def draw_missing(
    donors: Iterable[int], *, year: int, now: datetime, by: User | None, run: StatementRun | None = None
) -> Drawn:
    """Write down the statements that donors lack, with their letters, in the caller's transaction.

    Donors are locked in the order of their ids and only then asked who lacks one: of two workers one draws.
    """
    wanted = Donor.objects.filter(pk__in=list(donors)).order_by("pk")
    locked = list(wanted.select_for_update(no_key=True).values_list("pk", flat=True))
    waiting = list(without_statement(year).filter(pk__in=locked).order_by("pk"))
    drawing = Drawing(year, now.replace(microsecond=0), by, run, the_organisation())
    drawn = write_statements(waiting, drawing)
    send_new(drawn.statements, by=by, now=now)
    return drawn


def draw_one(*, donor_id: int, year: int, by: User, now: datetime) -> Statement:
    """Draw one donor's statement by hand, as after what kept it from being drawn was put right.

    Raises: StatementRefused where the year is not over, nothing stands, there is one already, or it still
    cannot be drawn.
    """
    if year > last_year(now):
        raise StatementRefused(_("The year is not over yet."))
    _refuse(prepare(Q(donor=donor_id), year=year, now=now, by=by))
    with transaction.atomic():
        statement = _the_one(draw_missing([donor_id], year=year, now=now, by=by))
        _note(statement, "statement.drawn", by=by, now=now)
    return statement


def reissue(*, statement_id: int, by: User, now: datetime) -> Statement:
    """Let a new version take the place of one whose gifts changed; return it.

    Where nothing stands any more, the old one is withdrawn and returned.

    Raises: StatementRefused when it holds no longer, nothing changed, or the new one cannot be drawn.
    """
    found = Statement.objects.values("donor_id", "year").get(pk=statement_id)
    _refuse(prepare(Q(donor=found["donor_id"]), year=found["year"], now=now, by=by))
    with transaction.atomic():
        Donor.objects.select_for_update(no_key=True).get(pk=found["donor_id"])
        old = Statement.objects.select_related("donor").defer("pdf").get(pk=statement_id)
        if old.status != Statement.Status.CURRENT:
            raise StatementRefused(_("It holds no longer: a newer one took its place, or it was withdrawn."))
        lines = set(lines_of([old.donor_id], old.year).values_list("pk", flat=True))
        if lines == set(old.lines.values_list("receipt_line", flat=True)):
            raise StatementRefused(_("Nothing changed since: it says what stands."))
        is_replaced = bool(lines) and old.donor.erased_at is None
        old.status = Statement.Status.REPLACED if is_replaced else Statement.Status.WITHDRAWN
        old.ended_at = now
        old.save(update_fields=["status", "ended_at"])
        _note(old, f"statement.{old.status}", by=by, now=now)
        if not is_replaced:
            return old
        return _the_one(draw_missing([old.donor_id], year=old.year, now=now, by=by))


def _the_one(drawn: Drawn) -> Statement:
    """Raises: StatementRefused where none was drawn."""
    _refuse(drawn.errors)
    if not drawn.statements:
        raise StatementRefused(_("This donor has one already, or there is nothing to sum up."))
    return drawn.statements[0]


def _refuse(errors: Mapping[int, str]) -> None:
    """Raises: StatementRefused where there is an error."""
    for error in errors.values():
        raise StatementRefused(_("It could not be drawn (%(error)s).") % {"error": error})


def _note(statement: Statement, verb: str, *, by: User, now: datetime) -> None:
    record(
        actor=by,
        verb=verb,
        about=("statement", str(statement.pk)),
        now=now,
        after={"number": str(statement), "year": statement.year, "version": statement.version},
    )
