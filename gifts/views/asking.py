"""Staff write to monthly donors: would they give a little more; where they can give another card."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.models import Role
from gifts.actions.recurring.card_mail import mail_card_link
from gifts.actions.recurring.raising import ask_for_more
from gifts.actions.recurring.requests import RequestRefused
from gifts.filters import RecurringFilter, let_through
from gifts.models import RecurringGift
from gifts.reports.raising import askable


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """How many of the gifts that the address lets through may be asked; then, by POST, ask these."""
    now = timezone.now()
    chosen = RecurringFilter(request.GET, queryset=RecurringGift.objects.all())
    found = let_through(chosen)
    rows = askable(found, now=now)
    if request.method == "POST":
        if request.POST.get("count") == str(len(rows)):
            written = ask_for_more(rows=rows, by=person(request), now=now)
            messages.success(
                request,
                ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", written)
                % {"n": written},
            )
            return redirect("gifts:recurring_list")
        messages.warning(request, _("The list changed meanwhile. Please look at the new count."))
    context = {"filter": chosen, "count": len(rows), "of": found.count(), "first": rows[:10]}
    return render(request, "gifts/ask_for_more.html", context)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
@require_POST
def card_link(request: HttpRequest, recurring_id: UUID) -> HttpResponse:
    """Mail the donor the page on which another card is given."""
    row = get_object_or_404(RecurringGift.objects.select_related("donor"), pk=recurring_id)
    try:
        mail_card_link(recurring_id=row.pk, by=person(request), now=timezone.now())
    except RequestRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("A letter with the link is on its way to the donor."))
    return redirect("gifts:recurring", row.pk)
