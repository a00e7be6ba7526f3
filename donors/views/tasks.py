"""What is to be done: mine, everybody's, what is late."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from core.asked import number_of
from core.clock import legal_day
from core.paging import keyset_page
from donors.actions.tasks import TaskRefused, add_task, change_task, finish_task
from donors.forms import TaskForm
from donors.models import Donor, Task
from donors.reports.tasks import VIEWS, counts_of, tasks_of
from donors.views.within import HANDS, Asked, donor_or_404, form_page, posted, to_donor

NEW = Asked(pgettext_lazy("desk", "A task"), _l("Note it"))
TITLES = {
    "mine": pgettext_lazy("tasks", "Mine"),
    "late": pgettext_lazy("tasks", "Overdue"),
    "all": pgettext_lazy("tasks", "All open"),
    "done": pgettext_lazy("tasks", "Done"),
}


@staff(*HANDS, Role.PRIVACY, Role.READ_ONLY)
@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """Open tasks by their day, the most pressing first; done ones by when they were done."""
    user, today = person(request), _today()
    view = request.GET.get("view", "mine")
    view = view if view in VIEWS else "mine"
    tasks = tasks_of(user, view, today)
    is_done = view == "done"  # of those there are ever more
    older = keyset_page(request, tasks, field="done_at") if is_done else None
    page = None if is_done else Paginator(tasks, 50).get_page(request.GET.get("page"))
    counts = counts_of(user, today)
    tabs = [(name, TITLES[name], counts.get(name), name == view) for name in VIEWS]
    context = {
        "tasks": older.rows if older else page.object_list if page else [],
        "page": page,
        "done": older,
        "tabs": tabs,
        "view": view,
        "today": today,
        "may_change": bool(user.roles & set(HANDS)),
    }
    return render(request, "donors/tasks.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: HttpRequest) -> HttpResponse:
    """Note something to do, about a donor (`?donor=`) or about nobody."""
    wanted = number_of(request, "donor")
    donor = donor_or_404(request, wanted) if wanted is not None else None
    form = TaskForm(posted(request), initial={"assigned_to": person(request).pk, "due_on": _today()})
    if request.method == "POST" and form.is_valid():
        try:
            add_task(donor=donor, todo=form.todo(), by=person(request), now=timezone.now())
        except TaskRefused as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("The task is noted."))
            return to_donor(donor) if donor else redirect("donors:task_list")
    return form_page(request, form, NEW, donor=donor, back=_list_of(donor))


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say it otherwise, move its day, give it to somebody else."""
    task = get_object_or_404(Task.objects.select_related("donor"), pk=task_id)
    form = TaskForm(posted(request), instance=task)
    if request.method == "POST" and form.is_valid():
        change_task(task_id=task.pk, todo=form.todo(), by=person(request), now=timezone.now())
        messages.success(request, _("The task is changed."))
        return to_donor(task.donor) if task.donor else redirect("donors:task_list")
    asked = Asked(_("Change a task"), _("Save"))
    return form_page(request, form, asked, donor=task.donor, back=_list_of(task.donor))


@staff(*HANDS)
@require_POST
def task_done(request: HttpRequest, task_id: int) -> HttpResponse:
    """Tick it off, or take the tick back (`undo`)."""
    task = get_object_or_404(Task.objects.select_related("donor"), pk=task_id)
    is_done = "undo" not in request.POST
    finish_task(task_id=task.pk, is_done=is_done, by=person(request), now=timezone.now())
    messages.success(request, _("Done.") if is_done else _("It is open again."))
    if task.donor and request.POST.get("from") == "donor":
        return to_donor(task.donor)
    view = request.POST.get("from", "")
    return redirect(f"{reverse('donors:task_list')}?view={view if view in VIEWS else 'mine'}")


def _today() -> date:
    return legal_day(timezone.now(), the_zone())


def _list_of(donor: Donor | None) -> str:
    return "" if donor else reverse("donors:task_list")
