"""Volunteers as a file."""

from typing import Any, cast

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import staff
from accounts.views.exports import Table, send
from core.exports import Cells, Copied
from volunteers.models import Clearance, HeldQualification, Team
from volunteers.models.people import VolunteerQuerySet
from volunteers.views.applications import HANDS
from volunteers.views.people_desk import people_shown


def _told(rows: "QuerySet[Any, Any]", name: str) -> Subquery:
    """The names of what a volunteer has, in their order, as one cell."""
    names = StringAgg(name, Value("; "), order_by=name)
    own = rows.filter(volunteer=OuterRef("pk")).order_by().values("volunteer")
    return Subquery(own.annotate(told=names).values("told"))


VOLUNTEER: Cells = {
    "volunteer": "pk",
    "name": "name",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "reminders_by": "reminders_by",
    "cleared_for": _told(Clearance.objects.filter(revoked_at=None), "program__name"),
    "qualifications": _told(
        HeldQualification.objects.filter(confirmed_at__isnull=False), "qualification__name"
    ),
    "teams": _told(Team.members.through.objects.all(), "team__name"),
    "here_since": "created_at",
    "left_at": "left_at",
}


@staff(*HANDS, recent=True)
@require_POST
def people_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV, without anything that screening found out."""
    chosen = people_shown(request)
    found = cast("VolunteerQuerySet", chosen.qs if chosen.form.is_valid() else chosen.qs.none())
    rows = Copied(VOLUNTEER, found.order_by(Lower("name"), "pk"))
    table = Table("volunteers", "volunteer.exported", "volunteers", list(VOLUNTEER), rows)
    return send(request, table, back=reverse("volunteers:people_list"))
