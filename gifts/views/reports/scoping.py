"""What a report is asked of. It all stands in the address, so a view can be kept and sent."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisation import the_zone
from campaigns.models import Appeal, Campaign, Fund
from core.clock import legal_day
from gifts.filters import ANY, DAY
from gifts.reports.figures.behind import CLASSES, SIZES
from gifts.reports.figures.scope import WITHOUT, Scope, this_year
from gifts.reports.tallies import fiscal_month, fiscal_year

PERIOD = ("since", "until", "campaign", "fund")
OF_YEAR = ("year", "campaign", "fund")
HIDDEN = ("appeal", "size", "cohort", "kind")
YEARS_BACK = 12


class ScopeForm(forms.Form):
    """Days, a fiscal year, and what they are narrowed to; a report shows those of its fields."""

    since = forms.DateField(required=False, widget=DAY, label=_("From"))
    until = forms.DateField(required=False, widget=DAY, label=_("To"))
    year = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, label=_("Fiscal year"))
    campaign = forms.ModelChoiceField(Campaign.objects.all(), required=False, label=_("Campaign"))
    fund = forms.ModelChoiceField(Fund.objects.all(), required=False, label=_("Fund"))
    appeal = forms.IntegerField(required=False, min_value=WITHOUT, widget=forms.HiddenInput)
    size = forms.IntegerField(required=False, min_value=0, max_value=len(SIZES) - 1, widget=forms.HiddenInput)
    cohort = forms.IntegerField(required=False, min_value=1900, max_value=2200, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        required=False, choices=[(name, name) for name in CLASSES], widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, names: tuple[str, ...], scope: Scope) -> None:
        """`names` are the fields that the report asks for; `scope` is what holds where nothing is said."""
        initial = {"since": scope.since, "until": scope.until, "year": scope.year}
        super().__init__({**{name: f"{value}" for name, value in initial.items()}, **data})
        this = fiscal_year(scope.today, scope.month)
        span = "{}" if scope.month == 1 else "{}–{}"
        years = range(this, this - YEARS_BACK, -1)
        listed = [(year, span.format(*((year,) if scope.month == 1 else (year - 1, year)))) for year in years]
        self.fields["year"].choices = listed  # type: ignore[attr-defined] # a choice field
        for name in ("campaign", "fund"):
            self.fields[name].empty_label = ANY  # type: ignore[attr-defined] # a choice field
        for name in [name for name in self.fields if name not in names]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            raise forms.ValidationError(_("The first day lies after the last."))
        return said

    @property
    def visible(self) -> list[forms.BoundField]:
        """What people fill in."""
        return self.visible_fields()


@dataclass(frozen=True)
class Asked:
    """The form of an address and the scope it asks for; where it cannot be read, that of this year."""

    form: ScopeForm
    scope: Scope
    is_clear: bool


def asked(request: HttpRequest, names: tuple[str, ...]) -> Asked:
    """Return what an address asks a report for."""
    today = legal_day(timezone.now(), the_zone())
    start = this_year(today, fiscal_month())
    form = ScopeForm(request.GET.dict(), names=names, scope=start)
    if not form.is_valid():
        return Asked(form, start, is_clear=False)
    said = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    for name in ("campaign", "fund"):
        if name in said:
            said[name] = said[name].pk
    year = said.pop("year", None)
    scope = start.of_year(year) if year else start
    return Asked(form, replace(scope, **said), is_clear=True)


def appeals_by_id(keys: set[int]) -> dict[int, Appeal]:
    """Return appeals with their campaigns."""
    return Appeal.objects.select_related("campaign").in_bulk(keys)


def is_current(scope: Scope) -> bool:
    """Whether the year is not over."""
    return fiscal_year(scope.today, scope.month) == scope.year


def last_day(scope: Scope) -> date:
    """The last day that has come."""
    return min(scope.until, scope.today)
