"""Records that may be one donor: the worklist, and the search that fills it."""

import django_filters
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.paging import keyset_page
from donors.actions.doubles import PairRefused, dismiss_pair, propose_again
from donors.actions.search_doubles import SearchRefused, begin_search, stop_search
from donors.likeness import LIKELY
from donors.models import Donor, DuplicatePair, DuplicateRun, MergeRequest
from donors.models.duplicates import DuplicatePairQuerySet
from donors.reports.why import REASONS, why

HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
AT_MOST = 1_000_000
SHARED = ("mailbox", "phone", "street", "box_name", "postal", "name")


class PairFilter(django_filters.FilterSet):
    """What the worklist can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Name, e-mail or phone"))
    state = django_filters.ChoiceFilter(
        choices=DuplicatePair.State.choices[:2], method="in_state", empty_label=None, label=_l("State")
    )
    alike = django_filters.ChoiceFilter(
        choices=[("likely", _l("Likely the same")), ("maybe", _l("Maybe the same"))],
        method="as_alike",
        empty_label=_l("Any"),
        label=_l("How alike"),
    )
    shared = django_filters.ChoiceFilter(
        choices=[(code, REASONS[code]) for code in SHARED],
        method="that_share",
        empty_label=_l("Anything"),
        label=_l("What they share"),
    )

    class Meta:
        model = DuplicatePair
        fields = ("q",)

    def search(self, pairs: DuplicatePairQuerySet, _name: str, words: str) -> DuplicatePairQuerySet:
        """Either of the two."""
        found = Donor.objects.matching(words.strip()[:100]).values("pk")[:AT_MOST]
        return pairs.filter(Q(left__in=found) | Q(right__in=found))

    def in_state(self, pairs: DuplicatePairQuerySet, _name: str, state: str) -> DuplicatePairQuerySet:
        """To look at, or told apart."""
        return pairs.filter(state=state)

    def as_alike(self, pairs: DuplicatePairQuerySet, _name: str, answer: str) -> DuplicatePairQuerySet:
        """From a score on, or below it."""
        return pairs.filter(score__gte=LIKELY) if answer == "likely" else pairs.filter(score__lt=LIKELY)

    def that_share(self, pairs: DuplicatePairQuerySet, _name: str, code: str) -> DuplicatePairQuerySet:
        """Those for which this is a reason."""
        return pairs.filter(reasons__contains=[code])


@staff(*HANDS)
@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for somebody, the most alike first; those told apart when asked."""
    asked = request.GET.copy()
    asked.setdefault("state", DuplicatePair.State.OPEN)
    chosen = PairFilter(asked, queryset=DuplicatePair.objects.of_standing())
    pairs = chosen.qs.select_related("left", "right", "decided_by")
    page = keyset_page(request, pairs, field="score")
    counts = chosen.qs.aggregate(all=Count("pk"), likely=Count("pk", filter=Q(score__gte=LIKELY)))
    return render(
        request,
        "donors/duplicates.html",
        {
            "filter": chosen,
            "page": page,
            "pairs": [(pair, why(pair.reasons), pair.score >= LIKELY) for pair in page.rows],
            "counts": counts,
            "run": DuplicateRun.objects.order_by("-pk").first(),
            "waiting": MergeRequest.objects.waiting_for(person(request)).count(),
        },
    )


@staff(*HANDS)
@require_POST
def duplicate_dismiss(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Two different donors."""
    pair = get_object_or_404(DuplicatePair, pk=pair_id)
    try:
        dismiss_pair(pair_id=pair.pk, by=person(request), now=timezone.now())
    except PairRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Two different donors: they are not proposed again unless one changes."))
    return redirect("donors:duplicate_list")


@staff(*HANDS)
@require_POST
def duplicate_reopen(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Perhaps one donor after all."""
    pair = get_object_or_404(DuplicatePair, pk=pair_id)
    try:
        propose_again(pair_id=pair.pk, by=person(request), now=timezone.now())
    except PairRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The two are on the list again."))
    return redirect("donors:duplicate_list")


@staff(*HANDS)
@require_POST
def duplicate_search(request: HttpRequest) -> HttpResponse:
    """Begin to look through the whole base now."""
    try:
        begin_search(by=person(request), now=timezone.now())
    except SearchRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The search has begun. You can leave this page; it goes on by itself."))
    return redirect("donors:duplicate_list")


@staff(*HANDS)
@require_POST
def duplicate_search_stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """End it where it is."""
    run = get_object_or_404(DuplicateRun, pk=run_id)
    stop_search(run_id=run.pk, by=person(request), now=timezone.now())
    messages.success(request, _("The search is stopped. What it found stays on the list."))
    return redirect("donors:duplicate_list")
