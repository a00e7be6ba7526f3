"""All batches: what is open and differs, what is posted, what was taken back."""

from decimal import Decimal

import django_filters
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import User
from campaigns.models import Campaign
from core.money import ZERO
from core.paging import keyset_page
from gifts.filters import ANY, DAY, let_through
from gifts.models import Batch, BatchRow, Gift
from gifts.reports.batches import counted_of, with_counted, with_problems
from gifts.views.batches.page import HANDS, READERS

STATES = [
    ("open", pgettext_lazy("batch", "Open")),
    ("posted", pgettext_lazy("batch", "Posted")),
    ("reversed", pgettext_lazy("batch", "Taken back")),
    ("asked", pgettext_lazy("batch", "Waits for a second person")),
]
MATCHES = [("yes", _("Matches")), ("no", _("Differs"))]


class BatchFilter(django_filters.FilterSet):
    """What the list can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Batch number, donor or check number"))
    state = django_filters.ChoiceFilter(choices=STATES, method="standing", empty_label=ANY, label=_("State"))
    source = django_filters.ChoiceFilter(choices=Batch.Source.choices, empty_label=ANY, label=_("Kind"))
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_("Campaign")
    )
    by = django_filters.ModelChoiceFilter(
        field_name="opened_by",
        queryset=User.objects.filter(pk__in=Batch.objects.values("opened_by")),
        empty_label=ANY,
        label=_("Opened by"),
    )
    # not "matches": a field of that name would stand in the way of the form's own method
    count = django_filters.ChoiceFilter(
        choices=MATCHES, method="agrees", empty_label=ANY, label=_("Count and total")
    )
    since = django_filters.DateFilter(
        field_name="received_on", lookup_expr="gte", widget=DAY, label=_("Received from")
    )
    until = django_filters.DateFilter(
        field_name="received_on", lookup_expr="lte", widget=DAY, label=_("Received to")
    )

    class Meta:
        model = Batch
        fields = ("q",)

    def search(self, batches: "QuerySet[Batch]", _name: str, words: str) -> "QuerySet[Batch]":
        """By its own number, or by who or which check stands in it."""
        words = " ".join(words.replace("\x00", "").split())[:100]
        rows = BatchRow.objects.filter(
            Q(donor__name__icontains=words) | Q(who__icontains=words) | Q(check_number=words)
        )
        full = Gift.objects.filter(batch__isnull=False, batch_row=None).filter(
            Q(donor__name__icontains=words) | Q(check_number=words)
        )
        found = Q(pk__in=rows.values("batch")) | Q(pk__in=full.values("batch"))
        number = words.removeprefix("#")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            found |= Q(pk=int(number))
        return batches.filter(found)

    def standing(self, batches: "QuerySet[Batch]", _name: str, state: str) -> "QuerySet[Batch]":
        """By what happened to it."""
        return batches.filter(
            {
                "open": Q(posted_at=None),
                "posted": Q(posted_at__isnull=False, undone_at=None),
                "reversed": Q(undone_at__isnull=False),
                "asked": Q(undo_asked_at__isnull=False, undone_at=None),
            }[state]
        )

    def agrees(self, batches: "QuerySet[Batch]", _name: str, answer: str) -> "QuerySet[Batch]":
        """Those whose rows are what was expected, or all others."""
        same = Q(
            expected_count=F("row_count") + F("full_count"), expected_total=F("row_total") + F("full_total")
        )
        return batches.filter(same if answer == "yes" else ~same)


@staff(*READERS)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """Batches, the newest first, with what those that the filter lets through come to."""
    chosen = BatchFilter(request.GET, queryset=with_problems(with_counted(Batch.objects.all())))
    found = let_through(chosen)
    shown = found.select_related("campaign", "opened_by", "posted_by", "undone_by")
    page = keyset_page(request, shown, field="opened_at")
    totals = found.aggregate(
        count=Count("pk"),
        expected=Sum("expected_total"),
        rows=Sum("row_total"),
        full=Sum("full_total"),
        open=Count("pk", filter=Q(posted_at=None)),
    )
    typed: Decimal = (totals["rows"] or ZERO) + (totals["full"] or ZERO)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(batch, counted_of(batch)) for batch in page.rows],
        "totals": {**totals, "typed": typed, "expected": totals["expected"] or ZERO},
        "may_open": bool(person(request).roles & set(HANDS)),
    }
    return render(request, "gifts/batches/list.html", context)
