"""A donor's further addresses of mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from donors.actions.emails import EmailRefused, add_email, lead_with_email, remove_email
from donors.forms import OtherEmailForm
from donors.views.within import HANDS, Asked, donor_or_404, form_page, posted, to_donor

ASKED = Asked(
    _l("Another e-mail address"),
    _l("Add the address"),
    _l(
        "Gifts from this address count as this donor's. Nobody signs in with it; letters go to the first one."
    ),
)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def email_add(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Write one down."""
    donor = donor_or_404(request, donor_id)
    form = OtherEmailForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            add_email(
                donor=donor, email=said["email"], label=said["label"], by=person(request), now=timezone.now()
            )
        except EmailRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The address is noted."))
            return to_donor(donor)
    return form_page(request, form, ASKED, donor=donor)


@staff(*HANDS)
@require_POST
def email_remove(request: HttpRequest, donor_id: int, email_id: int) -> HttpResponse:
    """Take one away."""
    donor = donor_or_404(request, donor_id)
    remove_email(donor=donor, email_id=email_id, by=person(request), now=timezone.now())
    messages.success(request, _("The address is removed."))
    return to_donor(donor)


@staff(*HANDS)
@require_POST
def email_lead(request: HttpRequest, donor_id: int, email_id: int) -> HttpResponse:
    """Let letters go to this one from now on."""
    donor = donor_or_404(request, donor_id)
    try:
        lead_with_email(donor=donor, email_id=email_id, by=person(request), now=timezone.now())
    except EmailRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Letters go to this address from now on."))
    return to_donor(donor)
