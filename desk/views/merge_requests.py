"""Merges that wait for a second person: the list, one of them with what it would do, and the answer."""

import django_filters
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from core.paging import keyset_page
from desk.reports.merging import differences, moves
from desk.views.merge import HANDS
from donors.actions import MergeRefused, approve_request, decline_request, withdraw_request
from donors.models import MergeRequest
from donors.reports.merging import mark_of, preview_merge, preview_undo


class RequestFilter(django_filters.FilterSet):
    """What the list can be narrowed to."""

    state = django_filters.ChoiceFilter(
        choices=MergeRequest.State.choices, empty_label=_l("Any"), label=_l("State")
    )
    kind = django_filters.ChoiceFilter(
        choices=MergeRequest.Kind.choices, empty_label=_l("Any"), label=_l("Kind")
    )

    class Meta:
        model = MergeRequest
        fields = ("state", "kind")


@staff(*HANDS)
@require_safe
def merge_requests(request: HttpRequest) -> HttpResponse:
    """What was asked, the newest first."""
    chosen = RequestFilter(request.GET, queryset=MergeRequest.objects.all())
    rows = chosen.qs.select_related("kept", "folded", "asked_by", "decided_by")
    page = keyset_page(request, rows, field="asked_at")
    context = {"filter": chosen, "page": page, "count": chosen.qs.count()}
    return render(request, "desk/merge_requests.html", context)


@staff(*HANDS)
@require_safe
def merge_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request with the same preview that whoever asked saw."""
    asked = get_object_or_404(
        MergeRequest.objects.select_related("kept", "folded", "asked_by", "decided_by", "merge"),
        pk=request_id,
    )
    context: dict[str, object] = {"asked": asked, "is_own": asked.asked_by_id == person(request).pk}
    if asked.state == MergeRequest.State.WAITING:
        is_merge = asked.kind == MergeRequest.Kind.MERGE
        undone = preview_undo(asked.merge) if asked.merge else None
        preview = undone or preview_merge(asked.kept, asked.folded)
        context |= {
            "moves": moves(preview),
            "differences": differences(asked.kept, asked.folded, asked.choices) if is_merge else [],
            "has_changed": mark_of(asked.kept, asked.folded) != asked.mark,
        }
    return render(request, "desk/merge_request.html", context)


@staff(*HANDS)
@require_POST
def merge_request_answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Approve, decline, or take back what one asked oneself."""
    asked = get_object_or_404(MergeRequest, pk=request_id)
    answers = {
        "approve": (approve_request, _("Done.")),
        "decline": (decline_request, _("Declined: nothing was moved.")),
        "withdraw": (withdraw_request, _("Taken back.")),
    }
    act, words = answers.get(request.POST.get("answer", ""), (None, ""))
    if act is None:
        return redirect("desk:merge_request", request_id=asked.pk)
    try:
        act(request_id=asked.pk, by=person(request), now=timezone.now())
    except MergeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:merge_request", request_id=asked.pk)
    messages.success(request, words)
    return redirect("desk:merge_requests")
