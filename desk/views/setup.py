"""Setting the house up: the organisation's words and pictures, and what is not right yet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from desk.actions import save_setup
from desk.doctor import findings
from desk.forms import OrganisationForm

PICTURES = {"logo": "logo_png", "signature": "signature_png"}


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """The organisation's form; every change is in the audit trail."""
    organisation = the_organisation()
    if request.method == "POST":
        form = OrganisationForm(request.POST, request.FILES, instance=organisation)
        if form.is_valid():
            if "regime" in form.changed_data:
                messages.warning(request, _("Receipts follow another country's rules from now on."))
            save_setup(values=form.values(), pictures=form.pictures(), by=person(request), now=timezone.now())
            if "fiscal_month" in form.changed_data:
                messages.info(request, _("Reports are counted anew by the new fiscal year, in a minute."))
            messages.success(request, _("Saved. Receipts say so from now on; older ones stay as they are."))
            return redirect("desk:setup")
    else:
        form = OrganisationForm(instance=organisation)
    return render(request, "desk/setup.html", {"form": form, "organisation": organisation})


@staff(Role.ADMINISTRATOR)
@require_safe
def checkup(request: HttpRequest) -> HttpResponse:
    """What is not right yet, with its remedy; then what is. It asks Stripe, so it is a page of its own."""
    found = findings(timezone.now())
    context = {
        "amiss": [finding for finding in found if finding.remedy],
        "well": [finding for finding in found if not finding.remedy],
    }
    return render(request, "desk/checkup.html", context)


@staff(Role.ADMINISTRATOR)
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """The logo or the signature as it is kept."""
    content = getattr(the_organisation(), PICTURES.get(name, ""), None)
    if not content:
        raise Http404
    return HttpResponse(bytes(content), content_type="image/png")
