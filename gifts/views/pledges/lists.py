"""All pledges: what was promised, what came, what is waited for, and when."""

from collections.abc import Iterator
from datetime import date

import django_filters
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from accounts.views.exports import Table, send
from campaigns.models import Campaign, Fund
from core.clock import legal_day
from core.paging import keyset_page
from donors.models import Donor
from gifts.filters import ANY, DAY, let_through
from gifts.models import Pledge
from gifts.models.pledge import PledgeQuerySet
from gifts.plots import pledges_plot
from gifts.reports.pledges import coming, due_in_month, next_due, totals_of, with_parts

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
STATES = [
    ("open", pgettext_lazy("pledge", "Open")),
    ("overdue", pgettext_lazy("pledge", "Overdue")),
    ("month", pgettext_lazy("pledge", "Due this month")),
    ("paid", pgettext_lazy("pledge", "Paid in full")),
    ("given_up", pgettext_lazy("pledge", "Written off, some or all")),
]
# by annotations of `with_balance`
BALANCES: dict[str, dict[str, int]] = {
    "open": {"open__gt": 0},
    "overdue": {"overdue__gt": 0},
    "paid": {"open": 0, "written_off": 0},
    "given_up": {"written_off__gt": 0},
}
COLUMNS = (
    *("pledge", "donor", "pledged_on", "amount", "paid", "open", "overdue", "written_off", "currency"),
    *("campaign", "fund", "next_due_on"),
)


class PledgeFilter(django_filters.FilterSet):
    """What the list can be narrowed to; `due` is a month that a bar of the plot opens."""

    q = django_filters.CharFilter(method="search", label=_("Donor, e-mail or number of the pledge"))
    state = django_filters.ChoiceFilter(choices=STATES, method="standing", empty_label=ANY, label=_("State"))
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_("Campaign")
    )
    fund = django_filters.ModelChoiceFilter(queryset=Fund.objects.all(), empty_label=ANY, label=_("Fund"))
    due = django_filters.DateFilter(method="falls_due", widget=DAY, label=_("Falls due in the month of"))
    since = django_filters.DateFilter(
        field_name="pledged_on", lookup_expr="gte", widget=DAY, label=_("Pledged from")
    )
    until = django_filters.DateFilter(
        field_name="pledged_on", lookup_expr="lte", widget=DAY, label=_("Pledged to")
    )
    least = django_filters.NumberFilter(field_name="amount", lookup_expr="gte", label=_("At least"))
    donor = django_filters.NumberFilter(field_name="donor", widget=HiddenInput, label=_("Donor's number"))

    class Meta:
        model = Pledge
        fields = ("q",)

    def search(self, pledges: PledgeQuerySet, _name: str, words: str) -> PledgeQuerySet:
        """By the donor, or by its own number."""
        words = " ".join(words.replace("\x00", "").split())[:100]
        number = words.removeprefix("#")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            return pledges.filter(pk=int(number))
        return pledges.filter(donor__in=Donor.objects.containing(words).values("pk"))

    def standing(self, pledges: PledgeQuerySet, _name: str, state: str) -> PledgeQuerySet:
        """By what its rows come to today."""
        if state == "month":
            return self.falls_due(pledges, _name, _today())
        return pledges.filter(**BALANCES[state])

    def falls_due(self, pledges: PledgeQuerySet, _name: str, day: date) -> PledgeQuerySet:
        """Those of which a part that falls due in the day's month is open."""
        chosen = due_in_month(Pledge.objects.all(), first=day.replace(day=1), today=_today())
        return pledges.filter(pk__in=chosen)


@staff(*READERS)
@require_safe
def pledge_list(request: HttpRequest) -> HttpResponse:
    """Pledges, the newest first, with their sums, and what is to come month by month."""
    today = _today()
    chosen = PledgeFilter(request.GET, queryset=Pledge.objects.with_balance(today))
    found = let_through(chosen)
    shown = with_parts(found).select_related("donor", "campaign", "fund")
    page = keyset_page(request, shown, field="created_at")
    months = coming(Pledge.objects.filter(pk__in=found.order_by().values("pk")), today=today)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(pledge, next_due(pledge)) for pledge in page.rows],
        "totals": totals_of(found),
        "plot": pledges_plot(months) if any(month.amount for month in months) else None,
        "may_write": bool(person(request).roles & set(HANDS)),
    }
    return render(request, "gifts/pledges/list.html", context)


@staff(*HANDS, recent=True)
@require_POST
def pledge_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down."""
    today = _today()
    found = let_through(PledgeFilter(request.GET, queryset=Pledge.objects.with_balance(today)))
    table = Table(
        name="pledges",
        verb="pledge.exported",
        about="pledges",
        header=COLUMNS,
        rows=_rows(found),
        count=found.count(),
    )
    return send(request, table, back=reverse("gifts:pledge_list"))


def _rows(pledges: "QuerySet[Pledge]") -> Iterator[tuple[object, ...]]:
    rows = with_parts(pledges).select_related("donor", "campaign", "fund").order_by("created_at", "pk")
    for row in rows.iterator(chunk_size=500):
        yield (
            *(row.pk, row.donor.name, row.pledged_on, row.amount, row.paid, row.open, row.overdue),
            *(row.written_off, row.currency, str(row.campaign or ""), str(row.fund), next_due(row) or ""),
        )


def _today() -> date:
    return legal_day(timezone.now(), the_zone())
