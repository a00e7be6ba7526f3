"""A donor's record, made and changed by staff."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from donors.actions.staff_records import Record, RecordRefused, add_donor, edit_donor
from donors.forms import RecordForm
from donors.models import Donor
from donors.reports.finding import donors_like
from donors.reports.relations import relations_of
from donors.views.within import HANDS, donor_or_404, posted, to_donor


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def donor_new(request: HttpRequest) -> HttpResponse:
    """Write somebody new down; who is called alike is shown before a second record is made."""
    form = RecordForm(posted(request), initial={"name": request.GET.get("name", "")[:200]})
    alike: list[tuple[Donor, str]] = []
    if request.method == "POST" and form.is_valid():
        wanted = form.record()
        if "sure" not in request.POST:
            alike = donors_like(name=wanted.name, kind=wanted.kind, phone=wanted.phone)
        if not alike:
            try:
                donor = add_donor(wanted=wanted, by=person(request), now=timezone.now())
            except RecordRefused as refusal:
                form.add_error("email", str(refusal))
            else:
                messages.success(request, _("%(name)s is in our book now.") % {"name": donor.name})
                return to_donor(donor)
    return render(request, "donors/new.html", {"form": form, "alike": alike})


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def donor_edit(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Change the record, and reach all that hangs on it."""
    donor = donor_or_404(request, donor_id)
    initial = asdict(Record(**{name: getattr(donor, name) for name in Record.__dataclass_fields__}))
    form = RecordForm(posted(request), initial=initial, signs_in=donor.user_id is not None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = edit_donor(donor=donor, wanted=form.record(), by=person(request), now=timezone.now())
        except RecordRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The record is changed.") if changed else _("Nothing was changed."))
            return to_donor(donor)
    context = {
        "donor": donor,
        "form": form,
        "emails": donor.more_emails.order_by("pk"),
        "addresses": donor.addresses.order_by("-is_primary", "pk"),
        "relations": relations_of(donor),
    }
    return render(request, "donors/edit.html", context)
