"""A donor's own receipt as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, signed_in
from receipts.actions.copies import record_copy
from receipts.models import Receipt
from receipts.papers import marked, original


@signed_in
@require_safe
def download(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The paper as issued while it stands; with its mark once it is void. Another person's answers 404."""
    receipt = get_object_or_404(
        Receipt.objects.visible_to(person(request)).select_related("series"), pk=receipt_id
    )
    content = original(receipt) if receipt.status == Receipt.Status.LIVE else marked(receipt)
    record_copy(receipt=receipt, by=person(request), channel="download", now=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{receipt}.pdf"'
    return response
