"""Two records of one donor: look at both, then fold one into the other."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from donors.actions import MergeRefused, merge_donors
from donors.models import Donor


class OtherForm(forms.Form):
    """Which record is the same donor's: by its e-mail address, or by the number in its page's address."""

    other = forms.CharField(
        label=_l("E-mail or number of the other record"),
        max_length=254,
        validators=[guard_name("donors.Donor.email")],
    )

    def clean_other(self) -> Donor:
        """The other donor."""
        words: str = self.cleaned_data["other"].strip().lower()
        rows = Donor.objects.standing().filter(erased_at=None)
        is_number = words.isascii() and words.isdecimal() and len(words) < 16
        found = rows.filter(pk=int(words)).first() if is_number else rows.filter(email=words).first()
        if found is None:
            raise forms.ValidationError(_("There is no such record."))
        return found


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def donor_merge(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Choose the other record, see both beside each other, fold it in. This page's donor is the one kept."""
    kept = get_object_or_404(Donor.objects.visible_to(person(request)), pk=donor_id)
    asked = request.POST if request.method == "POST" else request.GET if "other" in request.GET else None
    form = OtherForm(asked)
    folded = form.cleaned_data["other"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and folded is not None:
        try:
            merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=person(request), now=timezone.now())
        except MergeRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("desk:donor", donor_id=kept.pk)
    both = [(donor, *_sides(donor)) for donor in (kept, folded)] if folded else []
    return render(
        request, "desk/donor_merge.html", {"kept": kept, "folded": folded, "form": form, "both": both}
    )


def _sides(donor: Donor) -> tuple[Glance, int]:
    """A record at a glance, and its recurring gifts that go on."""
    today = legal_day(timezone.now(), the_organisation().zone)
    return glance_at(donor, year=today.year), donor.recurring_gifts.going_on().count()
