"""Applying: a first step that is open to everybody, then steps that save themselves."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import person, public, signed_in
from accounts.actions.codes import TooManyCodes
from accounts.models import User
from accounts.organisation import the_organisation, the_zone
from accounts.views.sign_in import wait_for_code
from core.clock import legal_day
from core.network import network_of
from volunteers.actions import application_steps as steps
from volunteers.actions.applications import (
    ApplicationRefused,
    Wish,
    ask_to_help,
    begin_application,
    change_wish,
)
from volunteers.forms.applying import OF_AGE, YOUNG, StartForm
from volunteers.models import Application, Program
from volunteers.reports.applying import overview, progress, references_needed
from volunteers.views.application_forms import FORMS, StepForms

WISH = "application_wish"
BACK, LATER = "back", "later"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The first step. To strangers the answer is the same whether or not their address is known."""
    user = request.user if isinstance(request.user, User) else None
    newest = _newest(user) if user else None
    if newest is not None and newest.state in Application.UNDER_WAY:
        return redirect("volunteers:application")
    draft = newest if newest is not None and newest.state == Application.State.DRAFT else None
    today = legal_day(timezone.now(), the_zone())
    given = request.POST if request.method == "POST" else None
    initial = _initial(request, user, draft)
    form = StartForm(given, initial=initial, today=today, is_known=user is not None)
    status = 200
    if given is not None and form.is_valid():
        wish = form.wish()
        if user is not None:
            return _go_on(request, user, draft, wish)
        request.session[WISH] = _packed(wish)
        try:
            return _prove(request, form.cleaned_data["email"], wish)
        except TooManyCodes as refusal:
            form.add_error(None, str(refusal))
            status = 429
    line = progress(list(steps.ORDER), steps.START, draft.step if draft else "")
    context = {"organisation": the_organisation(), "form": form, "line": line, "draft": draft}
    return render(request, "volunteers/apply.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def apply_step(request: HttpRequest, step: str) -> HttpResponse:
    """A further step: what is valid is saved, what is not stays as it was typed."""
    if step not in FORMS and step != steps.REVIEW:
        raise Http404
    user, today = person(request), legal_day(timezone.now(), the_zone())
    draft = _draft_of(user)
    wish = None if draft else _unpacked(request.session.get(WISH))
    if draft is None and (wish is None or step != steps.TIME):
        return redirect("volunteers:application" if _newest(user) else "volunteers:apply")
    if request.method == "POST" and draft is None and wish is not None:
        began = _go_on(request, user, None, wish)
        draft = _draft_of(user)
        if draft is None:
            return began
    taken = steps.steps_of(draft, today) if draft else _steps_of_wish(wish, today)
    if step not in taken:
        return redirect("volunteers:apply_step", steps.TIME)
    if step == steps.REVIEW:
        return _review(request, draft, taken, today)
    page = FORMS[step](draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and draft is not None:
        return _kept(request, step, page, draft, taken)
    return _drawn(request, step, page, draft, taken)


def _kept(
    request: HttpRequest, step: str, page: StepForms, draft: Application, taken: list[str]
) -> HttpResponse:
    try:
        page.save(draft.pk, timezone.now())
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("volunteers:application")
    return _onward(request, step, taken) if page.is_valid() else _drawn(request, step, page, draft, taken)


def _drawn(
    request: HttpRequest, step: str, page: StepForms, draft: Application | None, taken: list[str]
) -> HttpResponse:
    context = {
        "organisation": the_organisation(),
        "step": step,
        "forms": page.forms,
        "line": progress(taken, step, draft.step if draft else steps.START),
        "before": taken[taken.index(step) - 1],
    }
    return render(request, "volunteers/apply_step.html", context)


def _review(request: HttpRequest, draft: Application | None, taken: list[str], today: date) -> HttpResponse:
    if draft is None:
        return redirect("volunteers:apply")
    if request.method == "POST":
        try:
            steps.hand_in(application_id=draft.pk, actor=person(request), now=timezone.now())
        except ApplicationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("volunteers:apply_step", steps.REVIEW)
        messages.success(request, _("Handed in. Thank you."))
        return redirect("volunteers:application")
    missing = steps.missing_steps(draft, today)
    context = {
        "organisation": the_organisation(),
        "sections": overview(draft, taken, missing, today),
        "missing": missing,
        "line": progress(taken, steps.REVIEW, draft.step),
        "before": taken[-2],
    }
    return render(request, "volunteers/apply_review.html", context)


def _onward(request: HttpRequest, step: str, taken: list[str]) -> HttpResponse:
    go, here = request.POST.get("go", ""), taken.index(step)
    if go == LATER:
        messages.success(request, _("Saved. Come back whenever you like; you go on where you were."))
        return redirect("volunteers:application")
    return _to_step(taken[here - 1] if go == BACK else taken[here + 1])


def _to_step(step: str) -> HttpResponse:
    if step == steps.START:
        return redirect("volunteers:apply")
    return redirect("volunteers:apply_step", step)


def _prove(request: HttpRequest, email: str, wish: Wish) -> HttpResponse:
    code = ask_to_help(email=email, wish=wish, network=network_of(request), now=timezone.now())
    return wait_for_code(request, code, next_path=reverse("volunteers:apply_step", args=[steps.TIME]))


def _go_on(request: HttpRequest, user: User, draft: Application | None, wish: Wish) -> HttpResponse:
    request.session.pop(WISH, None)
    try:
        if draft is None:
            begin_application(user=user, wish=wish, now=timezone.now())
        else:
            change_wish(application=draft, wish=wish, now=timezone.now())
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("volunteers:application")
    return redirect("volunteers:apply_step", steps.TIME)


def _newest(user: User) -> Application | None:
    return Application.objects.select_related("volunteer").filter(volunteer__user=user).first()


def _draft_of(user: User) -> Application | None:
    drafts = Application.objects.filter(volunteer__user=user, state=Application.State.DRAFT)
    return drafts.select_related("volunteer").first()


def _initial(request: HttpRequest, user: User | None, draft: Application | None) -> dict[str, Any]:
    """What the first step shows: the draft, else what was typed in this browser, else what is known."""
    chosen = Program.objects.filter(is_open=True, code=request.GET.get("program", "")[:40])
    fresh = {"language": (get_language() or "en")[:2], "programs": list(chosen)}
    volunteer = draft.volunteer if draft else getattr(user, "volunteer", None)
    if draft is not None:
        fresh["programs"] = list(draft.programs.all())
    elif (wish := _unpacked(request.session.get(WISH))) is not None:
        return {
            "name": wish.name,
            "language": wish.language,
            "programs": list(wish.programs),
            "age": YOUNG if wish.adult_on else OF_AGE,
            "adult_on": wish.adult_on,
        }
    if volunteer is None:
        return {**fresh, "name": user.name if user else ""}
    return {
        **fresh,
        "name": volunteer.name,
        "language": volunteer.language,
        "age": YOUNG if volunteer.adult_on else OF_AGE,
        "adult_on": volunteer.adult_on,
    }


def _steps_of_wish(wish: Wish | None, today: date) -> list[str]:
    programs = Program.objects.filter(pk__in=wish.programs if wish else ())
    is_adult = wish is None or wish.adult_on is None or wish.adult_on <= today
    return steps.steps_for(is_adult=is_adult, references=references_needed(programs))


def _packed(wish: Wish) -> dict[str, Any]:
    """A wish as a session holds it."""
    return {
        "name": wish.name,
        "language": wish.language,
        "adult_on": str(wish.adult_on or ""),
        "programs": list(wish.programs),
    }


def _unpacked(kept: Any) -> Wish | None:
    if not kept:
        return None
    return Wish(
        name=kept["name"],
        language=kept["language"],
        adult_on=date.fromisoformat(kept["adult_on"]) if kept["adult_on"] else None,
        programs=tuple(kept["programs"]),
    )
