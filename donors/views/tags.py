"""Tags: on a donor, and all of them on one page."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from donors.actions.tags import (
    TagRefused,
    delete_tag,
    merge_tags,
    rename_tag,
    tag_donor,
    tag_named,
    untag_donor,
)
from donors.forms import TagNameForm, TagPickForm
from donors.models import Tag
from donors.views.within import HANDS, Asked, donor_or_404, form_page, posted, to_donor

GIVE = Asked(
    _l("A tag"),
    _l("Give it"),
    _l("A word that gathers donors: gala guests, choir, board. Never who was helped by us."),
)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def tag_give(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Let a donor carry one, made if there is none of this name."""
    donor = donor_or_404(request, donor_id)
    form = TagNameForm(posted(request))
    if request.method == "POST" and form.is_valid():
        by, now = person(request), timezone.now()
        try:
            tag = tag_named(name=form.cleaned_data["name"], by=by, now=now)
            tag_donor(donor=donor, tag=tag, by=by, now=now)
        except TagRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Tagged: %(tag)s.") % {"tag": tag.name})
            return to_donor(donor)
    return form_page(request, form, GIVE, donor=donor)


@staff(*HANDS)
@require_POST
def tag_take(request: HttpRequest, donor_id: int, tag_id: int) -> HttpResponse:
    """Take one from a donor."""
    donor = donor_or_404(request, donor_id)
    untag_donor(donor=donor, tag_id=tag_id, by=person(request), now=timezone.now())
    messages.success(request, _("The tag is taken away."))
    return to_donor(donor)


@staff(*HANDS, Role.PRIVACY, Role.READ_ONLY)
@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    """All of them with how many carry each."""
    standing = Q(taggings__donor__merged_into=None, taggings__donor__erased_at=None)
    tags = Tag.objects.annotate(count=Count("taggings", filter=standing)).order_by("name")
    return render(request, "donors/tags.html", {"tags": tags, "may_change": _may_change(request)})


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def tag_page(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Call one otherwise, fold it into another, or take it out of the house."""
    tag = get_object_or_404(Tag, pk=tag_id)
    form = TagNameForm(posted(request), initial={"name": tag.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_tag(tag=tag, name=form.cleaned_data["name"], by=person(request), now=timezone.now())
        except TagRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The tag has its new name."))
            return redirect("donors:tag_list")
    others = Tag.objects.exclude(pk=tag.pk).order_by("name")
    pick = TagPickForm()
    pick.fields["tag"].queryset = others  # type: ignore[attr-defined] # a ModelChoiceField has one
    context = {"tag": tag, "form": form, "pick": pick if others else None, "count": tag.taggings.count()}
    return render(request, "donors/tag.html", context)


@staff(*HANDS)
@require_POST
def tag_merge(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Fold one into another."""
    gone = get_object_or_404(Tag, pk=tag_id)
    form = TagPickForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose two different tags."))
        return redirect("donors:tag_page", tag_id=gone.pk)
    try:
        merge_tags(gone=gone, kept=form.cleaned_data["tag"], by=person(request), now=timezone.now())
    except TagRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The two tags are one now."))
    return redirect("donors:tag_list")


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def tag_delete(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Take one from everybody; asked once more before."""
    tag = get_object_or_404(Tag, pk=tag_id)
    if request.method == "POST":
        delete_tag(tag=tag, by=person(request), now=timezone.now())
        messages.success(request, _("The tag is gone."))
        return redirect("donors:tag_list")
    lead = _("“%(tag)s” is taken from all who carry it (%(count)s). Their records stay.") % {
        "tag": tag.name,
        "count": tag.taggings.count(),
    }
    asked = Asked(_("Delete a tag"), _("Delete it"), lead, is_danger=True)
    return form_page(request, forms.Form(), asked, back=reverse("donors:tag_list"))


def _may_change(request: HttpRequest) -> bool:
    return bool(person(request).roles & set(HANDS))
