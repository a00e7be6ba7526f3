"""Stories: what the public reads while somebody agrees to it, and how staff keep that so."""

from datetime import date

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, public, staff
from accounts.models import Role
from accounts.organisation import the_organisation, the_zone
from campaigns.actions.stories import (
    StoryRefused,
    holds,
    note_consent,
    publish_story,
    revoke_consent,
    save_story,
)
from campaigns.forms.stories import ConsentForm, StoryForm
from campaigns.models import Story, StoryConsent
from core.clock import legal_day

AT_ONCE = 50
WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}
KEEPERS = {Role.FUNDRAISER, Role.PRIVACY, Role.ADMINISTRATOR}


class StoryFilter(django_filters.FilterSet):
    """What the list of stories can be narrowed to."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_l("Title"))
    token = django_filters.CharFilter(
        field_name="consent__token", lookup_expr="iexact", label=_l("Number of the consent")
    )

    class Meta:
        model = Story
        fields = ("q",)


@public
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """The stories whose consent holds at this moment. Nothing of it is kept ready."""
    told = Story.objects.told(_today()).without_picture()
    context = {"organisation": the_organisation(), "stories": told}
    response = render(request, "campaigns/stories.html", context)
    response["Cache-Control"] = "no-store"
    return response


@public
@require_safe
def picture(_request: HttpRequest, story_id: int) -> HttpResponse:
    """A story's picture, as long as its consent holds."""
    story = Story.objects.told(_today()).filter(pk=story_id, picture__isnull=False).first()
    if story is None or story.picture is None:
        raise Http404
    response = HttpResponse(bytes(story.picture), content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response


@staff(Role.FUNDRAISER, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    """Stories and consents, each with whether it may be told today."""
    rows = Story.objects.without_picture().select_related("consent", "campaign")
    chosen = StoryFilter(request.GET, queryset=rows)
    page = Paginator(chosen.qs, AT_ONCE).get_page(request.GET.get("page"))
    today = _today()
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(story, holds(story.consent, today), story.consent.until < today) for story in page],
        "consents": [(consent, holds(consent, today)) for consent in _consents(request)],
        "may_write": bool(person(request).roles & WRITERS),
        "may_keep": bool(person(request).roles & KEEPERS),
    }
    return render(request, "campaigns/story_list.html", context)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def story_edit(request: HttpRequest, story_id: int | None = None) -> HttpResponse:
    """Write a story, anew or changed."""
    story = get_object_or_404(Story.objects.select_related("consent"), pk=story_id) if story_id else None
    names = set(StoryForm.base_fields) - {"picture", "drop_picture", "consent"}
    initial = (
        {name: getattr(story, name) for name in names} | {"consent": story.consent.token} if story else {}
    )
    form = StoryForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_story(story_id=story_id, facts=form.facts(), by=person(request), now=timezone.now())
        except StoryRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns:story_list")
    return render(request, "campaigns/story_edit.html", {"form": form, "story": story})


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_POST
def story_publish(request: HttpRequest, story_id: int) -> HttpResponse:
    """Tell a story, or tell it no longer."""
    is_published = request.POST.get("tell") == "yes"
    story = get_object_or_404(Story.objects.only("pk"), pk=story_id)
    try:
        publish_story(story_id=story.pk, is_published=is_published, by=person(request), now=timezone.now())
    except StoryRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The story is told.") if is_published else _("The story is told no more.")
        )
    return redirect("campaigns:story_list")


@staff(Role.FUNDRAISER, Role.PRIVACY, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_new(request: HttpRequest) -> HttpResponse:
    """Note that somebody agreed; the number that is drawn goes onto the signed paper."""
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consent = note_consent(**form.cleaned_data, by=person(request), now=timezone.now())
        except StoryRefused as refusal:
            form.add_error("until", str(refusal))
        else:
            words = _("Write this number on the signed paper: %(token)s. No name belongs here.")
            messages.success(request, words % {"token": consent.token})
            return redirect("campaigns:story_list")
    return render(request, "campaigns/consent_new.html", {"form": form})


@staff(Role.FUNDRAISER, Role.PRIVACY, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_revoke(request: HttpRequest, consent_id: int) -> HttpResponse:
    """End a consent for good, after a look at what that takes away."""
    consent = get_object_or_404(StoryConsent, pk=consent_id)
    if request.method == "POST":
        revoke_consent(consent_id=consent.pk, by=person(request), now=timezone.now())
        messages.success(request, _("Its stories and pictures are deleted."))
        return redirect("campaigns:story_list")
    context = {"consent": consent, "stories": consent.stories.without_picture()}
    return render(request, "campaigns/consent_revoke.html", context)


def _consents(request: HttpRequest) -> "QuerySet[StoryConsent]":
    """The newest, or the one of a number: the oldest can be taken back like any other."""
    token = request.GET.get("token", "").strip()
    rows = StoryConsent.objects.all()
    return (rows.filter(token__iexact=token) if token and "\0" not in token else rows)[:AT_ONCE]


def _today() -> date:
    return legal_day(timezone.now(), the_zone())
