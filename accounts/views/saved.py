"""Views of lists that a member of staff keeps. Any list shows them by `<c-saved_views>`."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import EVERY_ROLE, Gate, person, staff
from accounts.actions.views import ViewRefused, move_view, remove_view, rename_view, save_view
from accounts.foreign_routes import mark_of
from accounts.forms import SavedViewForm
from accounts.models import SavedView, User


@staff(*EVERY_ROLE)
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is now; a name that will not do leads back to the list, as it was."""
    form = SavedViewForm(request.POST)
    route = request.POST.get("route", "")
    if not may_open(person(request), route):
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(reverse(route))
    said = form.cleaned_data
    try:
        view = save_view(
            owner=person(request),
            route=route,
            name=said["name"],
            query=said["query"],
            is_shared=said["is_shared"],
            now=timezone.now(),
        )
    except ViewRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("“%(name)s” is kept; it shows what fits at any time.") % {"name": view.name}
        )
    return redirect(f"{reverse(route)}?{said['query']}")


@staff(*EVERY_ROLE)
@require_safe
def view_list(request: HttpRequest) -> HttpResponse:
    """All that one keeps, by list."""
    views = SavedView.objects.filter(owner=person(request)).order_by("route", "position", "pk")
    return render(request, "accounts/views.html", {"views": [(view, _href(view)) for view in views]})


@staff(*EVERY_ROLE)
@require_http_methods(["GET", "HEAD", "POST"])
def view_edit(request: HttpRequest, view_id: int) -> HttpResponse:
    """Call one's own otherwise, or share it."""
    view = _own(request, view_id)
    initial = {"name": view.name, "is_shared": view.is_shared, "query": view.query}
    form = SavedViewForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["query"].required = False
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            rename_view(view=view, name=said["name"], is_shared=said["is_shared"], now=timezone.now())
        except ViewRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("accounts:view_list")
    return render(request, "accounts/view.html", {"view": view, "form": form})


@staff(*EVERY_ROLE)
@require_POST
def view_move(request: HttpRequest, view_id: int) -> HttpResponse:
    """Put one's own a place further up or down (`up`)."""
    move_view(view=_own(request, view_id), up="up" in request.POST)
    return redirect("accounts:view_list")


@staff(*EVERY_ROLE)
@require_POST
def view_remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Keep one's own no longer."""
    remove_view(view=_own(request, view_id), now=timezone.now())
    messages.success(request, _("It is kept no longer."))
    return redirect("accounts:view_list")


def _own(request: HttpRequest, view_id: int) -> SavedView:
    return get_object_or_404(SavedView.objects.select_related("owner"), pk=view_id, owner=person(request))


def _href(view: SavedView) -> str:
    try:
        return f"{reverse(view.route)}?{view.query}"
    except NoReverseMatch:  # the list went with a part of the house
        return ""


def may_open(user: User, route: str) -> bool:
    """Whether a name is that of a list on the desk which this person may open."""
    try:
        access = mark_of(resolve(reverse(route)))
    except NoReverseMatch:
        return False
    return access is not None and access.gate is Gate.STAFF and bool(access.roles & user.roles)
