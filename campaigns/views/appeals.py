"""Appeals on the desk. What each brought is a page of gifts."""

import django_filters
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from campaigns.actions.appeals import AppealRefused, create_appeal, edit_appeal
from campaigns.forms.appeals import AppealForm
from campaigns.models import Appeal, Campaign

AT_ONCE = 50
WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}


class AppealFilter(django_filters.FilterSet):
    """What a campaign's appeals can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Name or code"))
    kind = django_filters.ChoiceFilter(choices=Appeal.Kind.choices, empty_label=_l("Any"), label=_l("Kind"))

    class Meta:
        model = Appeal
        fields = ("q",)

    def search(self, appeals: QuerySet[Appeal], _name: str, words: str) -> QuerySet[Appeal]:
        """By a part of the name or the code."""
        word = words.strip()
        return appeals.filter(Q(name__icontains=word) | Q(code__icontains=word))


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def appeals(request: HttpRequest, slug: str) -> HttpResponse:
    """A campaign's asks, each with the address that its readers follow."""
    campaign = get_object_or_404(Campaign, slug=slug)
    chosen = AppealFilter(request.GET, queryset=campaign.appeals.all())
    page = Paginator(chosen.qs, AT_ONCE).get_page(request.GET.get("page"))
    public = f"{settings.SITE_URL}{campaign.get_absolute_url()}"
    rows = [(appeal, f"{public}?appeal={appeal.code}") for appeal in page]
    may_write = bool(person(request).roles & WRITERS)
    context = {"campaign": campaign, "filter": chosen, "page": page, "rows": rows, "may_write": may_write}
    return render(request, "campaigns/appeals.html", context)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a new ask."""
    campaign = get_object_or_404(Campaign, slug=slug)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_appeal(campaign_id=campaign.pk, facts=form.facts(), by=person(request), now=timezone.now())
        except AppealRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The appeal is saved. Copy its address into what you send."))
            return redirect("campaigns:appeals", slug)
    return render(request, "campaigns/appeal.html", {"campaign": campaign, "form": form})


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_edit(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Change an ask."""
    appeal = get_object_or_404(Appeal.objects.select_related("campaign"), pk=appeal_id)
    initial = {name: getattr(appeal, name) for name in AppealForm.base_fields}
    form = AppealForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_appeal(appeal_id=appeal.pk, facts=form.facts(), by=person(request), now=timezone.now())
        except AppealRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns:appeals", appeal.campaign.slug)
    context = {"campaign": appeal.campaign, "appeal": appeal, "form": form}
    return render(request, "campaigns/appeal.html", context)
