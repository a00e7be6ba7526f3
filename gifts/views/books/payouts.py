"""Payouts, each tied out line by line and ticked on the bank statement."""

from contextlib import suppress

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet, Sum, Window
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.views.exports import Table, send
from core.money import parse_amount
from core.paging import keyset_page
from gifts.actions.deposits import DepositRefused, see_payout, take_back
from gifts.actions.sync_payout import sync_payout
from gifts.filters import ANY, DAY, YES_NO, let_through
from gifts.forms.books.parity import SeenForm
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.models import Difference, LedgerLine, Payout
from gifts.reports.payouts import months_of_payouts, totals_of_payouts

BOOKKEEPERS = (Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = (Role.FINANCE, Role.ADMINISTRATOR)
LINES = 200
HEADER = (
    "arrives_on",
    "payout",
    "state",
    "amount",
    "net_of_lines",
    "ties_out",
    "made_by",
    "seen_on",
    "currency",
)


class PayoutFilter(django_filters.FilterSet):
    """What the list of payouts can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Amount, or Stripe's id (po_…)"))
    state = django_filters.ChoiceFilter(
        choices=Payout.State.choices, empty_label=ANY, label=gettext_lazy("State")
    )
    attention = django_filters.ChoiceFilter(
        choices=YES_NO, method="not_tied_out", empty_label=ANY, label=gettext_lazy("Does not tie out")
    )
    seen = django_filters.ChoiceFilter(
        choices=YES_NO, method="on_statement", empty_label=ANY, label=gettext_lazy("On the bank statement")
    )
    since = django_filters.DateFilter(
        field_name="arrives_on", lookup_expr="gte", widget=DAY, label=gettext_lazy("Arrives from")
    )
    until = django_filters.DateFilter(
        field_name="arrives_on", lookup_expr="lte", widget=DAY, label=gettext_lazy("to")
    )

    class Meta:
        model = Payout
        fields = ("q",)

    def search(self, payouts: QuerySet[Payout], _name: str, words: str) -> QuerySet[Payout]:
        """By an id of Stripe's, or by the amount as people write it."""
        words = words.strip()[:80]
        found = Q(payout_id=words)
        with suppress(ValidationError):  # then it is an id
            found |= Q(amount=parse_amount(words))
        return payouts.filter(found)

    def not_tied_out(self, payouts: QuerySet[Payout], _name: str, answer: str) -> QuerySet[Payout]:
        """Those whose lines do not sum to them, or all others."""
        return payouts.filter(needs_attention=answer == "yes")

    def on_statement(self, payouts: QuerySet[Payout], _name: str, answer: str) -> QuerySet[Payout]:
        """Those that finance saw at the bank, or those that reached it and are not ticked."""
        if answer == "yes":
            return payouts.exclude(seen_on=None)
        return payouts.filter(seen_on=None, state=Payout.State.PAID)


@staff(*BOOKKEEPERS)
@require_safe
def payout_list(request: HttpRequest) -> HttpResponse:
    """Payouts, the newest first; each says whether the net of its lines is its amount."""
    chosen = PayoutFilter(request.GET, queryset=Payout.objects.all())
    payouts = let_through(chosen)
    context = {
        "filter": chosen,
        "page": keyset_page(request, payouts, field="created_at"),
        "totals": totals_of_payouts(payouts),
        "months": months_of_payouts(payouts),
        "may_write": _may_write(request),
    }
    return render(request, "gifts/books/payouts.html", context)


@staff(*HANDS, recent=True)
@require_POST
def payout_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down."""
    payouts = let_through(PayoutFilter(request.GET, queryset=Payout.objects.all()))
    rows = (
        (
            row.arrives_on,
            row.payout_id,
            row.state,
            row.amount,
            row.lines_net if row.is_automatic else "",
            "" if not row.is_automatic else "no" if row.needs_attention else "yes",
            "schedule" if row.is_automatic else "hand",
            row.seen_on or "",
            row.currency,
        )
        for row in payouts.order_by("arrives_on", "pk").iterator(1000)
    )
    table = Table("payouts", "payout.exported", "payouts", HEADER, rows, payouts.count())
    return send(request, table, back=reverse("gifts:payout_list"))


@staff(*BOOKKEEPERS)
@require_safe
def payout_page(request: HttpRequest, payout_id: int) -> HttpResponse:
    """One payout, down to its lines, with what they come to line by line."""
    payout = get_object_or_404(Payout.objects.select_related("seen_by"), pk=payout_id)
    own = Q(kind=LedgerLine.Kind.PAYOUT, source_id=payout.payout_id)
    lines = payout.lines.exclude(own).select_related("gift__donor").order_by("occurred_at", "pk")
    running = lines.annotate(running=Window(Sum("net"), order_by=[F("occurred_at").asc(), F("pk").asc()]))
    page = Paginator(running, LINES).get_page(request.GET.get("page"))
    context = {
        "payout": payout,
        "page": page,
        "sums": lines.aggregate(gross=Sum("amount"), fees=Sum("fee"), net=Sum("net")),
        "missing": payout.amount - payout.lines_net,
        "off": abs(payout.amount - payout.lines_net),
        "differences": _differences(payout),
        "form": SeenForm(initial={"seen_on": payout.arrives_on}),
        "may_write": _may_write(request),
    }
    return render(request, "gifts/books/payout.html", context)


@staff(*HANDS)
@require_POST
def payout_seen(request: HttpRequest, payout_id: int) -> HttpResponse:
    """Tick it: it stands on the bank statement."""
    payout = get_object_or_404(Payout, pk=payout_id)
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["seen_on"][0]))
        return redirect("gifts:payout", payout_id=payout.pk)
    try:
        see_payout(
            payout_id=payout.pk,
            seen_on=form.cleaned_data["seen_on"],
            by=person(request),
            now=timezone.now(),
        )
    except DepositRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ticked: it stands on the bank statement."))
    return redirect("gifts:payout", payout_id=payout.pk)


@staff(*HANDS)
@require_POST
def payout_not_seen(request: HttpRequest, payout_id: int) -> HttpResponse:
    """Take the tick back."""
    payout = get_object_or_404(Payout, pk=payout_id)
    take_back(payout_id=payout.pk, by=person(request), now=timezone.now())
    messages.success(request, _("The tick is taken back."))
    return redirect("gifts:payout", payout_id=payout.pk)


@staff(*HANDS)
@require_POST
def payout_read(request: HttpRequest, payout_id: int) -> HttpResponse:
    """Read the payout and its lines at Stripe again, now."""
    payout = get_object_or_404(Payout, pk=payout_id)
    try:
        sync_payout(payout_id=payout.payout_id, now=timezone.now())
    except DoorShut:
        messages.error(request, _("Stripe cannot be reached now. Nothing was changed; please try again."))
    except (NotAtStripe, StripeRefused):
        messages.error(request, _("Stripe does not show this payout to our key. Nothing was changed."))
    else:
        messages.success(request, _("Read again: what stands here is what Stripe's books say."))
    return redirect("gifts:payout", payout_id=payout.pk)


def _differences(payout: Payout) -> list[Difference]:
    """What is in question about a payout that does not tie out."""
    if not payout.needs_attention:
        return []
    ids = [name for name in payout.lines.values_list("txn_id", flat=True) if name]
    of_it = Q(root=payout.payout_id) | Q(kind="line", object_id__in=ids) | Q(object_id=payout.payout_id)
    return list(Difference.objects.filter(of_it, resolved_at=None)[:50])


def _may_write(request: HttpRequest) -> bool:
    return bool(person(request).roles & set(HANDS))
