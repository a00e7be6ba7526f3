"""One donor: who, how to reach them, what they gave, what is open, and the whole story."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.clock import wall_day, wall_zone
from desk.plots import years_plot
from desk.reports.donor_page import OF_MONEY as PARTS_OF_MONEY
from desk.reports.donor_page import SHOWN, Record, record_of
from desk.reports.donors import giving_of
from desk.stories import KINDS, timeline_of
from desk.stories.donor import OF_MONEY, Reader
from donors.forms import NoteForm, TagNameForm
from donors.models import Donor
from donors.reports.relations import seen_by
from gifts.models import Pledge
from gifts.reports.pledges import next_due, with_parts
from gifts.schedule import next_on

SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
HANDS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def donor_page(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Everything known of a donor on one page; money only for those who work with it."""
    user = person(request)
    try:
        record = record_of(donor_id)
    except Donor.DoesNotExist:
        raise Http404 from None
    donor, parts = record.donor, record.parts
    if donor.merged_into_id is not None:
        return redirect("desk:donor", donor_id=donor.merged_into_id)
    sees_money = bool(user.roles & SEES_MONEY)
    emails = tuple(other.email for other in parts["folded"])
    context: dict[str, Any] = {
        "donor": donor,
        "today": wall_day(),
        "may_change": bool(user.roles & HANDS) and donor.erased_at is None,
        "relations": seen_by(donor, parts["relations"]),
        **{name: rows for name, rows in parts.items() if name not in PARTS_OF_MONEY and name != "relations"},
        **_story(request, donor, Reader(user, sees_money, emails)),
    }
    if sees_money:
        context |= _giving(record)
    if context["may_change"]:
        context |= {"note_form": NoteForm(), "tag_form": TagNameForm()}
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


def _giving(record: Record) -> dict[str, Any]:
    href = f"{reverse('gifts:gift_list')}?donor={record.donor.pk}"
    today = wall_day()
    giving = giving_of(record.donor, year=today.year, month=record.fiscal_month)
    pledges = _pledges(record.donor, today) if record.has_pledges else []
    return {
        "glance": giving.glance,
        "gifts_href": href,
        "plot": years_plot(giving.years, href) if len(giving.years) > 1 else None,
        "credits": record.parts["credits"],
        "recurring": [(row, next_on(row, wall_zone())) for row in record.parts["recurring"]],
        "elsewhere": record.parts["elsewhere"],
        "open_pledges": [(row, due) for row, due in pledges if row.open],
        "settled_pledges": [(row, due) for row, due in pledges if not row.open],
    }


def _pledges(donor: Donor, today: date) -> list[tuple[Pledge, date | None]]:
    """What the donor promised, each with the day of the part that comes next."""
    rows = with_parts(Pledge.objects.filter(donor=donor).with_balance(today).select_related("fund"))
    return [(row, next_due(row)) for row in rows.order_by("-created_at")[:SHOWN]]
