"""Donors on the desk: the list, its export, and a tag for all that it shows."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role, User
from accounts.views.exports import Table, send
from core.paging import keyset_page
from desk.filters import DonorFilter
from desk.reports.donor_list import DONOR, Shown, donors_as_file, shown_with
from donors.actions.tags import tag_known_as, tag_many, tag_named, untag_many
from donors.forms import TagNameForm
from donors.models import Donor, DonorQuerySet, Tag
from gifts.filters import let_through
from gifts.reports.donor_giving import given_by

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
SAMPLE = 10


class BulkForm(TagNameForm):
    """A tag for many at once, given or taken."""

    act = forms.ChoiceField(
        label=_l("What to do"),
        choices=[("give", _l("Give it to all of them")), ("take", _l("Take it from all of them"))],
        initial="give",
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class Listing:
    """What an address asks to see."""

    form: DonorFilter
    donors: DonorQuerySet
    is_narrowed: bool


def listing(request: HttpRequest, user: User) -> Listing:
    """Return the donors that the address lets through."""
    rows = Donor.objects.visible_to(user)
    chosen = DonorFilter(request.GET, queryset=rows, sees_money=bool(user.roles & SEES_MONEY))
    donors = let_through(chosen)
    said = getattr(chosen.form, "cleaned_data", {})
    is_narrowed = any(value not in (None, "") for value in said.values())
    return Listing(chosen, donors, is_narrowed)  # type: ignore[arg-type] # the filter keeps the kind of its rows


@staff(*READERS)
@require_safe
def donor_list(request: HttpRequest) -> HttpResponse:
    """Donors, the newest first, with the totals of all that the filter lets through."""
    user = person(request)
    found = listing(request, user)
    page = keyset_page(request, found.donors, field="created_at")
    sees_money = bool(user.roles & SEES_MONEY)
    rows: list[Shown] = shown_with(page.rows, sees_money=sees_money)
    context = {
        "filter": found.form,
        "page": page,
        "rows": rows,
        "count": found.donors.count(),
        "given": given_by(found.donors) if sees_money and found.is_narrowed else None,
        "sees_money": sees_money,
        "may_change": bool(user.roles & set(HANDS)),
        "is_narrowed": found.is_narrowed,
    }
    return render(request, "desk/donors.html", context)


@staff(*HANDS, recent=True)
@require_POST
def donor_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the list shows, as CSV; the reason is asked and written down."""
    donors = listing(request, person(request)).donors
    table = Table("donors", "donor.exported", "donors", list(DONOR), donors_as_file(donors))
    return send(request, table, back=reverse("donors:donor_list"))


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_tag(request: HttpRequest) -> HttpResponse:
    """A tag for all that the list shows: first how many and who, then it is done.

    Where the list changed between the two, it is shown again instead.
    """
    found = listing(request, person(request))
    donors = found.donors.filter(erased_at=None)
    count = donors.count()
    form = BulkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("expected") == str(count):
            return _tag(request, donors, form)
        form.add_error(None, _("The list changed meanwhile. Please look at it once more."))
    context = {
        "form": form,
        "filter": found.form,
        "count": count,
        "sample": donors.order_by("-created_at", "-pk")[:SAMPLE],
        "tags": Tag.objects.order_by("name"),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/bulk_tag.html", context)


def _tag(request: HttpRequest, donors: DonorQuerySet, form: BulkForm) -> HttpResponse:
    by, now, said = person(request), timezone.now(), form.cleaned_data
    tag = tag_known_as(said["name"])
    if said["act"] == "give":
        tag = tag or tag_named(name=said["name"], by=by, now=now)
        n = tag_many(donors=donors, tag=tag, by=by, now=now)
        words = ngettext("%(n)s donor carries “%(tag)s” now.", "%(n)s donors more carry “%(tag)s” now.", n)
    elif tag is None:
        messages.info(request, _("Nobody carries a tag of this name."))
        return redirect(reverse("donors:donor_list"))
    else:
        n = untag_many(donors=donors, tag=tag, by=by, now=now)
        words = ngettext("“%(tag)s” is taken from %(n)s donor.", "“%(tag)s” is taken from %(n)s donors.", n)
    messages.success(request, words % {"n": n, "tag": tag.name})
    return redirect(f"{reverse('donors:donor_list')}?tag={tag.pk}")
