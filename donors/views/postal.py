"""A donor's postal addresses, as staff keep them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from donors.actions import Postal, keep_address, remove_address
from donors.models import Address, Donor
from donors.views.within import HANDS, Asked, address_form, donor_or_404, form_page, to_donor

LEAD = _l("As it should stand on an envelope. A substitute address is taken as it is.")


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def postal_new(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Add one."""
    return _form(request, donor_or_404(request, donor_id), None)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def postal_edit(request: HttpRequest, donor_id: int, address_id: int) -> HttpResponse:
    """Change one."""
    donor = donor_or_404(request, donor_id)
    return _form(request, donor, get_object_or_404(donor.addresses, pk=address_id))


@staff(*HANDS)
@require_POST
def postal_remove(request: HttpRequest, donor_id: int, address_id: int) -> HttpResponse:
    """Take one away."""
    donor = donor_or_404(request, donor_id)
    remove_address(donor=donor, address_id=address_id, by=person(request), now=timezone.now())
    messages.success(request, _("The address is removed."))
    return to_donor(donor)


@staff(*HANDS)
@require_POST
def postal_lead(request: HttpRequest, donor_id: int, address_id: int) -> HttpResponse:
    """Let receipts and post go to this one."""
    donor = donor_or_404(request, donor_id)
    address = get_object_or_404(donor.addresses, pk=address_id)
    postal = Postal(**{name: getattr(address, name) for name in Postal.__dataclass_fields__})
    keep_address(
        donor=donor,
        postal=postal,
        is_primary=True,
        by=person(request),
        now=timezone.now(),
        address_id=address.pk,
    )
    messages.success(request, _("Receipts and post go to this address from now on."))
    return to_donor(donor)


def _form(request: HttpRequest, donor: Donor, address: Address | None) -> HttpResponse:
    form = address_form(request, donor, address)
    if form is None:
        messages.success(request, _("The address is noted."))
        return to_donor(donor)
    title = _("Change an address") if address else _("Add an address")
    return form_page(request, form, Asked(title, _("Save"), LEAD), donor=donor)
