"""What pages about one donor share: whom they are about, and a page with one form."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from accounts.access import person
from accounts.models import Role
from donors.actions import keep_address
from donors.forms import AddressForm
from donors.models import Address, Donor

HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Asked:
    """A page with one form: its title, what it explains, what its button says."""

    title: str | Promise
    button: str | Promise
    lead: str | Promise = ""
    is_danger: bool = False


def donor_or_404(request: HttpRequest, donor_id: int) -> Donor:
    """Return a donor who was neither erased nor folded into another."""
    rows = Donor.objects.visible_to(person(request)).filter(erased_at=None)
    return get_object_or_404(rows.select_related("household"), pk=donor_id)


def to_donor(donor: Donor) -> HttpResponse:
    """Go back to the donor's page."""
    return redirect("desk:donor", donor_id=donor.pk)


def form_page(
    request: HttpRequest, form: forms.BaseForm, asked: Asked, *, donor: Donor | None = None, back: str = ""
) -> HttpResponse:
    """Show a page with one form; `back` is where its way back leads, the donor unless said."""
    return render(request, "donors/form.html", {"form": form, "asked": asked, "donor": donor, "back": back})


def address_form(request: HttpRequest, donor: Donor, address: Address | None) -> AddressForm | None:
    """Return the form of an address, anew or one of the donor's; None once what was sent is noted."""
    form = AddressForm(posted(request), instance=address)
    if request.method != "POST" or not form.is_valid():
        return form
    keep_address(
        donor=donor,
        postal=form.postal(),
        is_primary=form.cleaned_data["is_primary"],
        by=person(request),
        now=timezone.now(),
        address_id=address.pk if address else None,
    )
    return None


def posted(request: HttpRequest) -> "dict[str, object] | None":
    """Return what was sent, or None where nothing was."""
    return request.POST if request.method == "POST" else None  # type: ignore[return-value] # a form takes it
