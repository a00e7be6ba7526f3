"""Places on the desk: by their labels. Where a confidential one is stands on no page of the desk."""

from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from volunteers.actions.locations import is_on
from volunteers.actions.sites import SiteFacts, SiteRefused, create_site, edit_site
from volunteers.forms.sites import SiteFilter, SiteForm
from volunteers.models import Lockdown, Site

AT_ONCE = 50
READERS = (Role.COORDINATOR, Role.SCREENING, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
KEEPERS = {Role.PRIVACY, Role.ADMINISTRATOR}
LATEST = 10


@staff(*READERS)
@require_safe
def site_list(request: HttpRequest) -> HttpResponse:
    """Where shifts are, by label."""
    chosen = SiteFilter(request.GET, queryset=Site.objects.all())
    rows = chosen.qs.select_related("secret").defer("secret__sealed").order_by("label")
    roles = person(request).roles
    context = {
        "filter": chosen,
        "page": Paginator(rows, AT_ONCE).get_page(request.GET.get("page")),
        "may_write": bool(roles & WRITERS),
        "is_keeper": bool(roles & KEEPERS),
        "is_on": is_on(),
        "lockdown": Lockdown.objects.open().first(),
    }
    return render(request, "volunteers/desk/sites.html", context)


@staff(*READERS)
@require_safe
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """One place; of a confidential one, whether its address is sealed and who was shown it."""
    rows = Site.objects.select_related("secret").defer("secret__sealed")
    place = get_object_or_404(rows, pk=site_id)
    roles = person(request).roles
    is_keeper = bool(roles & KEEPERS)
    latest = place.readings.select_related("user").order_by("-at", "-pk")[:LATEST] if is_keeper else []
    context = {
        "site": place,
        "secret": getattr(place, "secret", None),
        "latest": latest,
        "may_write": bool(roles & WRITERS),
        "is_keeper": is_keeper,
        "is_on": is_on(),
    }
    return render(request, "volunteers/desk/site.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request: HttpRequest, site_id: int | None = None) -> HttpResponse:
    """Write or change a place."""
    place = get_object_or_404(Site, pk=site_id) if site_id else None
    form = SiteForm(request.POST or None, initial=_initial(place))
    if request.method == "POST" and form.is_valid():
        try:
            kept = _keep(request, place, form.facts())
        except SiteRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteers:site", kept.pk)
    return render(request, "volunteers/desk/site_edit.html", {"site": place, "form": form})


def _initial(place: Site | None) -> dict[str, object]:
    if place is None:
        return {"zone": the_zone(), "kind": Site.Kind.OFFICE}
    return {name: getattr(place, name) for name in asdict(SiteFacts("", "", ""))}


def _keep(request: HttpRequest, place: Site | None, facts: SiteFacts) -> Site:
    actor, now = person(request), timezone.now()
    if place is None:
        return create_site(facts=facts, actor=actor, now=now)
    return edit_site(site_id=place.pk, facts=facts, actor=actor, now=now)
