"""The pages: a report, its file; a figure with its gifts, and their file."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from accounts.views.exports import Table, send
from gifts.reports.figures import CLASS_NAMES, FIGURES, Figure, Scope, sums_of
from gifts.reports.figures.kept import counted
from gifts.reports.figures.rows import Mark, exported, page_of
from gifts.views.reports import donors, giving, parts, staying
from gifts.views.reports.scoping import HIDDEN, OF_YEAR, PERIOD, Asked, asked
from gifts.views.reports.sheets import Report

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
EXPORTERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Kind:
    """A report: its name in the menu, what it can be narrowed to, who builds it."""

    label: Promise
    about: Promise
    names: tuple[str, ...]
    build: Callable[[Scope], Report]


REPORTS = {
    "year": Kind(_("This year against last"), _("By month and added up"), OF_YEAR, giving.year),
    "lapsed": Kind(_("LYBUNT and SYBUNT"), _("Whom to win back"), OF_YEAR, donors.lapsed),
    "retention": Kind(_("Retention"), _("Who gives again, year by year"), (), staying.retention),
    "returning": Kind(_("First-time and returning"), _("New faces and old friends"), (), staying.returning),
    "cohorts": Kind(_("Cohorts"), _("By the year of the first gift"), (), staying.cohort_table),
    "classes": Kind(_("Classes (RFM)"), _("How lately, how often, how much"), OF_YEAR[1:], donors.classes),
    "changes": Kind(_("More or less"), _("Who gave more than last year"), OF_YEAR, donors.changes),
    "top": Kind(_("Top donors"), _("The largest, and with soft credits"), PERIOD, donors.top),
    "sizes": Kind(_("Sizes of gifts"), _("Many small or few large"), PERIOD, parts.sizes),
    "funds": Kind(_("Funds"), _("Where the money must go"), PERIOD[:3], parts.funds),
    "appeals": Kind(_("Appeals"), _("What each asking brought"), PERIOD[:3], parts.appeals),
}


@staff(*READERS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The dashboard, and the way to every report."""
    return _shown(request, asked(request, OF_YEAR), giving.dashboard, name="")


@staff(*READERS)
@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One report."""
    kind = _kind(name)
    return _shown(request, asked(request, kind.names), _builder(request, name, kind), name=name)


@staff(*EXPORTERS, recent=True)
@require_POST
def report_export(request: HttpRequest, name: str) -> HttpResponseBase:
    """The first table of a report as CSV; the reason is asked and written down."""
    kind = _kind(name)
    found = _clear(asked(request, kind.names))
    sheet = _builder(request, name, kind)(found.scope).sheets[0]
    table = Table(
        name=f"report-{name}",
        verb="report.exported",
        about=f"report {name}",
        header=[str(header) for header in sheet.headers],
        rows=[[cell.text if cell.raw is None else cell.raw for cell in row] for row in sheet.rows],
        count=len(sheet.rows),
    )
    return send(request, table, back=reverse("gifts:report", args=[name]))


@staff(*READERS)
@require_safe
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """What a figure means, as of when, and exactly the gifts or donors that it is the sum of."""
    shown, scope = _figure(request, name)
    behind = shown.behind(scope)
    page = page_of(shown, behind, Mark.of(request.GET.get("after", "")))
    context = {
        "figure": shown,
        "scope": scope,
        "narrowed": [*_class_of(shown, scope), *_narrowed(request)],
        "sums": sums_of(shown, scope),
        "counted": counted(behind),
        "page": page,
        "query": scope.query(),
        "as_of": timezone.now(),
        "organisation": the_organisation(),
        "may_export": bool(person(request).roles & set(EXPORTERS)),
    }
    return render(request, "gifts/reports/figure.html", context)


@staff(*EXPORTERS, recent=True)
@require_POST
def figure_export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Exactly the rows behind a figure, as CSV; the reason is asked and written down."""
    shown, scope = _figure(request, name)
    behind = shown.behind(scope)
    header, rows = exported(shown, behind)
    table = Table(
        name=f"figure-{name}",
        verb="figure.exported",
        about=f"figure {name}",
        header=header,
        rows=rows,
        count=counted(behind).count,
    )
    return send(request, table, back=reverse("gifts:figure", args=[name]))


def _shown(
    request: HttpRequest, found: Asked, build: Callable[[Scope], Report], *, name: str
) -> HttpResponse:
    context = {
        "report": build(found.scope),
        "name": name,
        "form": found.form,
        "scope": found.scope,
        "narrowed": _narrowed(request),
        "kinds": REPORTS,
        "as_of": timezone.now(),
        "organisation": the_organisation(),
        "may_export": bool(name and found.is_clear and person(request).roles & set(EXPORTERS)),
    }
    return render(request, "gifts/reports/report.html", context)


def _kind(name: str) -> Kind:
    if name not in REPORTS:
        raise Http404
    return REPORTS[name]


def _builder(request: HttpRequest, name: str, kind: Kind) -> Callable[[Scope], Report]:
    is_soft = name == "top" and request.GET.get("soft") == "yes"
    return partial(donors.top, with_soft=True) if is_soft else kind.build


def _clear(found: Asked) -> Asked:
    if not found.is_clear:
        raise Http404
    return found


def _figure(request: HttpRequest, name: str) -> tuple[Figure, Scope]:
    if name not in FIGURES:
        raise Http404
    return FIGURES[name], _clear(asked(request, (*PERIOD, "year", *HIDDEN))).scope


def _class_of(shown: Figure, scope: Scope) -> list[tuple[str, Any]]:
    """Which class a figure of a class is of, with its rule."""
    if shown.name != "class" or scope.kind not in CLASS_NAMES:
        return []
    name, rule = CLASS_NAMES[scope.kind]
    return [(str(name), rule)]


def _narrowed(request: HttpRequest) -> list[tuple[str, Any]]:
    """What a page is narrowed to, in words."""
    found = asked(request, ("campaign", "fund"))
    said = found.form.cleaned_data if found.is_clear else {}
    return [
        (str(found.form.fields[name].label), said[name]) for name in ("campaign", "fund") if said.get(name)
    ]
