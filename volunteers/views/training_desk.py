"""Courses and trainings on the desk: planned, booked, attended."""

from typing import cast

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.asked import words_of
from volunteers.actions import training
from volunteers.actions.training import TrainingRefused
from volunteers.forms.people import CourseForm, SessionForm
from volunteers.models import Course, TrainingPlace, TrainingSession, Volunteer
from volunteers.views.applications import HANDS, READERS
from volunteers.views.people_desk import the_people

AT_ONCE = 50
FOUND = 20
LONG = 19  # digits; no key has so many
HAS_PLACE = ~Q(places__state=TrainingPlace.State.CANCELLED)
WRITERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


class SessionFilter(django_filters.FilterSet):
    """What the list of trainings can be narrowed to."""

    course = django_filters.ModelChoiceFilter(
        queryset=Course.objects.all(), empty_label=_l("Any"), label=_l("Course")
    )
    when = django_filters.ChoiceFilter(
        choices=[("past", _l("Held")), ("all", _l("All"))],
        method="in_time",
        empty_label=_l("To come"),
        label=_l("When"),
    )

    class Meta:
        model = TrainingSession
        fields = ("course",)

    def in_time(self, rows: QuerySet[TrainingSession], _name: str, answer: str) -> QuerySet[TrainingSession]:
        """What was held, or everything."""
        return rows if answer == "all" else rows.filter(starts_at__lte=timezone.now())


@staff(*READERS)
@require_safe
def training_list(request: HttpRequest) -> HttpResponse:
    """Trainings to come, the next first, and the courses they are of."""
    rows = TrainingSession.objects.select_related("course", "site")
    order = "-starts_at"
    if request.GET.get("when", "") not in {"past", "all"}:
        rows, order = rows.filter(starts_at__gt=timezone.now()), "starts_at"
    chosen = SessionFilter(request.GET, queryset=rows)
    counted = cast("QuerySet[TrainingSession]", chosen.qs).annotate(booked=Count("places", filter=HAS_PLACE))
    pages = Paginator(counted.order_by(order, "pk"), AT_ONCE)
    context = {
        "filter": chosen,
        "page": pages.get_page(request.GET.get("page")),
        "courses": Course.objects.prefetch_related("programs"),
        "may_write": bool(person(request).roles & {str(role) for role in WRITERS}),
    }
    return render(request, "volunteers/desk/trainings.html", context)


@staff(*READERS)
@require_safe
def training_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One training: who has a place, and who came."""
    session = get_object_or_404(TrainingSession.objects.select_related("course", "site"), pk=session_id)
    places = session.places.exclude(state=TrainingPlace.State.CANCELLED).select_related("volunteer")
    words = words_of(request)
    context = {
        "session": session,
        "q": words,
        "found": _without_place(request, session, words) if words else [],
        "places": places.order_by("volunteer__name", "pk"),
        "has_begun": session.starts_at <= timezone.now(),
        "may_help": bool(person(request).roles & {str(role) for role in HANDS}),
        "may_write": bool(person(request).roles & {str(role) for role in WRITERS}),
    }
    return render(request, "volunteers/desk/training.html", context)


def _without_place(request: HttpRequest, session: TrainingSession, words: str) -> list[Volunteer]:
    """Those of a name who have no place in it; typing errors are allowed."""
    held = session.places.exclude(state=TrainingPlace.State.CANCELLED).values("volunteer")
    named = Volunteer.objects.matching(words).values("pk")
    rows = the_people(person(request)).active().filter(pk__in=named).exclude(pk__in=held)
    return list(rows.order_by("name", "pk")[:FOUND])


@staff(*HANDS)
@require_POST
def give_place(request: HttpRequest, session_id: int) -> HttpResponse:
    """Put somebody into the list; they are told by mail."""
    session = get_object_or_404(TrainingSession, pk=session_id)
    key = request.POST.get("volunteer", "")
    rows = the_people(person(request)).active()
    volunteer = get_object_or_404(rows, pk=key if key.isdecimal() and len(key) < LONG else None)
    try:
        training.book_place(
            session_id=session.pk, volunteer=volunteer, now=timezone.now(), actor=person(request)
        )
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has a place, and is told.") % {"name": volunteer.name})
    return redirect("volunteers:training_session", session.pk)


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: HttpRequest, session_id: int | None = None) -> HttpResponse:
    """Plan a training, or change one."""
    session = get_object_or_404(TrainingSession, pk=session_id) if session_id else TrainingSession()
    form = SessionForm(request.POST if request.method == "POST" else None, instance=session)
    if request.method == "POST" and form.is_valid():
        try:
            kept = training.keep_session(
                session=form.save(commit=False), actor=person(request), now=timezone.now()
            )
        except TrainingRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteers:training_session", kept.pk)
    context = {"form": form, "session": session if session_id else None}
    return render(request, "volunteers/desk/training_edit.html", context)


@staff(*WRITERS)
@require_POST
def session_cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    """Call a training off."""
    session = get_object_or_404(TrainingSession, pk=session_id)
    try:
        training.cancel_session(session_id=session.pk, actor=person(request), now=timezone.now())
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Called off. Whoever had a place reads of it by mail."))
    return redirect("volunteers:training_session", session.pk)


@staff(*HANDS)
@require_POST
def attendance(request: HttpRequest, place_id: int) -> HttpResponse:
    """Note whether somebody came."""
    place = get_object_or_404(TrainingPlace, pk=place_id)
    try:
        training.record_attendance(
            place_id=place.pk,
            has_come=request.POST.get("came") == "yes",
            actor=person(request),
            now=timezone.now(),
        )
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("volunteers:training_session", place.session_id)


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def course_edit(request: HttpRequest, course_id: int | None = None) -> HttpResponse:
    """A course, new or changed."""
    course = get_object_or_404(Course, pk=course_id) if course_id else None
    form = CourseForm(request.POST if request.method == "POST" else None, instance=course)
    if request.method == "POST" and form.is_valid():
        training.keep_course(
            course=form.save(commit=False),
            programs=form.cleaned_data["programs"],
            actor=person(request),
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("volunteers:training_list")
    return render(request, "volunteers/desk/course_edit.html", {"form": form, "course": course})
