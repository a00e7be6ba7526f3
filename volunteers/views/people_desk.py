"""Volunteers on the desk: the list, and one volunteer's page."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

import django_filters
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import AuditEntry, User
from accounts.models import Role as StaffRole
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.forms.people import DoneElsewhereForm, HeldForm
from volunteers.forms.screening import OrderForm, RenewForm, ResultForm, RevokeForm
from volunteers.models import Clearance, Program, Qualification, SignUp, Team, Volunteer
from volunteers.models.people import VolunteerQuerySet
from volunteers.reports.failed_checks import cleared_in_spite
from volunteers.reports.person import Timeline, minutes_given, timelines_of
from volunteers.reports.running_out import with_something_running_out
from volunteers.views.applications import HANDS, READERS, may_screen

AT_ONCE = 50
ANY = _("Any")


class PersonFilter(django_filters.FilterSet):
    """What the list of volunteers can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name, e-mail or phone"))
    program = django_filters.ModelChoiceFilter(
        queryset=Program.objects.all(), method="cleared_for", empty_label=ANY, label=_("Cleared for")
    )
    qualification = django_filters.ModelChoiceFilter(
        queryset=Qualification.objects.all(), method="holding", empty_label=ANY, label=_("Qualification")
    )
    team = django_filters.ModelChoiceFilter(
        queryset=Team.objects.all(), field_name="teams", empty_label=ANY, label=_("Team")
    )
    soon = django_filters.ChoiceFilter(
        choices=[("yes", _("Within 60 days"))],
        method="running_out",
        empty_label=ANY,
        label=_("Something runs out"),
    )
    failed = django_filters.ChoiceFilter(
        choices=[("yes", _("Yes"))],
        method="in_spite",
        empty_label=ANY,
        label=_("Cleared, and a check did not pass"),
    )
    left = django_filters.ChoiceFilter(
        choices=[("yes", _("Have left")), ("all", _("All"))],
        method="who_left",
        empty_label=_("Are here"),
        label=_("Here or gone"),
    )

    class Meta:
        model = Volunteer
        fields = ("q",)

    def __init__(self, *args: Any, sees_results: bool, **options: Any) -> None:
        """`sees_results`: whether the reader may know that a check did not pass."""
        super().__init__(*args, **options)
        if not sees_results:
            del self.filters["failed"]

    def search(self, rows: VolunteerQuerySet, _name: str, words: str) -> VolunteerQuerySet:
        """Typing errors in a name are allowed."""
        return rows.filter(pk__in=Volunteer.objects.matching(words.strip()[:100]).values("pk"))

    def cleared_for(self, rows: VolunteerQuerySet, _name: str, program: Program) -> VolunteerQuerySet:
        """Those whose decision for a program holds today."""
        today = legal_day(timezone.now(), the_zone())
        standing = Clearance.objects.holding_on(today).filter(program=program)
        return rows.filter(pk__in=standing.values("volunteer"))

    def holding(self, rows: VolunteerQuerySet, _name: str, thing: Qualification) -> VolunteerQuerySet:
        """Those who hold it, confirmed."""
        confirmed = thing.held_by.filter(confirmed_at__isnull=False)
        return rows.filter(pk__in=confirmed.values("volunteer"))

    def running_out(self, rows: VolunteerQuerySet, _name: str, _answer: str) -> VolunteerQuerySet:
        """Those of whom something stops to count soon."""
        today = legal_day(timezone.now(), the_zone())
        return rows.filter(pk__in=with_something_running_out(today).values("pk"))

    def in_spite(self, rows: VolunteerQuerySet, _name: str, _answer: str) -> VolunteerQuerySet:
        """Those whose clearance stands in spite of a check that did not pass."""
        today = legal_day(timezone.now(), the_zone())
        return rows.filter(pk__in=cleared_in_spite(today).values("volunteer"))

    def who_left(self, rows: VolunteerQuerySet, _name: str, answer: str) -> VolunteerQuerySet:
        """Those who have left, or everybody."""
        return rows if answer == "all" else rows.filter(left_at__isnull=False)


