"""The page of a series, with the small forms that stand on it."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from volunteers.forms.places import LastDayForm, PlaceForm
from volunteers.forms.series_days import DayForm, SkipForm
from volunteers.models import Series
from volunteers.reports.series_page import page_of

WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)


@staff(*READERS)
@require_safe
def series_page(request: HttpRequest, series_id: int) -> HttpResponse:
    """A series: its sentence, its shifts, who stands on it, what it leaves out."""
    return show(request, find(series_id))


def find(series_id: int) -> Series:
    """Return a series with its names. Raises: Http404."""
    rows = Series.objects.select_related("role__program", "site", "split_from")
    return get_object_or_404(rows, pk=series_id)


def show(request: HttpRequest, series: Series, **refused: Form) -> HttpResponse:
    """Show a series; `refused` are forms of this page that need another look, by their name in it."""
    now = timezone.now()
    context = {
        "series": series,
        "page": page_of(series, now),
        "may_write": bool(person(request).roles & WRITERS),
        "place_form": PlaceForm(series=series, auto_id="place_%s"),
        "skip_form": SkipForm(series=series, auto_id="skip_%s"),
        "end_form": DayForm(auto_id="end_%s"),
        "last_form": LastDayForm(auto_id="last_%s"),
        **refused,
    }
    return render(request, "volunteers/desk/series_page.html", context)
