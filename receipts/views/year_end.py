"""The year end on the desk: count first, start, watch, stop, take up again; then post, and the exceptions."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from core.paging import keyset_page
from receipts.actions.statement_mail import SendingRefused, take_for_posting
from receipts.actions.statement_runs import RunRefused, resume_run, start_run, stop_run
from receipts.actions.statements import StatementRefused, draw_one
from receipts.models import StatementCopy, StatementRun
from receipts.papers import statements_to_print
from receipts.reports.exceptions import exceptions_of
from receipts.reports.statements import count_year, last_year, without_statement, years_before
from receipts.reports.year_end import overview, posting, posting_of, progress
from receipts.views.desk import READERS, SENDERS

LOOK_AGAIN = 5  # seconds; the page offers to hold still


@staff(*READERS)
@require_safe
def year_ends(request: HttpRequest) -> HttpResponse:
    """The years that are over: who has a statement, who has none."""
    years = overview(years_before(timezone.now()))
    return render(request, "receipts/year_ends.html", {"years": years})


@staff(*READERS)
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Who has no summary of a year yet, of the last one unless told; the newest record first."""
    now = timezone.now()
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years_before(now) else last_year(now)
    page = keyset_page(request, without_statement(year), field="created_at")
    return render(request, "receipts/year_end_missing.html", {"year": year, "page": page})


@staff(*READERS)
@require_safe
def year_end(request: HttpRequest, year: int) -> HttpResponse:
    """One year: what would be done, what is being done, what was done and what went wrong."""
    if year not in years_before(timezone.now()):
        raise Http404
    run = StatementRun.objects.filter(year=year).select_related("started_by").order_by("-pk").first()
    is_at_work = run is not None and run.state == StatementRun.State.RUNNING
    is_still = "still" in request.GET
    context = {
        "year": year,
        "run": run,
        "progress": progress(run) if run else None,
        "count": None if is_at_work else count_year(year),
        "posting": posting(year),
        "exceptions": [] if is_at_work else exceptions_of(year),
        "may_act": bool(person(request).roles & set(SENDERS)),
        "is_still": is_still,
    }
    response = render(request, "receipts/year_end.html", context)
    if is_at_work and not is_still:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


@staff(*SENDERS)
@require_POST
def start(request: HttpRequest, year: int) -> HttpResponse:
    """Begin."""
    return _move(request, year, start_run)


@staff(*SENDERS)
@require_POST
def stop(request: HttpRequest, year: int) -> HttpResponse:
    """Stop after the chunks that are at work."""
    return _move(request, year, stop_run)


@staff(*SENDERS)
@require_POST
def resume(request: HttpRequest, year: int) -> HttpResponse:
    """Go on with what is left."""
    return _move(request, year, resume_run)


@staff(*SENDERS)
@require_POST
def post(request: HttpRequest, year: int) -> HttpResponse:
    """Take the next file of those that go by post."""
    try:
        copy = take_for_posting(year=year, by=person(request), now=timezone.now())
    except SendingRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("receipts:year_end", year=year)
    return redirect("receipts:posting", copy_id=copy.pk)


@staff(*SENDERS)
@require_safe
def posting_file(request: HttpRequest, copy_id: int) -> HttpResponse:
    """The file that was taken for posting, one statement after the other; as often as it is wanted."""
    copy = get_object_or_404(
        StatementCopy.objects.select_related("statement"), pk=copy_id, channel=StatementCopy.Channel.POST
    )
    year = copy.statement.year
    statements = list(posting_of(copy).defer("pdf"))
    if not statements:
        messages.info(request, _("Everybody in this file has come to want no post since."))
        return redirect("receipts:year_end", year=year)
    content = statements_to_print(statements, _("Summaries of %(year)s for posting") % {"year": year})
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f'attachment; filename="summaries-{year}-{copy.made_at:%Y%m%d-%H%M}.pdf"'
    )
    return response


@staff(*SENDERS)
@require_POST
def draw(request: HttpRequest, year: int, donor_id: int) -> HttpResponse:
    """Draw one donor's statement, as after what kept it from being drawn was put right."""
    try:
        statement = draw_one(donor_id=donor_id, year=year, by=person(request), now=timezone.now())
    except StatementRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("receipts:year_end", year=year)
    messages.success(request, _("It is drawn, and on its way if the donor gets mail."))
    return redirect("receipts:statement_page", statement_id=statement.pk)


Move = Callable[..., StatementRun]


def _move(request: HttpRequest, year: int, action: Move) -> HttpResponse:
    try:
        action(year=year, by=person(request), now=timezone.now())
    except RunRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("receipts:year_end", year=year)
