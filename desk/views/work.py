"""Work that was given up, and whether anybody works. Jobs stand below accounts, so the page is here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.paging import keyset_page
from desk.actions import retry_job
from jobs.actions import NotDead
from jobs.models import Job
from jobs.reports import standing


@staff(Role.ADMINISTRATOR)
@require_safe
def dead_jobs(request: HttpRequest) -> HttpResponse:
    """Each with its kind, its last error, and a button."""
    page = keyset_page(request, Job.objects.filter(state=Job.State.DEAD), field="finished_at")
    return render(request, "desk/work.html", {"page": page, "standing": standing(timezone.now())})


@staff(Role.ADMINISTRATOR)
@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Begin one anew."""
    try:
        retry_job(actor=person(request), job_id=job_id, now=timezone.now())
    except NotDead:
        messages.info(request, _("That work is not given up any more."))
    else:
        messages.success(request, _("It begins anew within a second."))
    return redirect("jobs:list")
