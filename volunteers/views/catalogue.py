"""Programs, roles and qualifications on the desk."""

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from volunteers.actions.catalogue import CatalogueRefused, keep, keep_role
from volunteers.forms.catalogue import CoverageForm, ProgramForm, QualificationForm, RoleForm
from volunteers.models import Coverage, Program, Qualification, VolunteerRole

AT_ONCE = 50
WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)
OPEN = [("yes", _l("Yes")), ("no", _l("No"))]
CoverageLines = formset_factory(CoverageForm, extra=2, max_num=12)


def _named(rows: "QuerySet[Program] | QuerySet[Qualification]", words: str) -> Q:
    word = words.strip()
    return Q(name__icontains=word) | Q(name_es__icontains=word) | Q(code__icontains=word)


class ProgramFilter(django_filters.FilterSet):
    """What the list of programs can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Program, role or code"))
    open = django_filters.ChoiceFilter(
        choices=OPEN, method="is_open", empty_label=_l("Any"), label=_l("Open")
    )

    class Meta:
        model = Program
        fields = ("q",)

    def search(self, programs: QuerySet[Program], _name: str, words: str) -> QuerySet[Program]:
        """By a part of its name or code, or of a role's name."""
        of_role = VolunteerRole.objects.filter(
            Q(name__icontains=words.strip()) | Q(name_es__icontains=words.strip())
        )
        return programs.filter(_named(programs, words) | Q(pk__in=of_role.values("program")))

    def is_open(self, programs: QuerySet[Program], _name: str, answer: str) -> QuerySet[Program]:
        """Those that take applications, or all others."""
        return programs.filter(is_open=answer == "yes")


class QualificationFilter(django_filters.FilterSet):
    """What the list of qualifications can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Name or code"))
    kind = django_filters.ChoiceFilter(
        choices=Qualification.Kind.choices, empty_label=_l("Any"), label=_l("Kind")
    )

    class Meta:
        model = Qualification
        fields = ("q", "kind")

    def search(self, rows: QuerySet[Qualification], _name: str, words: str) -> QuerySet[Qualification]:
        """By a part of its name or code."""
        return rows.filter(_named(rows, words))


@staff(*READERS)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The programs in their order, each with its roles."""
    chosen = ProgramFilter(request.GET, queryset=Program.objects.all())
    page = Paginator(chosen.qs.prefetch_related("roles__coverage__qualification", "roles__needs"), AT_ONCE)
    context = {
        "filter": chosen,
        "page": page.get_page(request.GET.get("page")),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "volunteers/desk/catalogue.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def program_edit(request: HttpRequest, program_id: int | None = None) -> HttpResponse:
    """Write or change a program."""
    program = get_object_or_404(Program, pk=program_id) if program_id else None
    form = ProgramForm(request.POST or None, instance=program)
    if request.method == "POST" and form.is_valid():
        thing = form.save(commit=False)
        keep(thing=thing, links=form.links(), actor=person(request), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("volunteers:catalogue")
    return render(request, "volunteers/desk/program_edit.html", {"program": program, "form": form})


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def role_edit(request: HttpRequest, role_id: int | None = None) -> HttpResponse:
    """Write or change a role and its rules of coverage."""
    role = get_object_or_404(VolunteerRole, pk=role_id) if role_id else None
    wanted = request.GET.get("program", "")
    form = RoleForm(
        request.POST or None, instance=role, initial={"program": wanted} if wanted.isdecimal() else {}
    )
    lines = CoverageLines(request.POST or None, prefix="coverage", initial=_rules_of(role))
    if request.method == "POST" and all([form.is_valid(), lines.is_valid()]) and _kept(request, form, lines):
        messages.success(request, _("Saved."))
        return redirect("volunteers:catalogue")
    return render(request, "volunteers/desk/role_edit.html", {"role": role, "form": form, "lines": lines})


def _rules_of(role: VolunteerRole | None) -> list[dict[str, object]]:
    rules = role.coverage.all() if role else []
    return [
        {
            "least": rule.least,
            "qualification": rule.qualification_id,
            "needs_stand_in": rule.needs_stand_in,
        }
        for rule in rules
    ]


def _kept(request: HttpRequest, form: RoleForm, lines: "BaseFormSet[CoverageForm]") -> bool:
    rules: list[Coverage] = [rule for line in lines if (rule := line.rule())]
    try:
        keep_role(
            role=form.save(commit=False),
            links=form.links(),
            rules=rules,
            actor=person(request),
            now=timezone.now(),
        )
    except CatalogueRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@staff(*READERS)
@require_safe
def qualifications(request: HttpRequest) -> HttpResponse:
    """What volunteers can hold: qualifications, languages, subjects."""
    chosen = QualificationFilter(request.GET, queryset=Qualification.objects.all())
    counted = chosen.qs.annotate(holders=Count("held_by", filter=Q(held_by__confirmed_at__isnull=False)))
    page = Paginator(counted.prefetch_related("includes").order_by("kind", "position", "pk"), AT_ONCE)
    context = {
        "filter": chosen,
        "page": page.get_page(request.GET.get("page")),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "volunteers/desk/qualifications.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def qualification_edit(request: HttpRequest, qualification_id: int | None = None) -> HttpResponse:
    """Write or change a qualification."""
    found = get_object_or_404(Qualification, pk=qualification_id) if qualification_id else None
    form = QualificationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        thing = form.save(commit=False)
        keep(thing=thing, links=form.links(), actor=person(request), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("volunteers:qualifications")
    context = {"qualification": found, "form": form}
    return render(request, "volunteers/desk/qualification_edit.html", context)
