"""Receipts that wait for their way out: one file to print at a time, or the letters that are missing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from core.shield import LeakRefused
from donors.models import Household
from receipts.actions.envelopes import EnvelopeRefused, fill_envelope
from receipts.actions.posting import PostingRefused, mail_waiting, take_for_printing
from receipts.models import ReceiptCopy
from receipts.papers import receipts_to_print
from receipts.reports.households import envelope_of
from receipts.reports.statements import last_year
from receipts.reports.waiting import printed_with, waiting
from receipts.views.desk import READERS, SENDERS


@staff(*READERS)
@require_safe
def posting(request: HttpRequest) -> HttpResponse:
    """What goes by post, what of it was printed, and what waits for a letter."""
    may_act = bool(person(request).roles & set(SENDERS))
    context = {"waiting": waiting(timezone.now()), "may_act": may_act}
    return render(request, "receipts/posting.html", context)


@staff(*SENDERS)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the next file."""
    try:
        copy = take_for_printing(by=person(request), now=timezone.now())
    except PostingRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("receipts:waiting")
    return redirect("receipts:printed", copy_id=copy.pk)


@staff(*SENDERS)
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """Let those that wait for a letter have it."""
    try:
        count = mail_waiting(by=person(request), now=timezone.now())
    except PostingRefused as refusal:
        messages.info(request, str(refusal))
    else:
        words = ngettext("%(n)s receipt is on its way.", "%(n)s receipts are on their way.", count)
        messages.success(request, words % {"n": count})
    return redirect("receipts:waiting")


@staff(*SENDERS)
@require_safe
def printed(request: HttpRequest, copy_id: int) -> HttpResponse:
    """The file that was taken, one receipt after the other; as often as it is wanted."""
    copy = get_object_or_404(ReceiptCopy, pk=copy_id, channel=ReceiptCopy.Channel.POST)
    content = receipts_to_print(printed_with(copy).defer("pdf"), _("Receipts for posting"))
    return _file(content, f"receipts-{copy.made_at:%Y%m%d-%H%M}.pdf")


@staff(*SENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """What the envelope of a household holds in a year; by POST, the file to print."""
    found = get_object_or_404(Household, pk=household_id)
    now = timezone.now()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else last_year(now)
    if request.method == "POST":
        try:
            content = fill_envelope(household=found, year=year, by=person(request), now=now)
        except (EnvelopeRefused, LeakRefused) as refusal:
            messages.error(request, str(refusal))
            return redirect(f"{request.path}?year={year}")
        return _file(content, f"household-{found.pk}-{year}.pdf")
    context = {"envelope": envelope_of(found, year), "years": [year + 1, year - 1]}
    return render(request, "receipts/household.html", context)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
