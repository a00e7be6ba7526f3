"""One import: what it would do, what it is doing, what it did; and the buttons that move it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.views.exports import Table, send
from core.asked import number_of, words_of
from donors.actions.imports.applying import start_applying
from donors.actions.imports.choosing import ChoiceOf, choose_all, choose_row
from donors.actions.imports.clearing import STUCK, UNDOABLE_FOR, cancel_import, resume_import
from donors.actions.imports.opening import CHANGEABLE, ImportRefused
from donors.actions.imports.undoing import ask_to_undo, foresee_undoing
from donors.kinds import KINDS
from donors.models import ALONE_UP_TO, Import, ImportRow
from donors.reports.incoming import address_of, refused_header, refused_rows, rows_page, seen, sentence
from donors.views.imports.desk import IMPORTERS, import_for

LOOK_AGAIN = 3  # seconds; the page offers to hold still
TABS = (
    *(ImportRow.Verdict.NEW, ImportRow.Verdict.CHANGED, ImportRow.Verdict.MAYBE, ImportRow.Verdict.REFUSED),
    *(ImportRow.Verdict.SAME, ImportRow.Verdict.LEFT_OUT),
)
OUTCOMES = (ImportRow.Outcome.STALE, ImportRow.Outcome.UNDONE, ImportRow.Outcome.KEPT)


@staff(*IMPORTERS)
@require_safe
def import_page(request: HttpRequest, import_id: int) -> HttpResponse:
    """What a file would do, row by row, or how far its work is."""
    run = import_for(person(request), import_id)
    is_at_work, is_still = run.state in Import.AT_WORK, "still" in request.GET
    context: dict[str, Any] = {
        "run": run,
        "kind": KINDS[run.kind],
        "is_at_work": is_at_work,
        "is_still": is_still,
        "is_stuck": is_at_work and timezone.now() - run.worked_at > STUCK,
        "may_rename": run.state in CHANGEABLE and not run.format and bool(run.samples),
        "failure": sentence(run.failure[0], run.failure[1]) if run.failure else "",
        "remarks": KINDS[run.kind].remarks(run.pk) if run.state == Import.State.READY else (),
        "written": run.counts.get(ImportRow.Outcome.DONE, 0),
        "undo_until": run.applied_at + UNDOABLE_FOR if run.applied_at and not run.emptied_at else None,
        "writes": sum(run.counts.get(name, 0) for name in ("new", "changed", "maybe")),
    }
    if not is_at_work and not run.emptied_at:
        context |= _rows(request, run)
    response = render(request, "donors/import.html", context)
    if is_at_work and not is_still:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


def _rows(request: HttpRequest, run: Import) -> dict[str, Any]:
    """The rows that the address asks for: of a verdict or an outcome, with a word in their title."""
    verdict, words = request.GET.get("show", ""), words_of(request)
    rows = run.lines.all()
    if verdict in TABS:
        rows = rows.filter(verdict=verdict)
    elif verdict in OUTCOMES:
        rows = rows.filter(outcome=verdict)
    if words:
        rows = rows.filter(title__icontains=words)
    page = rows_page(run, rows, start=number_of(request, "from"), end=number_of(request, "until"))
    tabs = [
        (tab.value, tab.label, run.counts[tab.value]) for tab in (*TABS, *OUTCOMES) if tab.value in run.counts
    ]
    refused = reverse("donors:import_refused", args=[run.pk])
    return {"page": page, "tabs": tabs, "show": verdict, "words": words, "refused_address": refused}


@staff(*IMPORTERS)
@require_POST
def import_apply(request: HttpRequest, import_id: int) -> HttpResponse:
    """Write what was looked at."""
    return _move(request, import_id, start_applying)


@staff(*IMPORTERS)
@require_POST
def import_cancel(request: HttpRequest, import_id: int) -> HttpResponse:
    """Give the file up."""
    return _move(request, import_id, cancel_import)


@staff(*IMPORTERS)
@require_POST
def import_resume(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take up work that stopped."""
    return _move(request, import_id, resume_import)


@staff(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Look at what can be taken back and what stays; then do it, with a second person where it is much."""
    user = person(request)
    run = import_for(user, import_id)
    if request.method == "POST":
        return _move(request, import_id, ask_to_undo)
    try:
        outlook = foresee_undoing(import_id=run.pk, now=timezone.now())
    except ImportRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("donors:import_page", import_id=run.pk)
    context = {
        "run": run,
        "kind": KINDS[run.kind],
        "outlook": outlook,
        "needs_two": outlook.can > ALONE_UP_TO,
        "alone": ALONE_UP_TO,
        "is_first": run.undo_asked_by == user,
        "kept": [(row, address_of(KINDS[run.kind], row)) for row in outlook.kept],
    }
    return render(request, "donors/import_undo.html", context)


@staff(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_row(request: HttpRequest, import_id: int, number: int) -> HttpResponse:
    """A row that may be somebody known: say who it is."""
    run = import_for(person(request), import_id)
    row = get_object_or_404(ImportRow, run=run, number=number)
    if request.method == "POST":
        try:
            choose_row(
                import_id=run.pk, number=number, chosen=request.POST.get("who", "")[:40], now=timezone.now()
            )
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("donors:import_row", import_id=run.pk, number=number)
        messages.success(request, _("Noted for row %(row)s.") % {"row": number})
        return redirect(f"{reverse('donors:import_page', args=[run.pk])}?show=maybe")
    context = {"run": run, "kind": KINDS[run.kind], "shown": seen(run, [row])[0]}
    return render(request, "donors/import_row.html", context)


@staff(*IMPORTERS)
@require_POST
def import_doubts(request: HttpRequest, import_id: int) -> HttpResponse:
    """Say of all rows that may be somebody known that they are new, or leave them out."""
    chosen = ChoiceOf.SKIP if request.POST.get("all") == "skip" else ChoiceOf.NEW
    return _move(request, import_id, lambda **who: choose_all(import_id=who["import_id"], chosen=chosen))


@staff(*IMPORTERS, recent=True)
@require_POST
def import_refused(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Refused rows as a file, to be mended and uploaded again."""
    run = import_for(person(request), import_id)
    table = Table(
        name=f"refused-{run.pk}",
        verb="import.refused_exported",
        about="import",
        header=refused_header(run),
        rows=refused_rows(run),
        count=run.counts.get("refused", 0),
    )
    return send(request, table, back=reverse("donors:import_page", args=[run.pk]))


def _move(request: HttpRequest, import_id: int, action: Callable[..., Import]) -> HttpResponse:
    user = person(request)
    run = import_for(user, import_id)
    try:
        action(import_id=run.pk, by=user, now=timezone.now())
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("donors:import_page", import_id=run.pk)
