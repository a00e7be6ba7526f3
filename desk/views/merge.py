"""Two records of one donor: look at both, choose what stays, fold one into the other; and part them again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from core.clock import legal_day
from core.guard import guard_name
from desk.reports.donors import Glance, glance_at
from desk.reports.merging import differences, moves
from donors.actions import MergeRefused, ask_to_merge, ask_to_undo
from donors.actions.merging import LIMIT
from donors.models import Donor, DonorMerge, DuplicatePair, MergeRequest
from donors.reports.merging import CHOOSABLE, preview_merge, preview_undo
from donors.reports.why import why

HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
SIDES = [("kept", "kept"), ("folded", "folded")]


class OtherForm(forms.Form):
    """Which record is the same donor's: by an e-mail address, or by the number in its page's address."""

    other = forms.CharField(
        label=_l("E-mail or number of the other record"),
        max_length=254,
        validators=[guard_name("donors.Donor.email")],
    )

    def clean_other(self) -> Donor:
        """The other donor: an old number or address leads to the record that stands."""
        words: str = self.cleaned_data["other"].strip().lower()
        is_number = words.isascii() and words.isdecimal() and len(words) < 16
        found = Donor.objects.standing_for(int(words)) if is_number else Donor.objects.carrying(words)
        if found is None or found.erased_at:
            raise forms.ValidationError(_("There is no such record."))
        return found


class ChoiceForm(forms.Form):
    """Whose value stays, by column. What is not said stays as it is preselected."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for name in CHOOSABLE:
            self.fields[name] = forms.ChoiceField(choices=SIDES, required=False)

    def choices(self) -> dict[str, str]:
        """What somebody chose."""
        self.full_clean()
        return {name: side for name, side in self.cleaned_data.items() if side}


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def donor_merge(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Choose the other record, see both beside each other, fold it in. This page's donor is the one kept."""
    kept = get_object_or_404(Donor, pk=donor_id)
    if kept.merged_into_id:
        query = request.META.get("QUERY_STRING", "")
        return redirect(
            reverse("desk:donor_merge", args=[kept.merged_into_id]) + (f"?{query}" if query else "")
        )
    asked = request.POST if request.method == "POST" else request.GET if "other" in request.GET else None
    form = OtherForm(asked)
    folded = form.cleaned_data["other"] if form.is_bound and form.is_valid() else None
    if folded == kept:
        form.add_error("other", _("That is this record, or it was folded into it before."))
        folded = None
    if request.method == "POST" and folded is not None:
        done = _done(request, kept, folded)
        if done is not None:
            return done
    return render(request, "desk/donor_merge.html", {"kept": kept, "form": form, **_beside(kept, folded)})


def _done(request: HttpRequest, kept: Donor, folded: Donor) -> HttpResponse | None:
    """Fold one into the other, or ask for a second person; None where it was refused."""
    choices = ChoiceForm(request.POST).choices()
    try:
        made = ask_to_merge(
            kept_id=kept.pk, folded_id=folded.pk, choices=choices, by=person(request), now=timezone.now()
        )
    except MergeRefused as refusal:
        messages.error(request, str(refusal))
        return None
    if isinstance(made, MergeRequest):
        messages.success(
            request, _("Asked. A second person finds it under “Duplicates” and on their first page.")
        )
        return redirect("desk:merge_request", request_id=made.pk)
    messages.success(request, _("The two records are one now."))
    return redirect("desk:donor", donor_id=kept.pk)


def _beside(kept: Donor, folded: Donor | None) -> dict[str, object]:
    """Both records beside each other, where they differ, and what would move."""
    if folded is None:
        return {"folded": None}
    preview = preview_merge(kept, folded)
    pair = DuplicatePair.objects.of_two(kept.pk, folded.pk).first()
    return {
        "folded": folded,
        "both": [(donor, *_sides(donor)) for donor in (kept, folded)],
        "differences": differences(kept, folded, {}),
        "moves": moves(preview),
        "total": preview.total,
        "wants_second": preview.total > LIMIT,
        "limit": LIMIT,
        "pair": pair,
        "why": why(pair.reasons) if pair else "",
    }


def _sides(donor: Donor) -> tuple[Glance, int]:
    """A record at a glance, and its recurring gifts that go on."""
    today = legal_day(timezone.now(), the_organisation().zone)
    return glance_at(donor, year=today.year), donor.recurring_gifts.going_on().count()


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """See what undoing a merge moves back, then undo it, or ask a second person to."""
    merge = get_object_or_404(DonorMerge.objects.select_related("kept", "folded", "by"), pk=merge_id)
    if request.method == "POST":
        try:
            made = ask_to_undo(merge_id=merge.pk, by=person(request), now=timezone.now())
        except MergeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("desk:merge_undo", merge_id=merge.pk)
        if isinstance(made, MergeRequest):
            messages.success(
                request, _("Asked. A second person finds it under “Duplicates” and on their first page.")
            )
            return redirect("desk:merge_request", request_id=made.pk)
        messages.success(request, _("The merge is undone: both records are as they were."))
        return redirect("desk:donor", donor_id=merge.folded_id)
    preview = preview_undo(merge)
    context = {"merge": merge, "moves": moves(preview), "total": preview.total, "limit": LIMIT}
    return render(request, "desk/merge_undo.html", {**context, "wants_second": preview.total > LIMIT})
