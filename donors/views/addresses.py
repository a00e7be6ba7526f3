"""A donor's own addresses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import READ, own, person, signed_in
from accounts.models import User
from accounts.organisation import the_organisation
from donors.actions import remove_address
from donors.models import Address, Donor
from donors.views.within import address_form


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def address_new(request: HttpRequest) -> HttpResponse:
    """Add one."""
    return _form(request, get_object_or_404(Donor, user=person(request)), None)


def _own_address(user: User, address_id: int) -> Address:
    return get_object_or_404(Address.objects.select_related("donor"), pk=address_id, donor__user=user)


@own(_own_address, *READ, "POST")
def address_edit(request: HttpRequest, address: Address) -> HttpResponse:
    """Change one of one's own."""
    return _form(request, address.donor, address)


@own(_own_address, "POST")
def address_remove(request: HttpRequest, address: Address) -> HttpResponse:
    """Take one of one's own away."""
    remove_address(donor=address.donor, address_id=address.pk, by=person(request), now=timezone.now())
    messages.success(request, _("The address is removed."))
    return redirect("front:my_details")


def _form(request: HttpRequest, donor: Donor, address: Address | None) -> HttpResponse:
    form = address_form(request, donor, address)
    if form is None:
        messages.success(request, _("Your address is noted."))
        return redirect("front:my_details")
    context = {"form": form, "address": address, "organisation": the_organisation()}
    return render(request, "donors/address.html", context)
