"""Where a confidential place is: written by keepers, shown to who is due there, each showing on a list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, signed_in, staff
from accounts.models import Role
from accounts.paths import with_next
from accounts.proofs import has_fresh_factor, has_second_factor
from core.paging import keyset_page
from volunteers.actions.locations import (
    LocationRefused,
    SealRefused,
    is_on,
    reveal_location,
    seal_location,
)
from volunteers.forms.sites import LocationForm, ReadingFilter
from volunteers.letters.spoken import shift_words
from volunteers.models import LocationReading, SignUp, Site


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def location(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Say when and to whom an address is shown; show it on POST, in that one answer and nowhere else."""
    user = person(request)
    rows = SignUp.objects.filter(volunteer__user=user).select_related("shift")
    sign_up = get_object_or_404(rows, pk=sign_up_id)
    context = {
        "when": shift_words(sign_up.shift),
        "has_factor": has_second_factor(user),
        "is_fresh": has_fresh_factor(request, user),
    }
    if request.method != "POST":
        return render(request, "volunteers/location.html", context)
    if not context["has_factor"]:
        messages.info(request, _("Set up a second factor first. Then come back to your shift."))
        return redirect(with_next(reverse("accounts:security"), request.path))
    if not context["is_fresh"]:
        return redirect(with_next(reverse("mfa_reauthenticate"), request.path))
    try:
        found = reveal_location(sign_up_id=sign_up.pk, user=user, is_fresh_factor=True, now=timezone.now())
    except LocationRefused as refusal:
        return render(request, "volunteers/location.html", {**context, "refused": str(refusal)}, status=403)
    return render(request, "volunteers/location.html", {**context, "found": found})


@staff(Role.PRIVACY, Role.ADMINISTRATOR, recent=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seal(request: HttpRequest, site_id: int) -> HttpResponse:
    """Write where a confidential place is, in place of what stood there; that is not shown."""
    site = get_object_or_404(Site, pk=site_id, kind=Site.Kind.CONFIDENTIAL)
    form = LocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seal_location(
                site_id=site.pk, location=form.location(), actor=person(request), now=timezone.now()
            )
        except SealRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The address is sealed. Nobody can read it here."))
            return redirect("volunteers:site", site.pk)
    context = {"site": site, "form": form, "is_on": is_on(), "is_sealed": hasattr(site, "secret")}
    return render(request, "volunteers/desk/seal.html", context)


@staff(Role.PRIVACY, Role.ADMINISTRATOR)
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Who was shown which place, newest first."""
    rows = LocationReading.objects.select_related("user", "site", "sign_up__shift")
    chosen = ReadingFilter(request.GET, queryset=rows)
    page = keyset_page(request, chosen.qs, field="at")
    return render(request, "volunteers/desk/readings.html", {"filter": chosen, "page": page})
