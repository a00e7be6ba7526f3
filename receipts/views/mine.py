"""A donor's own receipts and annual statements: to read here, to keep, to have sent again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import READ, own, person, signed_in
from accounts.organisation import the_organisation
from core.paging import keyset_page
from receipts.actions.copies import CopyRefused, send_copy
from receipts.letters import may_be_mailed
from receipts.models import Receipt
from receipts.reports.statements import statements_of
from receipts.views.download import own_receipt


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own receipts, the newest first, with those that no longer hold; and each year's statement."""
    receipts = Receipt.objects.filter(donor__user=person(request)).select_related("series")
    context = {
        "page": keyset_page(request, receipts.defer("pdf", "snapshot"), field="issued_at", size=25),
        "statements": statements_of(person(request)),
        "organisation": the_organisation(),
    }
    return render(request, "receipts/mine.html", context)


@own(own_receipt, *READ)
def my_receipt(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """What one receipt says."""
    context = {
        "receipt": receipt,
        "replaced_by": Receipt.objects.filter(replaces=receipt).select_related("series").first(),
        "may_mail": receipt.status == Receipt.Status.LIVE and receipt.donor and may_be_mailed(receipt.donor),
        "organisation": the_organisation(),
    }
    return render(request, "receipts/my_receipt.html", context)


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
