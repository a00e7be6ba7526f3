"""Teams on the desk."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.asked import words_of
from volunteers.actions.people import keep_team
from volunteers.forms.people import TeamForm
from volunteers.models import Team
from volunteers.views.applications import READERS

WRITERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
AT_ONCE = 50


@staff(*READERS)
@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    """Teams by name."""
    words = words_of(request)
    rows = Team.objects.filter(name__icontains=words).select_related("leader")
    pages = Paginator(rows.annotate(people=Count("members")).order_by("name"), AT_ONCE)
    may_write = bool(person(request).roles & {str(role) for role in WRITERS})
    context = {"page": pages.get_page(request.GET.get("page")), "q": words, "may_write": may_write}
    return render(request, "volunteers/desk/teams.html", context)


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: HttpRequest, team_id: int | None = None) -> HttpResponse:
    """A team, new or changed."""
    team = get_object_or_404(Team, pk=team_id) if team_id else None
    form = TeamForm(request.POST if request.method == "POST" else None, instance=team)
    if request.method == "POST" and form.is_valid():
        keep_team(
            team=form.save(commit=False),
            members=form.cleaned_data["members"],
            actor=person(request),
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("volunteers:team_list")
    return render(request, "volunteers/desk/team_edit.html", {"form": form, "team": team})
