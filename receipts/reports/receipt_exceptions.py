"""Gifts without a receipt, receipts without a paper or whose letter was lost: each kind with its rows."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Cast

from gifts.models import Gift
from jobs.models import Job
from letters.models import Letter
from receipts.models import Receipt, ReceiptLine, Unreceipted
from receipts.models.receipt import ReceiptQuerySet
from receipts.reports.exceptions import LOST, Exceptions, found_among
from receipts.reports.ledger import differing
from receipts.reports.outdated import outdated

LONG = timedelta(minutes=10)  # settling and drawing take seconds
SETTLE, RENDER = "receipts.settle", "receipts.render"


def receipt_exceptions(now: datetime) -> list[Exceptions]:
    """Return what wants somebody's eye, by kind; kinds without a row are left out."""
    kinds: dict[str, QuerySet[Any, Any]] = {
        "unsettled": unsettled_for_long(now),
        "undrawn": undrawn(now),
        "mail_lost": mail_lost(),
        "unknown": payer_unknown(),
        **{str(why): unreceipted_for(why) for why in Unreceipted.Why.values},
        "outdated": outdated().select_related("series", "donor").defer("pdf", "snapshot").order_by("-pk"),
    }
    return found_among(kinds)


def unsettled_for_long(now: datetime) -> QuerySet[Gift]:
    """Return gifts that still differ from their receipt, with the error of the newest try."""
    ids = [pk for pk, _at in differing(Gift.objects.filter(changed_at__lt=now - LONG))]
    gifts = Gift.objects.filter(pk__in=ids).annotate(error=_newest_error(SETTLE))
    return gifts.select_related("donor").order_by("changed_at")


def undrawn(now: datetime) -> QuerySet[Receipt]:
    """Return receipts whose paper is not drawn yet, with the error of the newest try."""
    waiting = Receipt.objects.filter(pdf=None, issued_at__lt=now - LONG)
    rows = waiting.defer("pdf", "snapshot").annotate(error=_newest_error(RENDER))
    return rows.select_related("series", "donor").order_by("pk")


def mail_lost() -> ReceiptQuerySet:
    """Return valid receipts whose last letter did not arrive: their own, or the thanks that carried them."""
    own = Q(about_kind="receipt", about_id=Cast(OuterRef("pk"), output_field=CharField()))
    first = ReceiptLine.objects.filter(receipt=OuterRef(OuterRef("pk"))).order_by("pk")
    carried = Subquery(first.annotate(text=Cast("gift", output_field=CharField())).values("text")[:1])
    thanks = Q(about_kind="gift", about_id=carried, attachments__isnull=False)
    newest = Letter.objects.filter(own | thanks).order_by("-created_at", "-pk").values("state")[:1]
    # from the few letters that were lost to their receipts, and only there is asked which letter is newest
    lost = Letter.objects.filter(state__in=LOST)
    receipts = lost.filter(about_kind="receipt").values(
        thing=Cast("about_id", output_field=BigIntegerField())
    )
    gifts = lost.filter(about_kind="gift", attachments__isnull=False)
    lines = ReceiptLine.objects.filter(
        gift__in=gifts.values(thing=Cast("about_id", output_field=UUIDField()))
    )
    return (
        Receipt.objects.filter(Q(pk__in=receipts) | Q(pk__in=lines.values("receipt")))
        .filter(status=Receipt.Status.LIVE, donor__erased_at=None)
        .annotate(mail=Subquery(newest))
        .filter(mail__in=LOST)
        .select_related("series", "donor")
        .defer("pdf", "snapshot")
        .order_by("-pk")
    )


def payer_unknown() -> QuerySet[Gift]:
    """Return gifts of which nobody knows who paid."""
    return Gift.objects.arrived().filter(donor=None).order_by("-given_at")


def unreceipted_for(why: str) -> QuerySet[Unreceipted]:
    """Return the gifts that have no receipt for one reason."""
    live = ReceiptLine.objects.filter(gift=OuterRef("gift"), active=True)
    rows = Unreceipted.objects.filter(~Exists(live), why=why)
    return rows.select_related("gift__donor", "decided_by").order_by("-decided_at")


def _newest_error(kind: str) -> Subquery:
    """The error of the newest job of a kind about the row of the outer query."""
    mine = Job.objects.filter(kind=kind, about=Cast(OuterRef("pk"), output_field=CharField()))
    return Subquery(mine.order_by("-pk").values("error")[:1])
