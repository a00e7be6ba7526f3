"""Typing a row, mending one, taking one out; and the donors that the line under the cursor proposes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from core.asked import words_of
from donors.reports.finding import donors_meant
from gifts.actions.batches import BatchRefused, add_row, change_row, parts_of, problems_of, remove_row
from gifts.forms.batches import RowForm
from gifts.models import Batch, BatchRow, Pledge
from gifts.views.batches.page import HANDS, batch_or_404, page_context

DITTO = '"'
SHORTEST = 2


@staff(*HANDS)
@require_POST
def batch_row_add(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Save a line and go back to an empty one. The same line twice is one row."""
    batch = batch_or_404(batch_id)
    form = RowForm(_with_donor_before(request, batch))
    if not form.is_valid() or form.cleaned_data["form_key"] is None:
        return render(request, "gifts/batches/batch.html", page_context(request, batch, form))
    try:
        row = add_row(
            batch_id=batch.pk,
            form_key=form.cleaned_data["form_key"],
            typed=form.typed(until=batch.received_on),
            by=person(request),
            now=timezone.now(),
        )
    except BatchRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("gifts:batch_list")
    if row.who and not row.is_new:
        return redirect("gifts:batch_row", batch_id=batch.pk, row_id=row.pk)
    return redirect("gifts:batch", batch_id=batch.pk)


def _with_donor_before(request: HttpRequest, batch: Batch) -> "dict[str, str]":
    """What was sent; a ditto mark means the donor of the row before."""
    data = request.POST.dict()
    if data.get("who", "").strip() == DITTO:
        before = batch.rows.order_by("-pk").first()
        if before is not None and before.donor_id:
            data |= {"who": "", "pick": str(before.donor_id)}
    return data


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_row(request: HttpRequest, batch_id: int, row_id: int) -> HttpResponse:
    """One row: what it says, what is wrong with it, and whom its words may mean."""
    batch = batch_or_404(batch_id)
    row = get_object_or_404(BatchRow.objects.select_related("donor"), batch=batch, pk=row_id)
    if not batch.is_open:
        return redirect("gifts:batch", batch_id=batch.pk)
    form = RowForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_bound and form.is_valid():
        try:
            row = change_row(
                batch_id=batch.pk,
                row_id=row.pk,
                version=form.cleaned_data["version"] or 0,
                typed=form.typed(until=batch.received_on),
                by=person(request),
                now=timezone.now(),
            )
        except BatchRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("gifts:batch_row", batch_id=batch.pk, row_id=row_id)
        is_asked_again = bool(row.who and not row.is_new)
        if not is_asked_again:
            return redirect("gifts:batch", batch_id=batch.pk)
        return redirect("gifts:batch_row", batch_id=batch.pk, row_id=row.pk)
    found = donors_meant(row.who) if row.who else []
    pledges = Pledge.objects.filter(donor=row.donor_id) if row.donor_id else Pledge.objects.none()
    context = {
        "batch": batch,
        "row": row,
        "form": form,
        "found": found,
        "has_pledges": pledges.exists(),
        "problems": problems_of(row, batch=batch, parts=parts_of(batch)),
        "is_check": (row.source or batch.source) == Batch.Source.CHECK,
    }
    return render(request, "gifts/batches/row.html", context)


@staff(*HANDS)
@require_POST
def batch_row_remove(request: HttpRequest, batch_id: int, row_id: int) -> HttpResponse:
    """Take a row out of an open batch."""
    batch = batch_or_404(batch_id)
    version = request.POST.get("version", "")
    try:
        remove_row(batch_id=batch.pk, row_id=row_id, version=int(version) if version.isdecimal() else 0)
    except BatchRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The row is taken out."))
    return redirect("gifts:batch", batch_id=batch.pk)


@staff(*HANDS)
@require_safe
def batch_donors(request: HttpRequest) -> JsonResponse:
    """Whom the words in the address may mean, for the list under the field."""
    words = words_of(request)
    found = donors_meant(words) if len(words) >= SHORTEST or words.isdecimal() else []
    rows = [
        {
            "id": donor.pk,
            "name": donor.name,
            "more": " · ".join(part for part in (donor.email, donor.phone, f"#{donor.pk}") if part),
        }
        for donor in found
    ]
    return JsonResponse({"donors": rows})
