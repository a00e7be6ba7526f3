"""Households: begun from a donor's page, greeted, joined and left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from donors.actions.households import (
    HouseholdRefused,
    greet_household,
    join_household,
    leave_household,
    make_household,
)
from donors.forms import GreetingsForm, WhomForm
from donors.models import Household
from donors.reports.greetings import proposed_for
from donors.views.within import HANDS, Asked, donor_or_404, form_page, posted, to_donor


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def household_new(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Begin one with this donor; both greetings are proposed from the name."""
    donor = donor_or_404(request, donor_id)
    proposed = proposed_for([donor])
    form = GreetingsForm(
        posted(request),
        initial={
            "formal_greeting": proposed.formal_greeting,
            "informal_greeting": proposed.informal_greeting,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            household = make_household(
                donor=donor, greetings=form.greetings(), by=person(request), now=timezone.now()
            )
        except HouseholdRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The household has begun. Add who else lives there."))
            return redirect("desk:household", household_id=household.pk)
    lead = _("Donors who share a roof and a greeting. Each keeps their own gifts and receipts.")
    return form_page(request, form, Asked(_("A new household"), _("Begin it"), lead), donor=donor)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def greetings(request: HttpRequest, household_id: int) -> HttpResponse:
    """Greet a household otherwise; what its members' names propose stands beside."""
    household = get_object_or_404(Household, pk=household_id)
    form = GreetingsForm(
        posted(request),
        initial={
            "formal_greeting": household.formal_greeting,
            "informal_greeting": household.informal_greeting,
        },
    )
    if request.method == "POST" and form.is_valid():
        greet_household(
            household=household, greetings=form.greetings(), by=person(request), now=timezone.now()
        )
        messages.success(request, _("The greetings are changed."))
        return redirect("desk:household", household_id=household.pk)
    proposed = proposed_for(list(household.donors.filter(merged_into=None).order_by("pk")))
    lead = _("From their names we would propose: %(formal)s; %(informal)s.") % {
        "formal": proposed.formal_greeting,
        "informal": proposed.informal_greeting,
    }
    back = reverse("desk:household", args=[household.pk])
    return form_page(request, form, Asked(_("How to greet them"), _("Save"), lead), back=back)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: HttpRequest, household_id: int) -> HttpResponse:
    """Let somebody in our book belong to it; then its greetings are looked at again."""
    household = get_object_or_404(Household, pk=household_id)
    form = WhomForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            join_household(donor=form.donor, household=household, by=person(request), now=timezone.now())
        except HouseholdRefused as refusal:
            form.add_error("who", str(refusal))
        else:
            messages.success(request, _("They belong to the household now. Do the greetings still fit?"))
            return redirect("donors:greetings", household_id=household.pk)
    back = reverse("desk:household", args=[household.pk])
    asked = Asked(_l("Who else lives there?"), _l("Add them"))
    return form_page(request, form, asked, back=back)


@staff(*HANDS)
@require_POST
def household_leave(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Take a donor out of their household; the last one takes it along."""
    donor = donor_or_404(request, donor_id)
    leave_household(donor=donor, by=person(request), now=timezone.now())
    messages.success(request, _("%(name)s belongs to no household any more.") % {"name": donor.name})
    return to_donor(donor)
