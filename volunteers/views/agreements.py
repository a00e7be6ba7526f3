"""Agreements on the desk: who is asked for which, their versions, and who must accept a new one."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from accounts.views.exports import Table, send
from core.asked import words_of
from core.clock import legal_day
from volunteers.actions.agreements import AgreementRefused, keep_agreement, publish_version
from volunteers.forms.people import AgreementForm, VersionForm
from volunteers.models import Agreement, AgreementVersion
from volunteers.reports.exports import AGREEMENT_HEADER, agreement_rows
from volunteers.reports.running_out import who_is_asked
from volunteers.views.applications import READERS

WRITERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
NAMED = 20


@staff(*READERS)
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Every agreement, with who asks for it and the version in force."""
    context = {"agreements": _listed(request), "q": words_of(request), "may_write": _may_write(request)}
    return render(request, "volunteers/desk/agreements.html", context)


@staff(*WRITERS, recent=True)
@require_POST
def agreement_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the search shows, as CSV; the reason is asked and written down."""
    rows = list(agreement_rows(_listed(request)))
    table = Table("agreements", "agreement.exported", "agreements", AGREEMENT_HEADER, rows, len(rows))
    return send(request, table, back=reverse("volunteers:agreement_list"))


@staff(*READERS)
@require_safe
def agreement_desk(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """One agreement: its versions, and how many have accepted each."""
    agreement = get_object_or_404(Agreement, pk=agreement_id)
    context = {
        "agreement": agreement,
        "versions": agreement.versions.annotate(accepted=Count("acceptances")),
        "asked": who_is_asked(agreement, legal_day(timezone.now(), the_zone())).count(),
        "may_write": _may_write(request),
    }
    return render(request, "volunteers/desk/agreement.html", context)


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, agreement_id: int | None = None) -> HttpResponse:
    """What it is called and who is asked for it."""
    agreement = get_object_or_404(Agreement, pk=agreement_id) if agreement_id else None
    form = AgreementForm(request.POST if request.method == "POST" else None, instance=agreement)
    if request.method == "POST" and form.is_valid():
        kept = keep_agreement(
            agreement=form.save(commit=False),
            programs=form.cleaned_data["programs"],
            actor=person(request),
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("volunteers:agreement_desk", kept.pk)
    return render(request, "volunteers/desk/agreement_edit.html", {"form": form, "agreement": agreement})


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def version_new(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """A new wording. Who must accept it stands beside the form, before anything is published."""
    agreement = get_object_or_404(Agreement, pk=agreement_id)
    today = legal_day(timezone.now(), the_zone())
    last = agreement.versions.first()
    words = {"text": last.text, "text_es": last.text_es} if last else {}
    form = VersionForm(request.POST if request.method == "POST" else None, initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            publish_version(
                agreement_id=agreement.pk, actor=person(request), now=timezone.now(), **form.cleaned_data
            )
        except AgreementRefused as refusal:
            form.add_error("in_force_on", str(refusal))
        else:
            messages.success(request, _("Published. Whoever must accept it reads of it by mail."))
            return redirect("volunteers:agreement_desk", agreement.pk)
    asked = who_is_asked(agreement, today)
    context = {"form": form, "agreement": agreement, "asked": asked[:NAMED], "count": asked.count()}
    return render(request, "volunteers/desk/version_new.html", context)


def _listed(request: HttpRequest) -> list[tuple[Agreement, AgreementVersion | None]]:
    """The agreements that the search lets through, each with the version in force today."""
    words = words_of(request)
    versions = AgreementVersion.objects.annotate(accepted=Count("acceptances"))
    rows = Agreement.objects.prefetch_related("programs", Prefetch("versions", queryset=versions))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(name_es__icontains=words) | Q(code__icontains=words))
    today = legal_day(timezone.now(), the_zone())
    return [
        (agreement, next((one for one in agreement.versions.all() if one.in_force_on <= today), None))
        for agreement in rows
    ]


def _may_write(request: HttpRequest) -> bool:
    return bool(person(request).roles & {str(role) for role in WRITERS})
