"""One donor: who, how to reach them, what they gave, what is open, and the whole story."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, Func, JSONField, OuterRef, Q, Value
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
from donors.models import Address, Donor, DonorQuerySet, Relationship, Tag, Tagging, Task
from donors.reports.relations import relations_of
from gifts.models import Pledge, RecurringElsewhere, RecurringGift, SoftCredit
from gifts.reports.pledges import next_due, with_parts
from gifts.schedule import next_on

SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
HANDS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})
SHOWN = 10


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def donor_page(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Everything known of a donor on one page; money only for those who work with it."""
    user = person(request)
    donor = get_object_or_404(with_what_there_is(Donor.objects.all()), pk=donor_id)
    if donor.merged_into_id is not None:
        return redirect("desk:donor", donor_id=donor.merged_into_id)
    sees_money = bool(user.roles & SEES_MONEY)
    zone = the_organisation().zone
    today = legal_day(timezone.now(), zone)
    there = donor.there  # type: ignore[attr-defined] # by `with_what_there_is`
    folded = list(donor.folded.order_by("pk")) if there["folded"] else []
    emails = tuple(other.email for other in folded)
    context: dict[str, Any] = {
        "donor": donor,
        "today": today,
        "may_change": bool(user.roles & HANDS) and donor.erased_at is None,
        "folded": folded,
        "merges": donor.merges.standing().select_related("folded").order_by("-pk")[:SHOWN] if folded else [],
        **_kept_in_mind(donor, there),
        **_story(request, donor, Reader(user, sees_money, emails)),
    }
    if sees_money:
        context |= _giving(donor, there, zone, today.year)
        context["pledges"] = _pledges(donor, today) if there["pledges"] else []
    if context["may_change"]:
        context |= {
            "note_form": NoteForm(),
            "tag_form": TagNameForm(),
            "tags": Tag.objects.order_by("name")[:500],
        }
    return render(request, "desk/donor.html", context)


def with_what_there_is(donors: DonorQuerySet) -> DonorQuerySet:
    """Note with each donor which of their rows there are, so that no query asks in vain."""
    parts = {
        "folded": Donor.objects.filter(merged_into=OuterRef("pk")),
        "addresses": Address.objects.filter(donor=OuterRef("pk")),
        "taggings": Tagging.objects.filter(donor=OuterRef("pk")),
        "tasks": Task.objects.filter(donor=OuterRef("pk"), done_at=None),
        "relations": Relationship.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk"))),
        "credits": SoftCredit.objects.filter(donor=OuterRef("pk")),
        "recurring": RecurringGift.objects.filter(donor=OuterRef("pk")),
        "elsewhere": RecurringElsewhere.objects.filter(donor=OuterRef("pk")),
        "pledges": Pledge.objects.filter(donor=OuterRef("pk")),
    }
    pairs = [part for name, rows in parts.items() for part in (Value(name), Exists(rows))]
    told = Func(*pairs, function="jsonb_build_object", output_field=JSONField())
    return donors.select_related("household").annotate(there=told)


def _kept_in_mind(donor: Donor, there: Mapping[str, bool]) -> dict[str, Any]:
    tasks = donor.tasks.filter(done_at=None).select_related("assigned_to").order_by("due_on", "pk")
    taggings = donor.taggings.select_related("tag").order_by("tag__name")
    return {
        "emails": donor.more_emails.order_by("pk") if donor.other_emails else [],
        "addresses": donor.addresses.order_by("-is_primary", "pk") if there["addresses"] else [],
        "taggings": taggings if there["taggings"] else [],
        "relations": relations_of(donor) if there["relations"] else [],
        "tasks": tasks[:SHOWN] if there["tasks"] else [],
    }


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


def _giving(donor: Donor, there: Mapping[str, bool], zone: str, year: int) -> dict[str, Any]:
    href = f"{reverse('gifts:gift_list')}?donor={donor.pk}"
    years = years_of(donor, until=year)
    brought = donor.soft_credits.select_related("gift__donor").order_by("-created_at", "-pk")[:SHOWN]
    repeating = donor.recurring_gifts.order_by("-started_at") if there["recurring"] else []
    return {
        "glance": glance_at(donor, year=year),
        "gifts_href": href,
        "plot": years_plot(years, href) if len(years) > 1 else None,
        "credits": brought if there["credits"] else [],
        "recurring": [(row, next_on(row, zone)) for row in repeating],
        "elsewhere": donor.recurring_elsewhere.order_by("-created_at", "-pk") if there["elsewhere"] else [],
    }


def _pledges(donor: Donor, today: date) -> list[tuple[Pledge, date | None]]:
    """What the donor promised, each with the day of the part that comes next."""
    rows = with_parts(Pledge.objects.filter(donor=donor).with_balance(today).select_related("fund"))
    return [(row, next_due(row)) for row in rows.order_by("-created_at")[:SHOWN]]
