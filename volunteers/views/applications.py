"""Applications on the desk: the list by state, and one application's page."""

from typing import Any, cast

import django_filters
from django.forms import Form, HiddenInput
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role, User
from accounts.organisation import the_zone
from accounts.views.exports import Table, send
from core.clock import legal_day
from core.paging import keyset_page
from volunteers.forms.people import HeldForm
from volunteers.forms.screening import (
    ClearForm,
    DeclineForm,
    InterviewForm,
    InterviewResultForm,
    OrderForm,
    ResultForm,
)
from volunteers.forms.vouching import ReferenceForm
from volunteers.models import Application, Interview, Program, Reference, Volunteer
from volunteers.models.screening import ApplicationQuerySet
from volunteers.reports.application_desk import counts_by_state, looked_into, missing_for, story_of
from volunteers.reports.exports import APPLICATION_HEADER, application_rows

READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)
SCREENERS = (Role.SCREENING, Role.ADMINISTRATOR)
HANDS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR)
OPEN = "open"


class ApplicationFilter(django_filters.FilterSet):
    """What the list can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name, e-mail or phone"))
    program = django_filters.ModelChoiceFilter(
        queryset=Program.objects.all(), field_name="programs", empty_label=_("Any"), label=_("Program")
    )
    state = django_filters.ChoiceFilter(
        choices=[(OPEN, _("On the way")), *Application.State.choices],
        method="in_state",
        widget=HiddenInput,
        label=_("State"),
    )

    class Meta:
        model = Application
        fields = ("q",)

    def search(self, rows: ApplicationQuerySet, _name: str, words: str) -> ApplicationQuerySet:
        """By the applicant; typing errors in a name are allowed."""
        found = Volunteer.objects.matching(words.strip()[:100])
        return rows.filter(volunteer__in=found.values("pk"))

    def in_state(self, rows: ApplicationQuerySet, _name: str, state: str) -> ApplicationQuerySet:
        """Of one state, or all that were handed in and wait for somebody."""
        return rows.filter(state__in=Application.UNDER_WAY if state == OPEN else [state])


@staff(*READERS)
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """Applications, the newest first; tabs with counts lead to each state."""
    chosen, found = _listing(request)
    page = keyset_page(request, found, field="created_at")
    counts = counts_by_state()
    tabs = [(OPEN, _("On the way"), sum(counts[state] for state in Application.UNDER_WAY))]
    tabs += [(state.value, state.label, counts[state.value]) for state in Application.State]
    context = {
        "filter": chosen,
        "page": page,
        "tabs": tabs,
        "state": request.GET.get("state", ""),
        "may_export": bool(person(request).roles & {str(role) for role in HANDS}),
    }
    return render(request, "volunteers/desk/applications.html", context)


@staff(*HANDS, recent=True)
@require_POST
def application_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down."""
    _chosen, found = _listing(request)
    rows = application_rows(found.order_by("-created_at", "-pk").iterator(chunk_size=500))
    table = Table(
        "applications", "application.exported", "applications", APPLICATION_HEADER, rows, found.count()
    )
    return send(request, table, back=reverse("volunteers:application_list"))


def _listing(request: HttpRequest) -> tuple[ApplicationFilter, ApplicationQuerySet]:
    rows = Application.objects.visible_to(person(request)).select_related("volunteer")
    chosen = ApplicationFilter(request.GET, queryset=rows.prefetch_related("programs"))
    return chosen, cast("ApplicationQuerySet", chosen.qs)


@staff(*READERS)
@require_safe
def application_desk(request: HttpRequest, application_id: int) -> HttpResponse:
    """One application: its story, what is missing, and for screening everything they need to decide."""
    return application_page(request, the_application(request, application_id))


def the_application(request: HttpRequest, application_id: int) -> Application:
    """Return an application that the reader may see. Raises: Http404."""
    rows = Application.objects.visible_to(person(request)).select_related("volunteer", "decided_by")
    return get_object_or_404(rows, pk=application_id)


def may_screen(user: User) -> bool:
    """Whether somebody sees what screening found out."""
    return bool(user.roles & {str(role) for role in SCREENERS})


def application_page(request: HttpRequest, application: Application, **bound: Form) -> HttpResponse:
    """Draw the page; `bound` are forms that need another look, by their name in the template."""
    user, today = person(request), legal_day(timezone.now(), the_zone())
    screens = may_screen(user)
    context: dict[str, Any] = {
        "application": application,
        "volunteer": application.volunteer,
        "may_screen": screens,
        "may_help": bool(user.roles & {str(role) for role in HANDS}),
        "story": story_of(application, is_for_screening=screens),
        "missing": missing_for(application, is_for_screening=screens, today=today),
        "held": application.volunteer.held.select_related("qualification"),
        "trained": application.volunteer.trained.select_related("course"),
        "accepted": application.volunteer.accepted.select_related("version__agreement"),
        "consents": application.volunteer.consents.exclude(asked_at=None),
        "is_adult": application.volunteer.is_adult(today),
        "held_form": bound.get("held_form", HeldForm(initial={"from_on": today})),
    }
    if screens:
        context |= _for_screening(application, today, bound)
    return render(request, "volunteers/desk/application.html", context)


def _for_screening(application: Application, today: Any, bound: dict[str, Form]) -> dict[str, Any]:
    state = Application.State(application.state)
    looked = looked_into(application)
    forms: dict[str, Form] = {
        "order_form": OrderForm(initial={"ordered_on": today}),
        "result_form": ResultForm(initial={"done_on": today}),
        "interview_form": InterviewForm(),
        "interview_result_form": InterviewResultForm(),
        "reference_form": ReferenceForm(),
        "decline_form": DeclineForm(),
        "clear_form": ClearForm(
            application, initial={"from_on": today, "programs": list(application.programs.all())}
        ),
    }
    wants_talk = any(program.needs_interview for program in application.programs.all())
    return {
        **forms,
        **bound,
        "looked": looked,
        "planned": [one for one in looked.interviews if one.result == Interview.Result.PENDING],
        "waiting": [one for one in looked.references if one.state == Reference.State.ASKED],
        "may_plan": state in {state.APPLIED, state.INTERVIEW},
        "may_begin_checks": state in {state.APPLIED, state.INTERVIEW}
        and (not wants_talk or any(one.result == Interview.Result.PASS for one in looked.interviews)),
        "may_clear": state == state.CHECKS,
        "may_decline": state in Application.UNDER_WAY,
    }
