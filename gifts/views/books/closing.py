"""Closing a month, with its checklist, and opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from accounts.models import Role
from gifts.actions.closing import ClosingRefused, close_month, reopen_month
from gifts.forms.books.closing import ReopenForm
from gifts.models import ClosedPeriod
from gifts.reports.closing import Step, steps_to_close
from gifts.reports.journal.accounts import first_open, last_day
from gifts.views.books.days import month_of, today

HANDS = (Role.FINANCE, Role.ADMINISTRATOR)


@staff(*HANDS, recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def month_close(request: HttpRequest) -> HttpResponse:
    """What is left to do before a month is closed; then close it."""
    month = month_of(request, first_open(today()))
    if request.method == "POST":
        try:
            period = close_month(month=month, by=person(request), now=timezone.now())
        except ClosingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            said = {"month": date_format(period.begins_on, "YEAR_MONTH_FORMAT")}
            messages.success(request, _("%(month)s is closed. Its journal does not change any more.") % said)
            return redirect(f"{reverse('gifts:journal')}?month={month:%Y-%m}")
    steps = steps_to_close(month, today=today())
    context = {
        "month": month,
        "until": last_day(month),
        "steps": [(step, _address(step)) for step in steps],
        "is_ready": all(step.is_done for step in steps if step.is_needed),
    }
    return render(request, "gifts/books/close.html", context)


@staff(*HANDS, recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def month_reopen(request: HttpRequest, period_id: int) -> HttpResponse:
    """Open a closed month again: somebody else than who closed it, with a reason."""
    period = get_object_or_404(
        ClosedPeriod.objects.select_related("closed_by"), pk=period_id, reopened_at=None
    )
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_month(
                period_id=period.pk,
                reason=form.cleaned_data["reason"],
                by=person(request),
                now=timezone.now(),
            )
        except ClosingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The month is open again. Its frozen journal stays on record."))
            return redirect(f"{reverse('gifts:journal')}?month={period.begins_on:%Y-%m}")
    return render(request, "gifts/books/reopen.html", {"period": period, "form": form})


def _address(step: Step) -> str:
    try:
        page = reverse(step.route)
    except NoReverseMatch:  # the page comes with another part of the house
        return ""
    return f"{page}?{step.query}" if step.query else page