@staff(*READERS)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Volunteers by name. Addresses that somebody typed and nobody proved are no volunteers."""
    chosen = people_shown(request)
    in_force = Clearance.objects.filter(revoked_at=None).select_related("program")
    standing = Prefetch("clearances", queryset=in_force, to_attr="standing_now")
    people = cast("VolunteerQuerySet", chosen.qs).order_by(Lower("name"), "pk")
    shown = people.prefetch_related(standing, "teams")
    pages = Paginator(shown, AT_ONCE)
    context = {
        "filter": chosen,
        "page": pages.get_page(request.GET.get("page")),
        "count": pages.count,
        "today": legal_day(timezone.now(), the_zone()),
        "may_export": bool(person(request).roles & {str(role) for role in HANDS}),
    }
    return render(request, "volunteers/desk/people.html", context)


def people_shown(request: HttpRequest) -> PersonFilter:
    """Return the filter of the list: those who are here, unless it asks for others."""
    rows = the_people(person(request))
    if request.GET.get("left", "") not in {"yes", "all"}:
        rows = rows.active()
    return PersonFilter(request.GET, queryset=rows, sees_results=may_screen(person(request)))


def the_people(user: User) -> VolunteerQuerySet:
    """Return the volunteers whom somebody may see: proven by their address, cleared, or brought over."""
    known = Q(user__isnull=False) | Q(is_brought_over=True) | Q(pk__in=Clearance.objects.values("volunteer"))
    return Volunteer.objects.visible_to(user).filter(known)


@staff(*READERS)
@require_safe
def person_desk(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """One volunteer."""
    return person_page(request, the_person(request, volunteer_id))


def the_person(request: HttpRequest, volunteer_id: int) -> Volunteer:
    """Return a volunteer whom the reader may see. Raises: Http404."""
    return get_object_or_404(Volunteer.objects.visible_to(person(request)), pk=volunteer_id)


def _decisions(lines: Iterable[Timeline], bound: dict[str, Form]) -> Iterator[tuple[Timeline, Form, Form]]:
    """Each program's timeline with its forms to renew and to revoke; the ids of each are its own."""
    for line in lines:
        stands = line.standing
        key = stands.pk if stands else 0
        terms = {"is_for_confidential": stands.is_for_confidential} if stands else {}
        renew = bound.get(f"renew_{key}") or RenewForm(auto_id=f"renew_{key}_%s", initial=terms)
        yield line, renew, bound.get(f"revoke_{key}") or RevokeForm(auto_id=f"revoke_{key}_%s")


def person_page(request: HttpRequest, volunteer: Volunteer, **bound: Form) -> HttpResponse:
    """Draw the page; `bound` are forms that need another look, by their name in the template."""
    user, now = person(request), timezone.now()
    today, screens = legal_day(now, the_zone()), may_screen(user)
    coming = SignUp.objects.active().filter(volunteer=volunteer, shift__ends_at__gt=now)
    about = AuditEntry.objects.filter(about_kind="volunteer", about_id=str(volunteer.pk))
    if not screens:
        about = about.exclude(verb__startswith="check.")
    context: dict[str, Any] = {
        "volunteer": volunteer,
        "may_screen": screens,
        "may_issue": bool(user.roles & {StaffRole.COORDINATOR, StaffRole.ADMINISTRATOR}),
        "may_help": bool(user.roles & {str(role) for role in HANDS}),
        "is_adult": volunteer.is_adult(today),
        "timelines": list(_decisions(timelines_of(volunteer, today=today, is_for_screening=screens), bound)),
        "ended": volunteer.clearances.filter(revoked_at__isnull=False).select_related("program"),
        "held": volunteer.held.select_related("qualification"),
        "trained": volunteer.trained.select_related("course"),
        "accepted": volunteer.accepted.select_related("version__agreement"),
        "consents": volunteer.consents.exclude(asked_at=None),
        "applications": volunteer.applications.all(),
        "coming": coming.select_related("shift__role", "shift__site").order_by("shift__starts_at"),
        "hours": minutes_given(volunteer) / 60,
        "teams": volunteer.teams.all(),
        "changes": about.select_related("actor").order_by("-at", "-pk")[:10],
        "held_form": HeldForm(initial={"from_on": today}),
        "course_form": DoneElsewhereForm(initial={"done_on": today}),
        "order_form": OrderForm(initial={"ordered_on": today}),
        "result_form": ResultForm(initial={"done_on": today}),
        **bound,
    }
    if screens:
        context["checks"] = volunteer.checks.all()
    return render(request, "volunteers/desk/person.html", context)
