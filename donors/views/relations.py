"""Who a donor belongs to."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.organisation import the_zone
from core.clock import legal_day
from donors.actions.relations import RelationRefused, drop_relationship, end_relationship, relate
from donors.forms import RelationForm
from donors.models import Donor, Relationship
from donors.views.within import HANDS, Asked, donor_or_404, form_page, posted, to_donor

ASKED = Asked(
    _l("A relationship"),
    _l("Note it"),
    _l("It is shown on both donors' pages, each time with the right word."),
)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def relation_add(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Note what somebody in our book is to this donor."""
    donor = donor_or_404(request, donor_id)
    form = RelationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        first, second, kind = form.ends_of(donor)
        try:
            relate(first=first, second=second, kind=kind, by=person(request), now=timezone.now())
        except RelationRefused as refusal:
            form.add_error("who", str(refusal))
        else:
            messages.success(request, _("The relationship is noted on both pages."))
            return to_donor(donor)
    return form_page(request, form, ASKED, donor=donor)


@staff(*HANDS)
@require_POST
def relation_end(request: HttpRequest, donor_id: int, relation_id: int) -> HttpResponse:
    """It is over as of today; it stays to be read."""
    donor = donor_or_404(request, donor_id)
    row = _of(donor, relation_id)
    now = timezone.now()
    end_relationship(relationship_id=row.pk, on=legal_day(now, the_zone()), by=person(request), now=now)
    messages.success(request, _("The relationship has ended."))
    return to_donor(donor)


@staff(*HANDS)
@require_POST
def relation_drop(request: HttpRequest, donor_id: int, relation_id: int) -> HttpResponse:
    """It never was."""
    donor = donor_or_404(request, donor_id)
    row = _of(donor, relation_id)
    drop_relationship(relationship_id=row.pk, by=person(request), now=timezone.now())
    messages.success(request, _("The relationship is taken away."))
    return to_donor(donor)


def _of(donor: Donor, relation_id: int) -> Relationship:
    rows = Relationship.objects.filter(Q(first=donor) | Q(second=donor))
    return get_object_or_404(rows, pk=relation_id)
