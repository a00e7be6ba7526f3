"""A receipt as a file: one's own, or any for the staff who work with receipts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import READ, own, person, staff
from accounts.models import Role, User
from receipts.actions.copies import record_copy
from receipts.models import Receipt
from receipts.papers import marked, store


def own_receipt(user: User, receipt_id: int) -> Receipt:
    """Return a person's own receipt. Raises: Http404."""
    receipts = Receipt.objects.of(user).select_related("series", "donor", "volunteer")
    return get_object_or_404(receipts, pk=receipt_id)


@own(own_receipt, *READ)
def download(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """One's own paper."""
    return paper_answer(request, receipt)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def desk_paper(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Any donor's paper, for the desk."""
    seen = Receipt.objects.visible_to(person(request))
    receipt = get_object_or_404(seen.select_related("series"), pk=receipt_id)
    return paper_answer(request, receipt, is_look=True)


def paper_answer(request: HttpRequest, receipt: Receipt, *, is_look: bool = False) -> HttpResponse:
    """The paper as issued while it stands; with its mark once it is void. A look is no leaving."""
    content = store(receipt) if receipt.status == Receipt.Status.LIVE else marked(receipt)
    record_copy(receipt=receipt, by=person(request), channel="download", now=timezone.now(), is_look=is_look)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{receipt}.pdf"'
    return response
