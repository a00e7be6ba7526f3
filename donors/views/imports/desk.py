"""Imports on the desk: the list, a new file, its columns."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role, User
from core.paging import keyset_page
from donors.actions.imports.mapping import proposed
from donors.actions.imports.opening import CHANGEABLE, ImportRefused, Upload, open_import, read_with
from donors.forms.imports import ColumnsForm, UploadForm
from donors.kinds import KINDS
from donors.models import Import

IMPORTERS = (Role.FUNDRAISER, Role.FINANCE, Role.COORDINATOR, Role.ADMINISTRATOR)
PART = 1024 * 1024


def import_for(user: User, import_id: int) -> Import:
    """Return an import of a kind with which somebody works, or raise 404."""
    people = ("by", "applied_by", "undo_asked_by", "undone_by")
    run = Import.objects.visible_to(user).select_related(*people).filter(pk=import_id).first()
    if run is None:
        raise Http404
    return run


@staff(*IMPORTERS)
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """Files that came in, the newest first."""
    runs = (
        Import.objects.visible_to(person(request)).select_related("by").defer("header", "samples", "mapping")
    )
    page = keyset_page(request, runs, field="created_at")
    rows = [(run, KINDS[run.kind]) for run in page.rows]
    return render(request, "donors/imports.html", {"page": page, "rows": rows})


@staff(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Bring a file."""
    user = person(request)
    form = UploadForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = Upload(name=file.name, size=file.size, parts=lambda: file.chunks(PART))
        try:
            run = open_import(upload=upload, kind=form.cleaned_data["kind"], by=user, now=timezone.now())
        except ImportRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            waits = run.state == Import.State.MAPPING
            return redirect("donors:import_columns" if waits else "donors:import_page", import_id=run.pk)
    return render(request, "donors/import_new.html", {"form": form})


@staff(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """Say which column is which field; proposed by name, or as it was the last time."""
    run = import_for(person(request), import_id)
    if run.format or run.state not in CHANGEABLE or not run.samples:
        messages.info(request, _("The columns of this file cannot be named any more."))
        return redirect("donors:import_page", import_id=run.pk)
    known = run.mapping or proposed(KINDS[run.kind], run.header)
    form = ColumnsForm(request.POST if request.method == "POST" else None, run=run, proposed=known)
    if request.method == "POST" and form.is_valid():
        try:
            read_with(import_id=run.pk, choice=form.choice(), by=person(request), now=timezone.now())
        except ImportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("donors:import_page", import_id=run.pk)
    context = {"run": run, "kind": KINDS[run.kind], "form": form, "is_known": bool(run.mapping)}
    return render(request, "donors/import_columns.html", context)
