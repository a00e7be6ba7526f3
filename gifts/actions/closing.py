"""Closing a month and opening it again: the journal is frozen with its digest, by one person alone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from campaigns.models import Fund
from core.clock import legal_day
from gifts.actions.periods import hold_alone
from gifts.models import Account, ClosedPeriod, JournalPolicy, JournalRow, LedgerLine
from gifts.reports.closing import steps_to_close
from gifts.reports.journal.accounts import Named, closed_through, last_day
from gifts.reports.journal.export import digest
from gifts.reports.journal.month import Row, open_rows

AT_ONCE = 5000
UNDER_WAY = timedelta(days=1)  # longer than any transaction that writes lines


class ClosingRefused(Exception):
    """A sentence for the person who asked."""


def set_accounts(
    *,
    begins_on: date,
    named: Mapping[tuple[str, int | None], Named | None],
    by: User,
    now: datetime,
) -> JournalPolicy:
    """Write down the accounts of the journal and where it begins. None takes a fund's own account away.

    What was exported in closed months keeps the accounts that it had.

    Raises: ClosingRefused where the journal would begin elsewhere although months are closed.
    """
    with transaction.atomic():
        hold_alone()
        policy = JournalPolicy.objects.filter(pk=1).first()
        if policy is not None and policy.begins_on != begins_on and closed_through() is not None:
            raise ClosingRefused(
                _("Months are closed already, so the journal goes on beginning where it did.")
            )
        for (purpose, fund_id), account in named.items():
            fund = Fund.objects.get(pk=fund_id) if fund_id else None
            if account is None:
                Account.objects.filter(purpose=purpose, fund=fund).delete()
            else:
                values = {"code": account.code, "name": account.name}
                Account.objects.update_or_create(purpose=purpose, fund=fund, defaults=values)
        policy, _is_new = JournalPolicy.objects.update_or_create(
            pk=1, defaults={"begins_on": begins_on, "confirmed_by": by, "confirmed_at": now}
        )
        record(
            actor=by,
            verb="journal.accounts_set",
            about=("journal", "accounts"),
            now=now,
            after={"begins_on": begins_on.isoformat(), "accounts": Account.objects.count()},
        )
    return policy


def close_month(*, month: date, by: User, now: datetime) -> ClosedPeriod:
    """Freeze a month's journal. Whoever records something dated waits until that is done.

    Raises: ClosingRefused, with what is left to do.
    """
    zone = the_zone()
    today = legal_day(now, zone)
    with transaction.atomic():
        hold_alone()
        if ClosedPeriod.objects.filter(begins_on=month, reopened_at=None).exists():
            raise ClosingRefused(_("Somebody closed this month just now."))
        left = [step for step in steps_to_close(month, today=today) if step.is_needed and not step.is_done]
        if left:
            raise ClosingRefused(_("Not yet: %(what)s.") % {"what": "; ".join(step.words for step in left)})
        seen = _settled_line(now)
        rows = list(open_rows(month, zone=zone, today=today))
        period = ClosedPeriod.objects.create(
            begins_on=month,
            ends_on=last_day(month),
            closed_by=by,
            closed_at=now,
            digest=digest(rows),
            seen_line=seen,
        )
        for chunk in _chunks(rows):
            JournalRow.objects.bulk_create(_frozen(period, place, row) for place, row in chunk)
        record(
            actor=by,
            verb="period.closed",
            about=("period", str(period.pk)),
            now=now,
            after={"month": f"{month:%Y-%m}", "rows": len(rows), "digest": period.digest},
        )
    return period


def reopen_month(*, period_id: int, reason: str, by: User, now: datetime) -> ClosedPeriod:
    """Open the newest closed month again; its frozen journal stays on record.

    Raises: ClosingRefused for whoever closed it, for an older month, and for one that is open.
    """
    with transaction.atomic():
        hold_alone()
        period = ClosedPeriod.objects.select_for_update().get(pk=period_id)
        if period.reopened_at is not None:
            raise ClosingRefused(_("Somebody opened this month again just now."))
        if period.ends_on != closed_through():
            raise ClosingRefused(_("A later month is closed. Open the newest one first."))
        if period.closed_by_id == by.pk:
            raise ClosingRefused(_("You closed this month: somebody else opens it again."))
        period.reopened_by, period.reopened_at, period.reason = by, now, reason
        period.save(update_fields=["reopened_by", "reopened_at", "reason"])
        record(
            actor=by,
            verb="period.reopened",
            about=("period", str(period.pk)),
            now=now,
            before={"month": f"{period.begins_on:%Y-%m}", "digest": period.digest},
            reason=reason,
        )
    return period


def _settled_line(now: datetime) -> int:
    """The newest line that was written long before, so that all up to it are there: none is under way."""
    settled = LedgerLine.objects.filter(created_at__lt=now - UNDER_WAY).order_by("-pk")
    return settled.values_list("pk", flat=True).first() or 0


def _chunks(rows: Iterable[Row]) -> Iterator[list[tuple[int, Row]]]:
    """Some thousand rows at once, an entry never in two: the database looks whether each balances."""
    kept: list[tuple[int, Row]] = []
    for _source, entry in groupby(enumerate(rows), key=lambda placed: placed[1].source):
        kept += entry
        if len(kept) >= AT_ONCE:
            yield kept
            kept = []
    if kept:
        yield kept


def _frozen(period: ClosedPeriod, place: int, row: Row) -> JournalRow:
    return JournalRow(
        period=period,
        position=place,
        source=row.source,
        line_id=row.line_id,
        payout_id=row.payout_id,
        spending_id=row.spending_id,
        batch_id=row.batch_id,
        what=row.what,
        posted_on=row.posted_on,
        belongs_on=row.belongs_on,
        purpose=row.purpose,
        fund_id=row.fund_id,
        code=row.code,
        name=row.name,
        amount=row.amount,
    )
