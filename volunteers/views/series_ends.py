"""A series ends, or leaves a day out, or a volunteer stands on it: changes beside its rule."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import person, staff
from accounts.models import Role
from volunteers.actions.endings import end_series, restore_day, skip_day
from volunteers.actions.impact import ImpactChanged
from volunteers.actions.planning import plan_end, plan_skip
from volunteers.actions.sign_ups import SignUpRefused
from volunteers.actions.standing import end_standing_place, give_standing_place
from volunteers.forms.places import LastDayForm, PlaceForm
from volunteers.forms.series_days import DayForm, SkipForm
from volunteers.models import Series, StandingPlace
from volunteers.recurrence.words import day_words
from volunteers.views.impact import Question, ask, decision_of
from volunteers.views.series_page import find, show


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def series_end(request: HttpRequest, series_id: int) -> HttpResponse:
    """End a series with a day; first see who is concerned."""
    now = timezone.now()
    series = find(series_id)
    form = DayForm(request.POST, auto_id="end_%s")
    if not form.is_valid():
        return show(request, series, end_form=form)
    day, reason, decision = form.day(), form.cleaned_data["reason"], decision_of(request.POST)
    title = _("End the series with %(day)s") % {"day": day_words(day)}
    question = _question(series, title, _("End the series"))
    try:
        if decision is None:
            return ask(request, plan_end(series.pk, day, now=now), question, now)
        end_series(
            series_id=series.pk,
            last_on=day,
            reason=reason,
            digest=decision.digest,
            actor=person(request),
            now=now,
        )
    except ImpactChanged as news:
        return ask(request, news.impact, _question(series, title, question.button, news.sentence), now)
    messages.success(request, _("The series ends. Whoever had a seat afterwards is told."))
    return redirect("volunteers:series_page", series.pk)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def series_skip(request: HttpRequest, series_id: int) -> HttpResponse:
    """Leave a day out; first see who is concerned."""
    now = timezone.now()
    series = find(series_id)
    form = SkipForm(request.POST, series=series, auto_id="skip_%s")
    if not form.is_valid():
        return show(request, series, skip_form=form)
    day, reason, decision = form.day(), form.cleaned_data["reason"], decision_of(request.POST)
    title = _("Leave out %(day)s") % {"day": day_words(day)}
    question = _question(series, title, _("Leave it out"))
    try:
        impact = plan_skip(series.pk, day, now=now)
        if decision is None and any(line.seats for line in impact.lines):
            return ask(request, impact, question, now)
        digest = decision.digest if decision else impact.digest
        skip_day(series_id=series.pk, day=day, reason=reason, digest=digest, actor=person(request), now=now)
    except ImpactChanged as news:
        return ask(request, news.impact, _question(series, title, question.button, news.sentence), now)
    messages.success(request, _("The day is left out."))
    return redirect("volunteers:series_page", series.pk)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def series_restore(request: HttpRequest, series_id: int) -> HttpResponse:
    """Take back that a day is left out."""
    series = find(series_id)
    form = DayForm({**request.POST.dict(), "reason": "other"}, auto_id="skip_%s")
    if not form.is_valid():
        return show(request, series, skip_form=form)
    restore_day(series_id=series.pk, day=form.day(), actor=person(request), now=timezone.now())
    messages.success(request, _("The day takes place again."))
    return redirect("volunteers:series_page", series.pk)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def standing_give(request: HttpRequest, series_id: int) -> HttpResponse:
    """Let a volunteer come to every shift of a series."""
    series = find(series_id)
    form = PlaceForm(request.POST, series=series, auto_id="place_%s")
    if not form.is_valid():
        return show(request, series, place_form=form)
    try:
        _place, skipped = give_standing_place(
            series_id=series.pk,
            volunteer_id=form.cleaned_data["volunteer"].pk,
            from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["until_on"],
            actor=person(request),
            now=timezone.now(),
        )
    except SignUpRefused as refusal:
        form.add_error("volunteer", refusal.sentence)
        return show(request, series, place_form=form)
    _tell_skipped(request, form.cleaned_data["volunteer"].name, len(skipped))
    return redirect("volunteers:series_page", series.pk)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def standing_end(request: HttpRequest, standing_id: int) -> HttpResponse:
    """End a standing place with a day."""
    place = get_object_or_404(StandingPlace, pk=standing_id)
    form = LastDayForm(request.POST, auto_id="last_%s")
    if not form.is_valid():
        return show(request, find(place.series_id), last_form=form)
    try:
        end_standing_place(
            place_id=place.pk,
            last_on=form.cleaned_data["last_on"],
            actor=person(request),
            now=timezone.now(),
        )
    except SignUpRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The standing place ends. Seats after that day are free."))
    return redirect("volunteers:series_page", place.series_id)


def _tell_skipped(request: HttpRequest, name: str, skipped: int) -> None:
    said = _("%(name)s has a standing place.") % {"name": name}
    if not skipped:
        messages.success(request, said)
        return
    words = ngettext(
        "%(count)d shift was left out, since it is full or something stands against it.",
        "%(count)d shifts were left out, since they are full or something stands against them.",
        skipped,
    )
    messages.warning(request, f"{said} {words % {'count': skipped}}")


def _question(series: Series, title: str, button: str, said: str = "") -> Question:
    page = reverse("volunteers:series_page", args=[series.pk])
    crumbs = [(reverse("volunteers:series_list"), _("Series")), (page, str(series.role))]
    return Question(title=title, back=page, button=button, said=said, crumbs=crumbs)
