"""One receipt for those gifts of a donor's year that have none of their own: what was withheld from pay."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from receipts.actions.issue import ground, instead_of, write_receipt
from receipts.actions.settle import due_of, last_ended
from receipts.models import Receipt, ReceiptLine, Unreceipted
from receipts.reports.annual import waiting_for_annual
from receipts.reports.lacking import lacking
from receipts.reports.statements import last_year
from receipts.snapshot import item_of

log = structlog.get_logger(__name__)


class AnnualRefused(Exception):
    """A sentence for the person who asked."""


def issue_annual(*, donor_id: int, year: int, now: datetime, by: User | None = None) -> Receipt:
    """Issue the annual receipt of a donor; return it.

    Gifts are locked in the order of their ids and asked again whether they lack one: of two at once one
    issues. Raises: AnnualRefused when the year is not over, or no gift of it waits for one.
    """
    if year > last_year(now):
        raise AnnualRefused(_("The year is not over yet."))
    with transaction.atomic():
        under = ground(now=now, by=by)
        waiting = waiting_for_annual(year).filter(donor=donor_id)
        locked = list(waiting.select_for_update(of=("self",)).order_by("pk"))
        covered = set(ReceiptLine.objects.filter(gift__in=locked, active=True).values_list("gift", flat=True))
        gifts = [gift for gift in locked if gift.pk not in covered and due_of(gift)]
        same = sorted(
            (gift for gift in gifts if gift.currency == gifts[0].currency),
            key=lambda gift: (gift.given_on, gift.pk),
        )
        if not same:
            raise AnnualRefused(_("No gift of that year waits for an annual receipt."))
        if lacking(same[0], regime=under.regime, organisation=under.organisation):
            raise AnnualRefused(_("The law wants the donor's address and ours on it. One is missing."))
        items = [item_of(gift, due_of(gift), under.regime) for gift in same]
        ended = next((old for gift in same if (old := last_ended(gift))), None)
        receipt = write_receipt(items, instead_of(under, ended))
        Unreceipted.objects.filter(gift__in=same).delete()
        record(
            actor=by,
            verb="receipt.annual_issued",
            about=("receipt", str(receipt.pk)),
            now=now,
            after={"number": str(receipt), "year": year, "gifts": len(same)},
        )
    return receipt


def annual_first(donors: Q, *, year: int, now: datetime, by: User | None) -> dict[int, str]:
    """Issue what some donors lack before their year is summed up; return by donor the kind of an error.

    Each in a transaction of its own: one that cannot be issued stops no other.
    """
    errors = {}
    waiting = waiting_for_annual(year).filter(donors).order_by("donor")
    for donor_id in waiting.values_list("donor", flat=True).distinct():
        try:
            issue_annual(donor_id=donor_id or 0, year=year, now=now, by=by)
        except AnnualRefused:
            continue  # another worker was there first
        except ValueError as error:
            errors[donor_id or 0] = type(error).__name__
            log.error("annual_receipt_not_issued", kind=type(error).__name__)
    return errors
