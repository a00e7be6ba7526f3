"""Receipts on the desk: the register with its series, and one receipt's story."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.models import Role
from letters.models import Letter
from receipts.models import Receipt, Series

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)


class ReceiptFilter(django_filters.FilterSet):
    """What the register can be narrowed to; stands in the address."""

    q = django_filters.CharFilter(method="search", label=_("Number or donor"))
    status = django_filters.ChoiceFilter(choices=Receipt.Status.choices, label=_("Status"))
    series = django_filters.ModelChoiceFilter(queryset=Series.objects.order_by("-year"), label=_("Series"))

    class Meta:
        model = Receipt
        fields = ("q", "status", "series")

    def search(self, receipts: QuerySet[Receipt], name: str, words: str) -> QuerySet[Receipt]:
        """By number (with or without its series) or by the donor's name or address."""
        tail = words.rsplit("-", 1)[-1]
        number = Q(number=int(tail)) if tail.isdigit() and len(tail) < 9 else Q()
        return receipts.filter(number | Q(donor__name__icontains=words) | Q(donor__email__icontains=words))


@staff(*READERS)
@require_safe
def receipt_list(request: HttpRequest) -> HttpResponse:
    """The register, newest first, with the totals of what is filtered."""
    receipts = Receipt.objects.select_related("series", "donor").defer("pdf", "snapshot").order_by("-pk")
    chosen = ReceiptFilter(request.GET, queryset=receipts)
    live = Q(status=Receipt.Status.LIVE)
    totals = chosen.qs.order_by().aggregate(
        count=Count("pk"), live=Count("pk", filter=live), amount=Sum("amount", filter=live)
    )
    page = Paginator(chosen.qs, 50).get_page(request.GET.get("page"))
    return render(
        request, "receipts/list.html", {"filter": chosen, "page": page, "totals": totals, "series": _series()}
    )


@staff(*READERS)
@require_safe
def receipt_page(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One receipt: what it says, what it replaced, who has copies, which letters carried it."""
    receipt = get_object_or_404(
        Receipt.objects.select_related("series", "donor", "replaces__series"), pk=receipt_id
    )
    letters = Letter.objects.filter(about_kind="receipt", about_id=str(receipt.pk)).order_by("created_at")
    context = {
        "receipt": receipt,
        "replaced_by": Receipt.objects.filter(replaces=receipt).select_related("series").first(),
        "lines": receipt.lines.select_related("gift"),
        "copies": receipt.copies.select_related("made_by").order_by("-made_at"),
        "letters": letters,
    }
    return render(request, "receipts/page.html", context)


def _series() -> QuerySet[Series]:
    """Each series with the numbers missing below its last: zero, always, and shown."""
    ended = Count("receipts", filter=~Q(receipts__status=Receipt.Status.LIVE))
    counted = Series.objects.annotate(issued=Count("receipts"), ended=ended)
    return counted.annotate(gaps=F("last") - F("issued")).order_by("-year", "code")
