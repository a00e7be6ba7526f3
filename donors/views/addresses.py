"""A donor's own addresses."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from donors.actions import keep_address, remove_address
from donors.forms import AddressForm
from donors.models import Address, Donor


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def address_new(request: HttpRequest) -> HttpResponse:
    """Add one."""
    return _form(request, _own_donor(request), None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def address_edit(request: HttpRequest, address_id: int) -> HttpResponse:
    """Change one of one's own; another's answers 404, also to staff."""
    donor = _own_donor(request)
    return _form(request, donor, get_object_or_404(Address, pk=address_id, donor=donor))


@signed_in
@require_POST
def address_remove(request: HttpRequest, address_id: int) -> HttpResponse:
    """Take one of one's own away."""
    donor = _own_donor(request)
    address = get_object_or_404(Address, pk=address_id, donor=donor)
    remove_address(donor=donor, address_id=address.pk, by=person(request), now=timezone.now())
    messages.success(request, _("The address is removed."))
    return redirect("front:my_details")


def _form(request: HttpRequest, donor: Donor, address: Address | None) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None, instance=address)
    if request.method == "POST" and form.is_valid():
        keep_address(
            donor=donor,
            postal=form.postal(),
            is_primary=form.cleaned_data["is_primary"],
            by=person(request),
            now=timezone.now(),
            address_id=address.pk if address else None,
        )
        messages.success(request, _("Your address is noted."))
        return redirect("front:my_details")
    context = {"form": form, "address": address, "organisation": the_organisation()}
    return render(request, "donors/address.html", context)


def _own_donor(request: HttpRequest) -> Donor:
    """The donor who is signed in. Raises: Http404 for whoever gave nothing."""
    donor = Donor.objects.filter(user=person(request)).first()
    if donor is None:
        raise Http404
    return donor
