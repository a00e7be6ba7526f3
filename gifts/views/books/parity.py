"""The parity meter and its worklist."""

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.paging import keyset_page
from gifts.actions.differences import explain_difference
from gifts.actions.looking_again import look_again
from gifts.filters import ANY
from gifts.forms.books.parity import ExplainForm
from gifts.gateway.client import DoorShut
from gifts.models import Difference, Part
from gifts.reports.difference_rows import shown
from gifts.reports.parity import meter

HANDS = (Role.FINANCE, Role.ADMINISTRATOR)


class DifferenceFilter(django_filters.FilterSet):
    """What the differences can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Object or kind"))
    part = django_filters.ChoiceFilter(choices=Part.choices, empty_label=ANY, label=gettext_lazy("Part"))

    class Meta:
        model = Difference
        fields = ("q",)

    def search(self, rows: QuerySet[Difference], _name: str, words: str) -> QuerySet[Difference]:
        """By an id of Stripe's, or by the kind."""
        return rows.filter(Q(object_id=words) | Q(root=words) | Q(kind__icontains=words))


@staff(Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def difference_list(request: HttpRequest) -> HttpResponse:
    """How far Stripe's books and ours agree, and each row on which they do not; or what agrees again."""
    is_open = request.GET.get("show") != "resolved"
    rows = Difference.objects.filter(resolved_at__isnull=is_open).select_related("explained_by")
    chosen = DifferenceFilter(request.GET, queryset=rows)
    page = keyset_page(request, chosen.qs, field="first_seen_at")
    context = {
        "filter": chosen,
        "page": page,
        "rows": shown(page.rows),
        "meter": meter(),
        "is_open": is_open,
        "form": ExplainForm(auto_id=False),
        "may_write": bool(person(request).roles & set(HANDS)),
    }
    return render(request, "gifts/books/differences.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def difference_explain(request: HttpRequest, difference_id: int) -> HttpResponse:
    """Say why the books differ. What cannot be taken comes back as it was typed."""
    row = get_object_or_404(Difference, pk=difference_id, resolved_at=None)
    form = ExplainForm(request.POST or None)
    if form.is_valid():
        explain_difference(
            difference_id=row.pk,
            explanation=form.cleaned_data["explanation"],
            by=person(request),
            now=timezone.now(),
        )
        messages.success(request, _("Explained. It stays on the list while the books differ."))
        return redirect("gifts:difference_list")
    return render(request, "gifts/books/explain.html", {"one": shown([row])[0], "form": form})


@staff(*HANDS)
@require_POST
def difference_read(request: HttpRequest, difference_id: int) -> HttpResponse:
    """Read the object at Stripe again, now."""
    row = get_object_or_404(Difference, pk=difference_id, resolved_at=None)
    try:
        still = look_again(difference_id=row.pk, now=timezone.now())
    except DoorShut:
        messages.error(request, _("Stripe cannot be reached now. Nothing was changed; please try again."))
    else:
        if still.resolved_at is None:
            messages.warning(request, _("Read again: the books still differ."))
        else:
            messages.success(request, _("Read again: the books agree now."))
    return redirect("gifts:difference_list")
