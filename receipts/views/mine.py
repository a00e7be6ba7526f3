"""A donor's own receipts and annual statements: to read here, to keep, to have sent again."""

from django.contrib import messages
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import READ, own, person, signed_in
from accounts.organisation import the_organisation
from core.paging import keyset_page
from receipts.actions.copies import CopyRefused, send_copy
from receipts.letters import may_be_mailed, reader_of
from receipts.models import Receipt
from receipts.regimes import regime_named
from receipts.reports.chain import chain_of
from receipts.reports.statements import statements_of
from receipts.views.download import own_receipt

UNREAD = ("replaced_by__pdf", "replaced_by__snapshot")


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own receipts, the newest first, with those that no longer hold; and each year's statement."""
    said = {"said_title": KT("snapshot__title"), "said_total": KT("snapshot__total")}
    receipts = (
        Receipt.objects.of(person(request)).select_related("series", "replaced_by__series").annotate(**said)
    )
    context = {
        "page": keyset_page(request, receipts.defer("pdf", "snapshot", *UNREAD), field="issued_at", size=25),
        "statements": statements_of(person(request)),
        "organisation": the_organisation(),
    }
    return render(request, "receipts/mine.html", context)


@own(own_receipt, *READ)
def my_receipt(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """What one receipt says; where it no longer holds, which one stands in its place today."""
    newest = chain_of(receipt).last()
    is_replaced = newest is not None and newest.status == Receipt.Status.LIVE and newest.pk != receipt.pk
    context = {
        "receipt": receipt,
        "replaced_by": newest if is_replaced else None,
        "may_mail": _may_mail(receipt),
        "organisation": the_organisation(),
    }
    return render(request, "receipts/my_receipt.html", context)


def _may_mail(receipt: Receipt) -> bool:
    """Whether a copy may be had by mail: the rules of some countries know none."""
    is_copied = not regime_named(receipt.series.regime).is_replaced_not_copied
    is_reached = reader_of(receipt) is not None and (receipt.donor is None or may_be_mailed(receipt.donor))
    return receipt.status == Receipt.Status.LIVE and is_copied and is_reached


@own(own_receipt, "POST")
def my_copy(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Send oneself a copy."""
    try:
        send_copy(receipt_id=receipt.pk, by=person(request), now=timezone.now())
    except CopyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A copy is on its way to you."))
    return redirect("receipts:my_receipt", receipt_id=receipt.pk)
