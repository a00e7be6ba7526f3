"""One batch: its head, its rows, and the line that the next one is typed on."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.batches import (
    MAY_OVERRIDE,
    BatchRefused,
    change_batch,
    discard_batch,
    open_batch,
    parts_of,
    problems_of,
)
from gifts.forms.batches import HeadingSheet, RowForm
from gifts.forms.offline import Problem
from gifts.models import Batch, BatchRow, Gift
from gifts.reports.batches import alike, counted_of, with_counted

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
SHOWN = 100


@dataclass(frozen=True)
class Line:
    """A row as the page shows it: its number, what keeps it from being a gift, what it looks like."""

    number: int
    row: BatchRow
    problems: list[str]
    warning: str


def batch_or_404(batch_id: int) -> Batch:
    """Return a batch with its head."""
    rows = with_counted(Batch.objects.all()).select_related(
        "campaign", "appeal", "opened_by", "posted_by", "undone_by", "undo_asked_by"
    )
    return get_object_or_404(rows.prefetch_related("shares__fund"), pk=batch_id)


@staff(*READERS)
@require_safe
def batch_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    """A batch and its rows, the newest first; the line to type on only where it is open."""
    batch = batch_or_404(batch_id)
    return render(request, "gifts/batches/batch.html", page_context(request, batch))


def page_context(request: HttpRequest, batch: Batch, form: RowForm | None = None) -> dict[str, Any]:
    """Return what the page of a batch shows; `form` is a line that could not be saved."""
    lines = lines_of(batch)
    hands = bool(person(request).roles & set(HANDS))
    is_whole = "all" in request.GET
    shown = [line for line in lines if is_whole or line.number > len(lines) - SHOWN or line.problems]
    full = Gift.objects.filter(batch=batch, batch_row=None).select_related("donor").order_by("-created_at")
    return {
        "batch": batch,
        "counted": counted_of(batch),
        "lines": shown[::-1],
        "hidden": len(lines) - len(shown),
        "broken": sum(bool(line.problems) for line in lines),
        "full": full,
        "is_check": batch.source == Batch.Source.CHECK,
        "may_type": hands and batch.is_open,
        "may_act": hands,
        "may_override": bool(person(request).roles & MAY_OVERRIDE),
        "form": form or RowForm(initial=remembered(lines)),
    }


def lines_of(batch: Batch) -> list[Line]:
    """Return the rows in the order in which they were typed, each with what is wrong with it."""
    rows = list(batch.rows.select_related("donor", "fund", "appeal", "gift", "pledge").order_by("pk"))
    parts = parts_of(batch)
    likes = alike(rows, batch)
    return [
        Line(
            number,
            row,
            problems_of(row, batch=batch, parts=parts) if batch.is_open else [],
            likes.get(row.pk, ""),
        )
        for number, row in enumerate(rows, start=1)
    ]


def remembered(lines: list[Line]) -> dict[str, Any]:
    """Return what the next line begins with: the postmark of the one before."""
    day = lines[-1].row.postmarked_on if lines else None
    return {"postmark": day.isoformat()} if day else {}


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    """Say what the batch is, and what was counted."""
    now = timezone.now()
    sheet = HeadingSheet(request.POST if request.method == "POST" else None, today=legal_day(now, the_zone()))
    problems = []
    if request.method == "POST":
        problems = [] if sheet.is_valid() else sheet.problems()
        if not problems:
            try:
                batch = open_batch(heading=sheet.heading(), by=person(request), now=now)
                return redirect("gifts:batch", batch_id=batch.pk)
            except BatchRefused as refusal:
                problems = [Problem(str(refusal))]
    return render(request, "gifts/batches/heading.html", {"sheet": sheet, "problems": problems})


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_change(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Say something else about an open batch."""
    now, batch = timezone.now(), batch_or_404(batch_id)
    data = request.POST if request.method == "POST" else None
    sheet = HeadingSheet(data, today=legal_day(now, the_zone()), batch=batch)
    problems = []
    if data is not None:
        problems = [] if sheet.is_valid() else sheet.problems()
        if not problems:
            try:
                change_batch(
                    batch_id=batch.pk,
                    version=sheet.form.cleaned_data["version"] or 0,
                    heading=sheet.heading(),
                    by=person(request),
                    now=now,
                )
                return redirect("gifts:batch", batch_id=batch.pk)
            except BatchRefused as refusal:
                problems = [Problem(str(refusal))]
    context = {"sheet": sheet, "problems": problems, "batch": batch}
    return render(request, "gifts/batches/heading.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_discard(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Throw an open batch away, after a look at what goes with it."""
    batch = batch_or_404(batch_id)
    if request.method != "POST":
        return render(request, "gifts/batches/discard.html", {"batch": batch, "counted": counted_of(batch)})
    try:
        discard_batch(batch_id=batch.pk, by=person(request), now=timezone.now())
    except BatchRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("gifts:batch", batch_id=batch.pk)
    messages.success(request, _("The batch is thrown away."))
    return redirect("gifts:batch_list")
