"""One donor: who, how to reach them, what they gave, what is open, and the whole story."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from core.clock import legal_day
from desk.plots import years_plot
from desk.reports.donors import glance_at, years_of
from desk.stories import KINDS, timeline_of
from desk.stories.donor import OF_MONEY, Reader
from donors.forms import NoteForm, TagNameForm
from donors.models import Donor, Tag
from donors.reports.relations import relations_of
from gifts.schedule import next_on

SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
HANDS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})
SHOWN = 10


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def donor_page(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Everything known of a donor on one page; money only for those who work with it."""
    user = person(request)
    folded = Donor.objects.filter(pk=donor_id, merged_into__isnull=False).first()
    if folded is not None:
        return redirect("desk:donor", donor_id=folded.merged_into_id)
    donor = get_object_or_404(Donor.objects.visible_to(user).select_related("household", "user"), pk=donor_id)
    sees_money = bool(user.roles & SEES_MONEY)
    today = legal_day(timezone.now(), the_organisation().zone)
    context: dict[str, Any] = {
        "donor": donor,
        "today": today,
        "may_change": bool(user.roles & HANDS) and donor.erased_at is None,
        "emails": donor.more_emails.order_by("pk") if donor.other_emails else [],
        "addresses": donor.addresses.order_by("-is_primary", "pk"),
        "folded": donor.folded.order_by("pk"),
        "taggings": donor.taggings.select_related("tag").order_by("tag__name"),
        "relations": relations_of(donor),
        "tasks": donor.tasks.filter(done_at=None)
        .select_related("assigned_to")
        .order_by("due_on", "pk")[:SHOWN],
        **_story(request, donor, Reader(user, sees_money)),
    }
    if sees_money:
        context |= _giving(donor, today.year)
    if context["may_change"]:
        context |= {
            "note_form": NoteForm(),
            "tag_form": TagNameForm(),
            "tags": Tag.objects.order_by("name")[:500],
        }
    return render(request, "desk/donor.html", context)


def _story(request: HttpRequest, donor: Donor, reader: Reader) -> dict[str, Any]:
    only = request.GET.get("only", "")
    only = only if only in KINDS else ""
    kinds = [(kind, name) for kind, name in KINDS.items() if reader.sees_money or kind not in OF_MONEY]
    return {
        "only": only,
        "kinds": kinds,
        "before": request.GET.get("before", ""),
        "timeline": timeline_of(donor, reader, only=only, before=request.GET.get("before", "")),
    }


def _giving(donor: Donor, year: int) -> dict[str, Any]:
    zone = the_organisation().zone
    href = f"{reverse('gifts:gift_list')}?donor={donor.pk}"
    years = years_of(donor, until=year)
    return {
        "glance": glance_at(donor, year=year),
        "gifts_href": href,
        "plot": years_plot(years, href) if len(years) > 1 else None,
        "credits": donor.soft_credits.select_related("gift__donor").order_by("-created_at", "-pk")[:SHOWN],
        "recurring": [(row, next_on(row, zone)) for row in donor.recurring_gifts.order_by("-started_at")],
    }
