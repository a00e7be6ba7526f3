"""Receipts on the desk: the register with its series, one receipt's story, and a copy by mail."""

import django_filters
from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.paging import keyset_page
from donors.models import Donor
from letters.models import Letter
from receipts.actions.copies import CopyRefused, send_copy
from receipts.models import Receipt, Series
from receipts.regimes import regime_named
from receipts.reports.chain import chain_of
from receipts.reports.outdated import differences, late_warning, outdated

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
SENDERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
HANDS = (Role.FINANCE, Role.ADMINISTRATOR)
ANY = lazy("Any")
ENDED = ("ended", Receipt.Status.VOID, Receipt.Status.REPLACED)
STATES = [
    (Receipt.Status.LIVE.value, lazy("Valid")),
    ("ended", lazy("Void register: void or replaced")),
    (Receipt.Status.VOID.value, lazy("Void")),
    (Receipt.Status.REPLACED.value, lazy("Replaced")),
    ("outdated", lazy("Valid, and would say something else today")),
]


class ReceiptFilter(django_filters.FilterSet):
    """What the register can be narrowed to; stands in the address."""

    q = django_filters.CharFilter(method="search", label=lazy("Number or donor"))
    status = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", empty_label=ANY, label=lazy("Status")
    )
    series = django_filters.ModelChoiceFilter(
        queryset=Series.objects.order_by("-year"), empty_label=ANY, label=lazy("Series")
    )

    class Meta:
        model = Receipt
        fields = ("q",)

    def search(self, receipts: QuerySet[Receipt], _name: str, words: str) -> QuerySet[Receipt]:
        """By number (with or without its series), else by the donor."""
        tail = words.strip().rsplit("-", 1)[-1]
        if tail.isdecimal() and len(tail) < 9:
            return receipts.filter(series__in=Series.objects.values("pk"), number=int(tail))
        return receipts.filter(donor__in=Donor.objects.containing(words[:100]).values("pk"))

    def in_state(self, receipts: QuerySet[Receipt], _name: str, state: str) -> QuerySet[Receipt]:
        """The void register holds every number that no longer certifies anything."""
        if state == "outdated":
            return receipts & outdated()
        return receipts.exclude(voided_at=None) if state == "ended" else receipts.filter(status=state)


@staff(*READERS)
@require_safe
def receipt_list(request: HttpRequest) -> HttpResponse:
    """The register, newest first, with the totals of what is filtered."""
    receipts = Receipt.objects.visible_to(person(request)).select_related("series", "donor", "voided_by")
    chosen = ReceiptFilter(request.GET, queryset=receipts.defer("pdf", "snapshot"))
    live = Q(status=Receipt.Status.LIVE)
    totals = chosen.qs.order_by().aggregate(
        count=Count("pk"), live=Count("pk", filter=live), amount=Sum("amount", filter=live)
    )
    page = keyset_page(request, chosen.qs, field="issued_at")
    context = {
        "filter": chosen,
        "page": page,
        "totals": totals,
        "series": _series(),
        "is_void_register": request.GET.get("status") in ENDED,
    }
    return render(request, "receipts/list.html", context)


@staff(*READERS)
@require_safe
def receipt_page(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One receipt: what it says, its chain, its copies and letters, what it would say differently now."""
    user = person(request)
    receipt = get_object_or_404(
        Receipt.objects.visible_to(user).defer("pdf").select_related("series", "donor", "voided_by"),
        pk=receipt_id,
    )
    now, is_live = timezone.now(), receipt.status == Receipt.Status.LIVE
    letters = Letter.objects.visible_to(user).filter(about_kind="receipt", about_id=str(receipt.pk))
    is_copied = not regime_named(receipt.series.regime).is_replaced_not_copied
    context = {
        "receipt": receipt,
        "chain": chain_of(receipt),
        "replaced_by": Receipt.objects.filter(replaces=receipt).select_related("series").first(),
        "lines": receipt.lines.select_related("gift").order_by("pk"),
        "copies": receipt.copies.select_related("made_by").order_by("-made_at"),
        "letters": letters.order_by("created_at"),
        "differences": differences(receipt, now),
        "warning": late_warning(receipt, now) if is_live else "",
        "may_send": is_live and is_copied and bool(user.roles & set(SENDERS)),
        "may_act": is_live and receipt.volunteer_id is None and bool(user.roles & set(HANDS)),
        "is_copied": is_copied,
    }
    return render(request, "receipts/page.html", context)


@staff(*SENDERS)
@require_POST
def copy(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Mail the donor a copy."""
    receipt = get_object_or_404(Receipt.objects.visible_to(person(request)).only("pk"), pk=receipt_id)
    try:
        send_copy(receipt_id=receipt.pk, by=person(request), now=timezone.now())
    except CopyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A copy is on its way to the donor."))
    return redirect("receipts:page", receipt_id=receipt.pk)


def _series() -> QuerySet[Series]:
    """Each series with the numbers missing below its last: zero, always, and shown."""
    ended = Count("receipts", filter=~Q(receipts__status=Receipt.Status.LIVE))
    counted = Series.objects.annotate(issued=Count("receipts"), ended=ended)
    return counted.annotate(gaps=F("last") - F("issued")).order_by("-year", "code")
