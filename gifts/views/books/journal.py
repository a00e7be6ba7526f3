"""The journal by month: what it holds, what ties out, its files and its accounts."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from accounts.views.exports import note_leaving
from gifts.actions.closing import ClosingRefused, set_accounts
from gifts.forms.books.accounts import AccountsForm
from gifts.models import ClosedPeriod, JournalPolicy, LedgerLine
from gifts.reports.journal.accounts import first_open, journal_begins, last_day, months
from gifts.reports.journal.balances import balances, is_quick, sums_before, ties
from gifts.reports.journal.export import file_of
from gifts.reports.journal.month import Row, closed_period, journal_of, rows_of
from gifts.views.books.days import month_of, today

READERS = (Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = (Role.FINANCE, Role.ADMINISTRATOR)
FORMS = ("csv", "xero", "iif")
AT_ONCE = 100


@staff(*READERS)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """One month of the journal; the first that is open unless the address says another."""
    day, zone = today(), the_zone()
    opened = first_open(day)
    month = month_of(request, min(opened, day.replace(day=1)))
    of_month = journal_of(month, zone=zone, today=day)
    is_summed = is_quick(month, zone=zone, today=day)
    accounts = balances(of_month, sums_before(month, zone=zone, today=day) if is_summed else {})
    may_write = bool(person(request).roles & set(HANDS))
    closed = {row.begins_on: row for row in ClosedPeriod.objects.filter(reopened_at=None)}
    begin = journal_begins(day)
    page = Paginator(of_month.rows, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "until": last_day(month),
        "journal": of_month,
        "page": page,
        "rows": _with_pages(page.object_list),
        "balances": accounts,
        "ties": ties(of_month, accounts, zone=zone, today=day) if is_summed else [],
        "is_summed": is_summed,
        "late": sum(1 for row in of_month.rows if row.is_late),
        "months": [(one, closed.get(one)) for one in months(begin, day.replace(day=1))][::-1],
        "opened": opened,
        "is_confirmed": JournalPolicy.objects.filter(pk=1).exists(),
        "reopened": ClosedPeriod.objects.exclude(reopened_at=None)
        .filter(begins_on=month)
        .select_related("reopened_by", "closed_by"),
        "currency": settings.CURRENCY,
        "may_write": may_write,
        "may_close": may_write and month == opened,
    }
    return render(request, "gifts/books/journal.html", context)


def _with_pages(rows: Iterable[Row]) -> list[tuple[Row, str]]:
    """Each row beside the address of what it stands for."""
    found = list(rows)
    lines = LedgerLine.objects.filter(pk__in={row.line_id for row in found if row.line_id})
    gifts = dict(lines.exclude(gift=None).values_list("pk", "gift"))
    return [(row, _page_of(row, gifts)) for row in found]


def _page_of(row: Row, gifts: Mapping[int, UUID]) -> str:
    ways = (
        ("desk:gift", gifts.get(row.line_id or 0)),
        ("gifts:payout", row.payout_id),
        ("gifts:batch", row.batch_id),
        ("gifts:fund_statement", row.fund_id),
    )
    return next((reverse(name, args=[key]) for name, key in ways if key), "")


@staff(*HANDS, recent=True)
@require_POST
def journal_export(request: HttpRequest) -> HttpResponseBase:
    """A month as a file. A closed month is the same bytes each time."""
    day = today()
    month = month_of(request, first_open(day))
    form = request.POST.get("form", "csv")
    form = form if form in FORMS else "csv"
    period = closed_period(month)
    refused = note_leaving(
        request,
        verb="journal.exported",
        about=("journal", f"{month:%Y-%m}"),
        after={"form": form, "closed": period is not None},
        back=reverse("gifts:journal"),
    )
    if refused:
        return refused
    file = file_of(rows_of(month, period, zone=the_zone(), today=day), form)
    response = StreamingHttpResponse(file.lines, content_type=file.kind)
    draft = "" if period else "-draft"
    name = f"journal-{month:%Y-%m}{draft}-{form}.{file.ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that the journal names, and where it begins."""
    form = AccountsForm(request.POST or None, initial={"begins_on": journal_begins(today())})
    if request.method == "POST" and form.is_valid():
        try:
            set_accounts(
                begins_on=form.cleaned_data["begins_on"],
                named=form.named(),
                by=person(request),
                now=timezone.now(),
            )
        except ClosingRefused as refusal:
            form.add_error("begins_on", str(refusal))
        else:
            messages.success(request, _("The journal uses these accounts from now on."))
            return redirect("gifts:journal")
    return render(request, "gifts/books/accounts.html", {"form": form})
