"""Hours on the desk: the list, what waits to be approved, corrections, and the file."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.views.exports import Table, send
from core.paging import keyset_page
from volunteers.actions.hours import Decision, HoursRefused, correct_hours, decide_hours
from volunteers.forms.hours import CorrectionForm, HoursFilter
from volunteers.models import HoursEntry
from volunteers.models.hours import HoursEntryQuerySet
from volunteers.reports.hours import EXPORT_HEADER, MOST_AT_ONCE, export_rows, shares_of, totals_of

WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
_ENTRIES = HoursEntry.objects.select_related("volunteer", "program", "shift")
LONG = 19  # digits; no key has so many
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)


@staff(*READERS)
@require_safe
def hours_list(request: HttpRequest) -> HttpResponse:
    """Hours, the last entered first, with the sums of all that the filter lets through."""
    chosen, entries = _listing(request)
    shown = entries.select_related("volunteer", "program", "corrects")
    context = {
        "filter": chosen,
        "page": keyset_page(request, shown, field="created_at"),
        "totals": totals_of(entries),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "volunteers/desk/hours.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def hours_approve(request: HttpRequest) -> HttpResponse:
    """First show what would be approved, by whom it was given; then, once it is sure, approve it."""
    _chosen, entries = _listing(request)
    waiting = entries.filter(state=HoursEntry.State.PENDING)
    if request.POST.get("which") != "all":
        waiting = waiting.filter(
            pk__in=[key for key in request.POST.getlist("entry") if key.isdecimal()][:MOST_AT_ONCE]
        )
    found = list(waiting.select_related("volunteer", "program").order_by("created_at", "pk")[:MOST_AT_ONCE])
    if not found:
        messages.error(request, _("Tick what is to be approved."))
        return _back(request)
    if request.POST.get("sure") != "yes":
        context = {"shares": shares_of(found), "minutes": sum(entry.minutes for entry in found)}
        return render(request, "volunteers/desk/hours_approve.html", context)
    ids = [entry.pk for entry in found]
    _tell(request, decide_hours(entry_ids=ids, is_approved=True, actor=person(request), now=timezone.now()))
    return _back(request)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def hours_decide(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Approve or decline one."""
    entry = get_object_or_404(HoursEntry, pk=entry_id)
    is_approved, now = request.POST.get("do") == "approve", timezone.now()
    decision = decide_hours(entry_ids=[entry.pk], is_approved=is_approved, actor=person(request), now=now)
    _tell(request, decision, is_approved=is_approved)
    return redirect("volunteers:hours_entry", entry.corrects_id or entry.pk)


@staff(*READERS)
@require_safe
def hours_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry with all its corrections."""
    entry = get_object_or_404(_ENTRIES, pk=entry_id)
    if entry.corrects_id:
        return redirect("volunteers:hours_entry", entry.corrects_id)
    return _page_of(request, entry, CorrectionForm(initial={"hours": entry.total}))


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def hours_amend(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Add a correction."""
    entry = get_object_or_404(_ENTRIES, pk=entry_id)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _page_of(request, entry, form)
    minutes, reason = form.cleaned_data["hours"], form.cleaned_data["reason"]
    actor, now = person(request), timezone.now()
    try:
        correct_hours(entry_id=entry.pk, minutes=minutes, reason=reason, actor=actor, now=now)
    except HoursRefused as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return _page_of(request, entry, form)
    messages.success(request, _("Corrected. The entry keeps its rows; their sum counts."))
    return redirect("volunteers:hours_entry", entry.pk)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR, recent=True)
@require_POST
def hours_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down."""
    _chosen, entries = _listing(request)
    table = Table("hours", "hours.exported", "hours", EXPORT_HEADER, export_rows(entries), entries.count())
    return send(request, table, back=reverse("volunteers:hours_list"))


def _listing(request: HttpRequest) -> tuple[HoursFilter, HoursEntryQuerySet]:
    rows = HoursEntry.objects.visible_to(person(request)).order_by("-created_at", "-pk")
    chosen = HoursFilter(request.GET, queryset=rows)
    return chosen, cast("HoursEntryQuerySet", chosen.qs)


def _page_of(request: HttpRequest, entry: HoursEntry, form: CorrectionForm) -> HttpResponse:
    trail = entry.corrections.select_related("created_by", "decided_by").order_by("created_at", "pk")
    may_write = bool(person(request).roles & WRITERS)
    context = {"entry": entry, "trail": trail, "form": form, "may_write": may_write}
    return render(request, "volunteers/desk/hours_entry.html", context)


def _tell(request: HttpRequest, decision: Decision, *, is_approved: bool = True) -> None:
    for sentence in decision.left:
        messages.warning(request, sentence)
    if decision.done:
        said = (
            ngettext("%(count)d entry approved.", "%(count)d entries approved.", decision.done)
            if is_approved
            else ngettext("%(count)d entry declined.", "%(count)d entries declined.", decision.done)
        )
        messages.success(request, said % {"count": decision.done})


def _back(request: HttpRequest) -> HttpResponseRedirect:
    query = request.GET.urlencode()
    return redirect(f"{reverse('volunteers:hours_list')}{'?' if query else ''}{query}")
