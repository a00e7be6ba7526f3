"""What came of a posted batch: its gifts, their papers, their thanks, and whatever needs a look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.models import Role
from desk.reports.batches import outcome_of
from gifts.models import Batch


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def batch_report(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The report after posting. Receipts and letters follow within moments: it says what it knows."""
    rows = Batch.objects.select_related("posted_by", "undone_by", "campaign", "appeal")
    batch = get_object_or_404(rows, pk=batch_id)
    if batch.is_open:
        return redirect("gifts:batch", batch_id=batch.pk)
    return render(request, "desk/batch_report.html", {"batch": batch, "outcome": outcome_of(batch)})
